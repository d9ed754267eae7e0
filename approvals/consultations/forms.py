"""Forms of the room."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.consultations.facts import Fact
from approvals.consultations.kinds import Outcome, Stance, State
from efficiency.clocks.kinds import ClockKind
from efficiency.common.fields import DayField
from efficiency.common.moments import SHANGHAI
from efficiency.organization.forms.choices import offer
from efficiency.organization.models import Unit, User
from efficiency.organization.roles import Role

_LINES = forms.Textarea(attrs={"rows": 4})
_HINT = _("Please write no personal data here.")


class ConveneForm(forms.Form):
    """What is asked, and whom."""

    question = forms.CharField(label=_("Question"), max_length=2000, widget=_LINES, help_text=_HINT)
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Units invited"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Hold Ctrl to choose several. Each has a reply limit of its own."),
    )
    leader = forms.ModelChoiceField(
        User.objects.none(), label=_("Leader who takes it"), required=False, empty_label=_("none")
    )
    held_on = DayField(label=_("Meeting on"), required=False)
    held_time = forms.TimeField(label=_("at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(label=_("Place"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["units"], Unit.objects.in_use())
        offer(self.fields["leader"], User.objects.able().holding(Role.EXECUTIVE).order_by("display_name", "pk"))

    def clean(self) -> dict[str, Any]:
        """A day needs its time, and a time its day."""
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("held_on")) != bool(given.get("held_time")):
            self.add_error("held_time", _("Please give day and time of the meeting, or neither."))
        return given

    def held_at(self) -> datetime | None:
        """The moment of the meeting."""
        given = self.cleaned_data
        return datetime.combine(given["held_on"], given["held_time"], SHANGHAI) if given.get("held_on") else None


class OpinionForm(forms.Form):
    """A unit's opinion."""

    stance = forms.ChoiceField(label=_("Opinion"), choices=Stance.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("In words"), max_length=2000, widget=_LINES, help_text=_HINT)


class ConcludeForm(forms.Form):
    """Minutes and outcome."""

    minutes = forms.CharField(
        label=_("Minutes"), max_length=8000, widget=forms.Textarea(attrs={"rows": 8}), help_text=_HINT
    )
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices)
    decision = forms.CharField(label=_("What was agreed"), max_length=500, widget=_LINES)


class CallOffForm(forms.Form):
    """Why a consultation is called off."""

    reason = forms.CharField(label=_("Why it is called off"), max_length=300, widget=_LINES)


class ConsultationFilter(forms.Form):
    """Which consultations to show."""

    MINE = "mine"

    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("under way")), (MINE, _("awaiting our opinion")), *State.choices[1:], ("all", _("all"))],
    )
    q = forms.CharField(label=_("Number or subject"), max_length=60, required=False)


class BulletinForm(forms.Form):
    """A bulletin on what is late."""

    title = forms.CharField(label=_("Title"), max_length=150)
    clocks = forms.MultipleChoiceField(
        label=_("Late now"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Please choose what the bulletin is about."),
            "invalid_choice": _("What is late has changed. Please choose again."),
        },
    )
    words = forms.CharField(label=_("What the office asks for"), max_length=3000, widget=_LINES, help_text=_HINT)

    def __init__(self, *args: Any, facts: list[Fact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["clocks"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(fact.clock), self._said(fact)) for fact in facts]

    @staticmethod
    def _said(fact: Fact) -> str:
        given = {"unit": fact.unit_name, "number": fact.number, "title": fact.title, "days": fact.days}
        kind = ClockKind(fact.kind).label
        return str(_("%(unit)s: %(number)s %(title)s, %(kind)s, %(days)s working days late") % (given | {"kind": kind}))


class DecideForm(forms.Form):
    """Approve or reject a bulletin."""

    approve = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("approve and send")), ("no", _("reject"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        """A rejection says why."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("approve") is False and not given.get("note"):
            self.add_error("note", _("Say why the bulletin is rejected."))
        return given


class ReplyForm(forms.Form):
    """What the unit will do."""

    reply = forms.CharField(label=_("What the unit will do"), max_length=500, widget=_LINES)
