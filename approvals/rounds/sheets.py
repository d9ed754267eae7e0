"""The sheet of a round: every item with what it promises now, and room for what is proposed."""

from collections.abc import Iterable
from typing import IO

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.models import LONGEST_LIMIT, Item
from approvals.rounds.actions.preparing import MOST_ITEMS, Wanted, fault_of
from approvals.rounds.models import Proposal, Round
from efficiency.clocks.kinds import LimitUnit
from efficiency.common.fields import ChoiceByWord
from efficiency.common.sheets import Fault, faults_of, read_sheet


class ProposalRow(forms.Form):
    """One row, in the order of its columns. What tells people where they are is not read back."""

    code = forms.CharField(label=gettext_lazy("Item code"), max_length=50)
    name = forms.CharField(label=gettext_lazy("Item"), required=False)
    department = forms.CharField(label=gettext_lazy("Department"), required=False)
    now = forms.CharField(label=gettext_lazy("Promised until now"), required=False)
    limit = forms.IntegerField(
        label=gettext_lazy("Proposed limit"), required=False, min_value=1, max_value=LONGEST_LIMIT
    )
    unit = ChoiceByWord(label=gettext_lazy("Unit"), choices=LimitUnit.choices, required=False)


def heads() -> list[str]:
    """The titles of the columns."""
    return [str(field.label) for field in ProposalRow().fields.values()]


def rows_of(round_: Round) -> Iterable[tuple[str, ...]]:
    """Every item of the published catalogue, and what the round proposes for it so far."""
    proposed: dict[int, Proposal] = {one.item_id: one for one in round_.proposals.all()}
    for item in Item.objects.published().select_related("unit").order_by("unit__path", "name"):
        one = proposed.get(item.pk)
        limit, unit = (str(one.new_limit), one.new_unit) if one else ("", item.promised_unit)
        label = str(LimitUnit(unit).label)
        yield item.code, item.name, item.unit.name, item.promised_words, limit, label


def read_proposals(file: IO[bytes]) -> tuple[list[Wanted], list[Fault]]:
    """What the sheet proposes, and every fault with its row and column. Raises UnreadableSheet."""
    rows = read_sheet(file, heads=heads(), most=MOST_ITEMS)
    items = {item.code: item for item in Item.objects.select_related("unit").filter(code__in={row[0] for row in rows})}
    names = list(ProposalRow().fields)
    wanted: list[Wanted] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        form = ProposalRow(dict(zip(names, row, strict=True)))
        if not form.is_valid():
            faults += faults_of(form, row=number)
            continue
        if form.cleaned_data["limit"] is None:
            continue
        fault = _take(form, items, seen, number, wanted)
        if fault is not None:
            faults.append(fault)
    return wanted, faults


def _take(
    form: ProposalRow, items: dict[str, Item], seen: dict[str, int], number: int, wanted: list[Wanted]
) -> Fault | None:
    code: str = form.cleaned_data["code"]
    item = items.get(code)
    column = str(form.fields["code"].label)
    if item is None:
        return Fault(number, column, _("No item in the catalogue has this code."))
    if code in seen:
        return Fault(number, column, _("This item stands in row %(row)s already.") % {"row": seen[code]})
    seen[code] = number
    one = Wanted(item, form.cleaned_data["limit"], form.cleaned_data["unit"] or item.promised_unit)
    fault = fault_of(one)
    if fault:
        return Fault(number, str(form.fields["limit"].label), fault)
    wanted.append(one)
    return None
