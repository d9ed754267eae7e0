"""Ratings of other systems, from a sheet: every fault with its row and column, or every row."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.models import Item
from approvals.ratings.kinds import Code, Stage
from approvals.ratings.models import Rating
from efficiency.common.fields import ChoiceByWord, MomentField
from efficiency.common.sheets import Fault, faults_of
from efficiency.organization.models import Unit

MOST = 5000
_CODES = [(str(code.value), code.label) for code in Code]


class RowForm(forms.Form):
    """One row. The word beside the code guards against a scale that runs the other way (T-57)."""

    number = forms.CharField(label=gettext_lazy("Number there"), max_length=60)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=100)
    item = forms.CharField(label=gettext_lazy("Item code"), max_length=50, required=False)
    stage = ChoiceByWord(label=gettext_lazy("Service rated"), choices=Stage.choices)
    code = forms.ChoiceField(label=gettext_lazy("Code (1 is the best)"), choices=_CODES)
    word = ChoiceByWord(label=gettext_lazy("Rating"), choices=_CODES)
    rated_at = MomentField(label=gettext_lazy("Rated at"))
    words = forms.CharField(label=gettext_lazy("Words"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a code that its word contradicts."""
        given: dict[str, Any] = super().clean() or {}
        code, word = given.get("code"), given.get("word")
        if code and word and code != word:
            text = _("Code %(code)s is “%(label)s” here, not “%(word)s”. Does the other scale run the other way?")
            words = {"code": code, "label": Code(int(code)).label, "word": Code(int(word)).label}
            self.add_error("code", text % words)
        return given


def heads() -> list[str]:
    """The titles of the columns."""
    return [str(field.label) for field in RowForm().fields.values()]


def checked(rows: Sequence[Sequence[str]], *, source: str, now: Any) -> tuple[list[Rating], list[Fault]]:
    """The ratings of a sheet, unsaved, and every fault with its row and column. Asks a few questions for all rows."""
    names = list(RowForm().fields)
    titles = dict(zip(names, heads(), strict=True))
    units = _units()
    items = {item.code: item for item in Item.objects.filter(code__in={row[2] for row in rows if row[2]})}
    twice = Counter(row[0] for row in rows)
    known = set(Rating.objects.filter(source=source, number__in=list(twice)).values_list("number", flat=True))
    found, faults = [], []
    for place, row in enumerate(rows, 2):
        form = RowForm(dict(zip(names, row, strict=True)))
        if not form.is_valid():
            faults += faults_of(form, row=place)
            continue
        given = form.cleaned_data
        wrong = _wrong(given, units, items, twice, known, now)
        faults += [Fault(place, titles[name], text) for name, text in wrong]
        if not wrong:
            found.append(_rating(given, source, units[given["unit"]], items.get(given["item"])))
    return found, faults


def _wrong(
    given: dict[str, Any],
    units: dict[str, Unit],
    items: dict[str, Item],
    twice: Counter[str],
    known: set[str],
    now: Any,
) -> list[tuple[str, str]]:
    wrong = []
    if given["unit"] not in units:
        wrong.append(("unit", _("No unit of the city has this name or code.")))
    if given["item"] and given["item"] not in items:
        wrong.append(("item", _("The catalogue has no item with this code.")))
    if twice[given["number"]] > 1:
        wrong.append(("number", _("This number stands in the sheet twice.")))
    if given["number"] in known:
        wrong.append(("number", _("This rating was imported before.")))
    if given["rated_at"] > now:
        wrong.append(("rated_at", _("This day lies ahead.")))
    return wrong


def _rating(given: dict[str, Any], source: str, unit: Unit, item: Item | None) -> Rating:
    return Rating(
        unit=unit,
        item=item,
        stage=given["stage"],
        channel="imported",
        code=int(given["code"]),
        words=given["words"],
        rated_at=given["rated_at"],
        source=source,
        number=given["number"],
    )


def _units() -> dict[str, Unit]:
    """The units by name, short name and code; a name that two bear stands for none."""
    found: dict[str, Unit] = {}
    names: Counter[str] = Counter()
    for unit in Unit.objects.in_use():
        for name in {unit.name, unit.short_name, unit.code}:
            names[name] += 1
            found[name] = unit
    return {name: unit for name, unit in found.items() if names[name] == 1}
