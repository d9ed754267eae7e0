"""The small forms of the acts in the department: stages, hand-over, commitments, requests and rulings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.act_forms import ActForm
from approvals.actions import next_stage
from approvals.defined import BY_LAW
from approvals.kinds import DelayCause, HearingFinding, StageDuty
from efficiency.clocks.kinds import Ground
from efficiency.organization.models import Unit, UnitKind, User
from efficiency.organization.roles import Role

_LINES = forms.Textarea(attrs={"rows": 3})


class StageForm(ActForm):
    """What was found in the stage that is next; on site, by whom besides."""

    opinion = forms.CharField(
        label=_("What was found"),
        max_length=1000,
        widget=_LINES,
        help_text=_("For the file: the public page shows no opinions."),
        error_messages={
            "required": _("Please write what was found."),
            "max_length": _("This has more than 1,000 characters. Please shorten it."),
        },
    )
    found = forms.ChoiceField(
        label=_("What the record of the hearing comes to"),
        choices=HearingFinding.choices,
        widget=forms.RadioSelect,
        help_text=_("The decision follows the record (Administrative Licensing Law, art. 48)."),
        error_messages={
            "required": _("Please choose what the record comes to."),
            "invalid_choice": _("Please choose what the record comes to."),
        },
    )
    second = forms.ModelChoiceField(
        label=_("The second official on site"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Please choose"),
        error_messages={"invalid_choice": _("Please choose somebody from the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stage = next_stage(self.case)
        if self.stage is None or self.stage.duty != StageDuty.HEARING:
            del self.fields["found"]
        if self.stage is None or self.stage.duty != StageDuty.SITE:
            del self.fields["second"]
            return
        field: Any = self.fields["second"]
        people = User.objects.able().holding(Role.WINDOW, Role.HANDLER, Role.HEAD)
        field.queryset = people.filter(unit=self.case.matter.unit).order_by("display_name")
        field.label_from_instance = lambda user: user.display_name


class OfferForm(ActForm):
    """Where the case goes, and why."""

    to_unit = forms.ModelChoiceField(
        label=_("Hand over to"),
        queryset=Unit.objects.none(),
        empty_label=_("Please choose"),
        error_messages={
            "required": _("Please choose another unit that is in use."),
            "invalid_choice": _("Please choose another unit that is in use."),
        },
    )
    reason = forms.CharField(
        label=_("Why it goes there"),
        max_length=300,
        widget=_LINES,
        error_messages={
            "required": _("Please write why the case goes there."),
            "max_length": _("This has more than 300 characters. Please shorten it."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to_unit"]
        kinds = (UnitKind.CENTRE, UnitKind.DEPARTMENT, UnitKind.LINE, UnitKind.TOWN, UnitKind.VILLAGE)
        units = Unit.objects.filter(active=True, kind__in=kinds)
        field.queryset = units.exclude(pk=self.case.matter.unit_id).order_by("path")
        field.label_from_instance = lambda unit: unit.name


class ReasonForm(ActForm):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=_LINES,
        error_messages={
            "required": _("Please write the reason."),
            "max_length": _("This has more than 300 characters. Please shorten it."),
        },
    )


class DelayForm(ActForm):
    """Why a case is late, in words that name nobody."""

    cause = forms.ChoiceField(
        label=_("Why it is late"),
        choices=[("", _("Please choose")), *DelayCause.choices],
        error_messages={"required": _("Please choose why."), "invalid_choice": _("Please choose why from the list.")},
    )
    expected_on = forms.DateField(
        label=_("Will be done by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Please write the day as a date.")},
    )


class CheckForm(ActForm):
    """What the later check of a commitment found."""

    kept = forms.TypedChoiceField(
        label=_("The commitment"),
        choices=[("1", _("was kept")), ("0", _("was not kept"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose whether it was kept."),
            "invalid_choice": _("Please choose whether it was kept."),
        },
    )
    finding = forms.CharField(
        label=_("What was found"),
        max_length=500,
        widget=_LINES,
        error_messages={
            "required": _("Please write what the check found."),
            "max_length": _("This has more than 500 characters. Please shorten it."),
        },
    )


class AskExtensionForm(ActForm):
    """How much more time, and why."""

    days = forms.IntegerField(
        label=_("More working days"),
        min_value=1,
        max_value=BY_LAW,
        error_messages={
            "required": _("Please write how many days."),
            "invalid": _("Please write how many days."),
            "min_value": _("At least one day."),
            "max_value": _("The law allows 10 working days at most."),
        },
    )
    reason = forms.CharField(
        label=_("Reason, told to the applicant"),
        max_length=500,
        widget=_LINES,
        error_messages={
            "required": _("Please write the reason: the applicant reads it."),
            "max_length": _("This has more than 500 characters. Please shorten it."),
        },
    )


class AskPauseForm(ActForm):
    """On which ground, until when, and why."""

    ground = forms.ChoiceField(
        label=pgettext_lazy("pause", "Ground"),
        choices=[("", _("Please choose")), *Ground.choices],
        help_text=_("The first eight are those of art. 45. Any other ground stops the promised limit alone."),
        error_messages={
            "required": _("Please choose the ground."),
            "invalid_choice": _("Please choose the ground."),
        },
    )
    planned_until = forms.DateField(
        label=_("Planned end (the last day that is not counted)"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": _("Please write the planned end."),
            "invalid": _("Please write the planned end as a date."),
        },
    )
    reason = forms.CharField(
        label=_("Reason, told to the applicant"),
        max_length=500,
        widget=_LINES,
        error_messages={
            "required": _("Please write the reason: the applicant reads it."),
            "max_length": _("This has more than 500 characters. Please shorten it."),
        },
    )


class RuleForm(ActForm):
    """Grant or refuse."""

    granted = forms.TypedChoiceField(
        label=_("Ruling"),
        choices=[("1", _("grant")), ("0", _("refuse"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose a ruling."),
            "invalid_choice": _("Please choose a ruling."),
        },
    )
    ruling_note = forms.CharField(
        label=_("Reason of a refusal"),
        max_length=500,
        required=False,
        widget=_LINES,
        error_messages={"max_length": _("This has more than 500 characters. Please shorten it.")},
    )

    def clean(self) -> dict[str, Any]:
        """A refusal says why."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("granted") is False and not cleaned.get("ruling_note"):
            self.add_error("ruling_note", _("Give the reason of the refusal."))
        return cleaned
