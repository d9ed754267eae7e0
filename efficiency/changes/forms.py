"""Forms of the room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """Confirm or reject."""

    confirm = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Confirm: it takes effect")), ("no", _("Reject"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where you reject."),
    )

    def clean(self) -> dict[str, Any]:
        """A rejection says why."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("confirm") is False and not values.get("note", "").strip():
            self.add_error("note", _("Say why the change is rejected."))
        return values


class GroundForm(forms.Form):
    """What every proposal gives beside its own fields: the ground, and the document where there is one."""

    ground = forms.CharField(label=_("Ground"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    document = forms.CharField(label=_("Document number"), max_length=100, required=False)
