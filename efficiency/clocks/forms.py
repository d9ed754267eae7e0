"""The form of a limit."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from efficiency.clocks.models import Policy

LEVELS = [(0, _("0: a reminder only")), (1, _("1: first breach")), (2, _("2: grave breach"))]


class PolicyForm(forms.ModelForm[Policy]):
    """A new version of a policy. Where the limit comes from the item, it cannot be set here."""

    breach_level = forms.TypedChoiceField(label=_("Level of a breach"), choices=LEVELS, coerce=int)

    class Meta:
        """All that a city may set."""

        model = Policy
        fields = ["limit", "limit_unit", "day_end", "warn_before", "grave_after", "breach_level", "rule", "basis"]
        widgets = {"basis": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.limit is None:
            del self.fields["limit"], self.fields["limit_unit"]
        else:
            self.fields["limit"].required = True
            self.fields["limit"].min_value = 1  # type: ignore[attr-defined]
        self.fields["basis"].help_text = _("The article or document the limit comes from, or that the city set it.")

    def clean_limit(self) -> int:
        """A limit of nothing would be broken before anybody could act."""
        limit: int = self.cleaned_data["limit"]
        if limit < 1:
            raise ValidationError(_("A limit is at least 1."))
        return limit

    def clean(self) -> dict[str, Any]:
        """A second level needs a first one below it."""
        values = super().clean() or {}
        if values.get("breach_level") == 2 and values.get("grave_after") is not None:
            self.add_error("grave_after", _("A breach that is grave at once has no second level after it."))
        if values.get("grave_after") == 0:
            self.add_error("grave_after", _("The second level follows at least 1 working day after the limit."))
        return values
