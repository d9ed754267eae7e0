"""Forms of the room."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.models import LONGEST_LIMIT, Item
from approvals.rounds.actions.answering import Said
from approvals.rounds.defined import HIGHEST_PERCENT, LOWEST_PERCENT
from approvals.rounds.kinds import Answer
from approvals.rounds.models import Proposal, Round
from efficiency.clocks.kinds import LimitUnit
from efficiency.common.fields import DayField
from efficiency.organization.models import Unit

_MOST_BYTES = 5 * 1024 * 1024


class RoundForm(forms.Form):
    """The frame of a round."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    document = forms.CharField(label=gettext_lazy("Document number"), max_length=100)
    answer_by = DayField(label=gettext_lazy("Departments answer by"))
    effective_on = DayField(
        label=gettext_lazy("In force from"),
        help_text=gettext_lazy("New cases have the new limits from this day on. Cases accepted before keep theirs."),
    )
    note = forms.CharField(
        label=gettext_lazy("Explanation for the public"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """The limits begin after the departments could answer."""
        cleaned: dict[str, Any] = super().clean() or {}
        answer_by, effective_on = cleaned.get("answer_by"), cleaned.get("effective_on")
        if answer_by and effective_on and effective_on <= answer_by:
            self.add_error("effective_on", _("The new limits begin after the day by which the departments answer."))
        return cleaned


class ItemChoice(forms.ModelChoiceField[Item]):
    """Items by name, department and what they promise now."""

    def label_from_instance(self, obj: Any) -> str:
        """What the list shows."""
        return f"{obj.name} · {obj.unit.short_name} · {obj.promised_words}"


class LimitForm(forms.Form):
    """A limit for an item that stands in the round already."""

    limit = forms.IntegerField(label=gettext_lazy("Proposed limit"), min_value=1, max_value=LONGEST_LIMIT)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=LimitUnit.choices)


class ProposalForm(LimitForm):
    """One item more."""

    item = ItemChoice(
        label=gettext_lazy("Item"),
        queryset=Item.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Please choose"),
        error_messages={"invalid_choice": gettext_lazy("This item is not in the catalogue, or in the round already.")},
    )
    field_order = ("item", "limit", "unit")

    def __init__(self, round_: Round, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.fields["item"]
        assert isinstance(item, ItemChoice)
        rows = Item.objects.published().select_related("unit").exclude(pk__in=round_.proposals.values("item"))
        item.queryset = rows.order_by("unit__path", "name")


class UploadForm(forms.Form):
    """Proposals out of a sheet."""

    sheet = forms.FileField(
        label=gettext_lazy("Excel sheet"),
        help_text=gettext_lazy("The sheet of this page, filled in. Items without a proposed limit are passed over."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_sheet(self) -> Any:
        """A sheet has a size that a person could have filled."""
        file = self.cleaned_data["sheet"]
        if file.size > _MOST_BYTES:
            raise forms.ValidationError(_("The sheet is too big. Split it."))
        return file


class WithdrawForm(forms.Form):
    """Why a round is given up."""

    reason = forms.CharField(
        label=gettext_lazy("Why is the round given up?"),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why the round is given up.")},
    )


class KeepForm(forms.Form):
    """Why a proposal is kept against an objection."""

    because = forms.CharField(
        label=gettext_lazy("Why is the proposal kept?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why the proposal is kept against the objection.")},
    )


class GroundForm(forms.Form):
    """Why a round should be approved."""

    ground = forms.CharField(
        label=gettext_lazy("Ground"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Name the ground.")},
    )


class ProposalFilter(forms.Form):
    """What the list of proposals shows."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("Department"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("all"),
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("Department’s answer"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            ("none", gettext_lazy("no answer")),
            *Answer.choices,
            ("unsettled", gettext_lazy("objections to settle")),
        ],
    )

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units


class AnswerForm(forms.Form):
    """A department's answers, a row for each of its items; `seen-…` is the limit that stood on the page."""

    def __init__(self, proposals: Sequence[Proposal], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        choices = [("", _("no answer yet")), *Answer.choices]
        for one in proposals:
            label = one.item_name
            self.fields[f"answer-{one.pk}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=one.answer
            )
            self.fields[f"reason-{one.pk}"] = forms.CharField(
                label=_("%(item)s: reason") % {"item": label}, max_length=500, required=False, initial=one.reason
            )
            self.fields[f"seen-{one.pk}"] = forms.RegexField(
                regex=r"^\d{1,5} [a-z]{2}$",
                widget=forms.HiddenInput,
                required=False,
                initial=f"{one.new_limit} {one.new_unit}",
            )

    def clean(self) -> dict[str, Any]:
        """An objection names its reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        for one in self.proposals:
            if cleaned.get(f"answer-{one.pk}") == Answer.OBJECTED and not cleaned.get(f"reason-{one.pk}"):
                self.add_error(
                    f"reason-{one.pk}",
                    _("Say why your department objects to “%(item)s”.") % {"item": one.item_name},
                )
        return cleaned

    def said(self, *, agree_to_rest: bool) -> dict[int, Said]:
        """What was answered, by proposal; those left open count as agreed to where that was pressed."""
        found: dict[int, Said] = {}
        for one in self.proposals:
            answer = self.cleaned_data[f"answer-{one.pk}"] or (Answer.AGREED if agree_to_rest else "")
            seen = self.cleaned_data[f"seen-{one.pk}"].split()
            if answer and seen:
                reason = self.cleaned_data[f"reason-{one.pk}"]
                found[one.pk] = Said(Answer(answer), reason, int(seen[0]), seen[1])
        return found

    @property
    def lines(self) -> list[tuple[Proposal, Any, Any, Any]]:
        """Each proposal with its fields."""
        return [
            (one, self[f"answer-{one.pk}"], self[f"reason-{one.pk}"], self[f"seen-{one.pk}"]) for one in self.proposals
        ]


class SimulatorForm(forms.Form):
    """Which items the simulator looks at, and how many cases a limit should meet."""

    round = forms.ModelChoiceField(
        label=gettext_lazy("Limits of"),
        queryset=Round.objects.none(),
        required=False,
        empty_label=gettext_lazy("the catalogue, as it is"),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Department"), queryset=Unit.objects.none(), required=False, empty_label=gettext_lazy("all")
    )
    percent = forms.IntegerField(
        label=gettext_lazy("A limit should meet (percent of the cases)"),
        min_value=LOWEST_PERCENT,
        max_value=HIGHEST_PERCENT,
        required=False,
    )

    def __init__(self, rounds: Any, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("round", rounds), ("unit", units)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


class ReplayForm(forms.Form):
    """Which days are replayed."""

    first = DayField(label=gettext_lazy("Finished from"))
    last = DayField(label=gettext_lazy("until"))
