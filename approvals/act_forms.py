"""The small forms of the acts on a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.actions import Told
from approvals.kinds import DeclineGround, DeliveryWay, Outcome, Said
from approvals.models import Case, Point
from approvals.wording import NOT_HANDED_IN

_LINES = forms.Textarea(attrs={"rows": 3})


class ActForm(forms.Form):
    """The base: knows the case, so that choices fit it. An act without questions uses it as it is."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case


class TellForm(ActForm):
    """Everything that must be completed, at once: a line for each material, and what else is wrong."""

    others = forms.CharField(
        label=_("What else is missing or wrong, one thing a line"),
        max_length=2000,
        required=False,
        widget=_LINES,
        error_messages={"max_length": _("This has more than 2,000 characters. Please shorten it.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = self.case.missing
        for number, material in enumerate(self.case.item.material_list):
            self.fields[f"about_{number}"] = forms.CharField(
                label=_("%(material)s: what is missing or wrong") % {"material": material},
                max_length=300,
                required=False,
                initial=NOT_HANDED_IN if material in missing else "",
                error_messages={"max_length": _("This has more than 300 characters. Please shorten it.")},
            )
        self.order_fields([name for name in self.fields if name != "others"])

    def clean(self) -> dict[str, Any]:
        """Gather the points; at least one."""
        cleaned: dict[str, Any] = super().clean() or {}
        materials = enumerate(self.case.item.material_list)
        points = [Told(cleaned.get(f"about_{number}", ""), material) for number, material in materials]
        points += [Told(line) for line in cleaned.get("others", "").splitlines()]
        points = [point for point in points if point.words.strip()]
        if any(len(point.words) > 300 for point in points):
            self.add_error("others", _("A line has more than 300 characters. Please shorten it."))
        if not points and not self.errors:
            self.add_error("others", _("Please write at least one thing that must be completed."))
        return {"points": points}


class CompleteForm(ActForm):
    """What the applicant handed in, and whether it is accepted at once."""

    points = forms.TypedMultipleChoiceField(
        label=_("Handed in now"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Please tick what the applicant handed in."),
            "invalid_choice": _("The notice has changed. Please tick again."),
        },
    )
    accept_it = forms.BooleanField(
        label=_("Everything is in order: accept when all of it is here"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = Point.objects.filter(correction__case=self.case, answered_at=None)
        field: Any = self.fields["points"]
        field.choices = [(point.pk, point.told) for point in waiting]


class DeclineForm(ActForm):
    """Why the application is not accepted."""

    ground = forms.ChoiceField(
        label=_("Why it is not accepted"),
        choices=DeclineGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose why."), "invalid_choice": _("Please choose why from the list.")},
    )
    agency = forms.CharField(
        label=_("The agency that decides on this"),
        max_length=100,
        required=False,
        error_messages={"max_length": _("The name has more than 100 characters. Please shorten it.")},
    )
    reasons = forms.CharField(
        label=_("Reasons, printed on the decision"),
        max_length=2000,
        widget=_LINES,
        error_messages={
            "required": _("Please write the reasons: the applicant reads them on the decision."),
            "max_length": _("The reasons have more than 2,000 characters. Please shorten them."),
        },
    )

    def clean(self) -> dict[str, Any]:
        """The right agency is named (T-17)."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("ground") == DeclineGround.NOT_OURS and not cleaned.get("agency"):
            text = _("Please name the agency that decides on this: the applicant must know where to go.")
            self.add_error("agency", text)
        return cleaned


class FinishForm(ActForm):
    """How a case ends."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[(one.value, one.label) for one in (Outcome.GRANTED, Outcome.REFUSED)],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose a decision."),
            "invalid_choice": _("Please choose one of the decisions."),
        },
    )
    result = forms.CharField(
        label=_("Certificate or decision number"),
        max_length=200,
        required=False,
        error_messages={"max_length": _("The number has more than 200 characters. Please shorten it.")},
    )
    reasons = forms.CharField(
        label=_("Reasons of a refusal"),
        max_length=2000,
        required=False,
        widget=_LINES,
        help_text=_("Printed on the decision, with the remedies of 60 days and 6 months."),
        error_messages={"max_length": _("The reasons have more than 2,000 characters. Please shorten them.")},
    )
    handed_over = forms.BooleanField(label=_("Handed over at the counter at once"), required=False)

    def clean(self) -> dict[str, Any]:
        """A grant names its certificate, a refusal its reasons."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome") == Outcome.GRANTED and not cleaned.get("result"):
            self.add_error("result", _("Please give the number of the certificate or decision."))
        if cleaned.get("outcome") == Outcome.REFUSED and not cleaned.get("reasons"):
            self.add_error(
                "reasons",
                _("A refusal needs its reasons. Please write what is missing or which rule stands against it."),
            )
        return cleaned


class DeliverForm(ActForm):
    """How the decision reached the applicant."""

    way = forms.ChoiceField(
        label=_("Delivered"),
        choices=DeliveryWay.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose how the decision was delivered."),
            "invalid_choice": _("Please choose how the decision was delivered."),
        },
    )
    slip = forms.CharField(
        label=_("Receipt: number of the postal slip or of the signed proof"),
        max_length=100,
        required=False,
        error_messages={"max_length": _("The number has more than 100 characters. Please shorten it.")},
    )

    def clean(self) -> dict[str, Any]:
        """What went by post names its slip."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("way") == DeliveryWay.POST and not cleaned.get("slip"):
            self.add_error("slip", _("Please give the number of the postal slip."))
        return cleaned


class WithdrawForm(ActForm):
    """The applicant takes the application back."""

    said = forms.ChoiceField(
        label=_("How the applicant said so"),
        choices=[(one.value, one.label) for one in Said if one is not Said.LAPSED],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose how the applicant's word is on record."),
            "invalid_choice": _("Please choose how the applicant's word is on record."),
        },
    )
    reason = forms.CharField(
        label=_("How and why the applicant withdrew"),
        max_length=190,
        error_messages={
            "required": _("Please write how and why the applicant withdrew."),
            "max_length": _("This has more than 190 characters. Please shorten it."),
        },
    )
