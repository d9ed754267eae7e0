"""Forms about leave and absence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.common.fields import DayField
from efficiency.organization.forms.choices import offer
from efficiency.organization.models import User
from efficiency.presence.kinds import Half, LeaveKind, LeaveState
from efficiency.presence.spans import Span

_LINES = forms.Textarea(attrs={"rows": 2})


class SpanForm(forms.Form):
    """From half a day to half a day."""

    first = DayField(label=_("From"))
    first_half = forms.ChoiceField(label=_("begins in the"), choices=Half.choices, initial=Half.MORNING, required=False)
    last = DayField(label=_("Until"))
    last_half = forms.ChoiceField(
        label=_("ends with the"), choices=Half.choices, initial=Half.AFTERNOON, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        if "first" in given and "last" in given and not self.span().forward:
            self.add_error("last", _("The end lies before the beginning."))
        return given

    def span(self) -> Span:
        """The span that was typed; without halves, whole days."""
        given = self.cleaned_data
        first_half, last_half = given.get("first_half") or Half.MORNING, given.get("last_half") or Half.AFTERNOON
        return Span(given["first"], first_half, given["last"], last_half)


class LeaveForm(SpanForm):
    """What leave somebody asks for, and who stands in."""

    field_order = ["kind", "first", "first_half", "last", "last_half", "deputy", "reason"]
    kind = forms.ChoiceField(label=_("Kind of leave"), choices=LeaveKind.choices)
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who stands in for you"),
        required=False,
        empty_label=_("the deputy of my post"),
        help_text=_("New work, notices and cards reach this person while you are away."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        widget=_LINES,
        help_text=_("Read by you and by whoever decides, by nobody else."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = User.objects.able().filter(unit=user.unit_id).exclude(pk=user.pk)
        offer(self.fields["deputy"], colleagues.order_by("display_name", "pk"))


class DecisionForm(forms.Form):
    """Approve or refuse."""

    approve = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("approve")), ("no", _("refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False, widget=_LINES)

    def clean(self) -> dict[str, Any]:
        """A refusal says why."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("approve") is False and not given.get("note"):
            self.add_error("note", _("Say why the leave is refused."))
        return given


class LeaveFilter(forms.Form):
    """Whose leaves to show."""

    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("my own")), ("decide", _("awaiting my decision")), ("unit", _("of my unit"))],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("any")), *LeaveState.choices, ("unreported", _("over, not reported back"))],
    )


class UnexcusedForm(SpanForm):
    """Who was absent without leave, when, and how that is known."""

    field_order = ["user", "first", "first_half", "last", "last_half", "ground"]
    user = forms.ModelChoiceField(User.objects.none(), label=_("Who"), empty_label=_("Please choose"))
    ground = forms.CharField(
        label=_("Ground"), max_length=300, widget=_LINES, help_text=_("What was checked, when and by whom.")
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["user"], people)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=_LINES)
