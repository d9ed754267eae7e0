"""The figures: for staff by unit, item, window, channel and month; for everybody by unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.models import Case, Item
from approvals.ratings.defined import FEW, SILENT_AFTER, WHEN_SILENT
from approvals.ratings.figures import Tally, cases_of, follow_ups, months, silent, tallies, tally
from approvals.ratings.forms import PeriodForm
from approvals.ratings.kinds import Channel, Code
from approvals.ratings.models import Rating
from approvals.ratings.periods import Period
from approvals.ratings.rules import FIGURE_READERS, READERS
from efficiency.changes.settings import value_of
from efficiency.common.access import ANYONE, allow
from efficiency.common.charts import Chart, Series
from efficiency.organization.models import Unit, User

_MOST_LINES = 200


@dataclass(frozen=True)
class Line:
    """One row of a table of figures, with the way to the ratings behind it."""

    label: str
    tally: Tally
    link: str = ""
    few: bool = False


@allow(FIGURE_READERS)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How satisfied people were in a period, with the ratings behind each figure."""
    user: Any = request.user
    form = PeriodForm(request.GET, units=Unit.objects.in_use().visible_to(user))
    period, unit, now = form.period(), form.unit_asked(), timezone.now()
    seen = _counted(user)
    if unit is not None:
        seen = seen.filter(unit__path__startswith=unit.path)
    rows = seen.between(period.since, period.until)
    linked = READERS.includes(user)
    context = {
        "form": form,
        "period": period,
        "tally": tally(rows),
        "follow_ups": follow_ups(rows, now) if linked else None,
        "tables": _tables(rows, period, unit, linked=linked),
        "chart": _chart(months(rows)),
        "silent": _silent(cases_of(user), unit, period, now),
        "link": _link(period, unit) if linked else "",
    }
    return render(request, "ratings/figures.html", context)


@allow(ANYONE)
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What everybody may know: how units were rated and what became of bad ratings."""
    form = PeriodForm(request.GET, units=Unit.objects.in_use().filter(items__isnull=False).distinct())
    period, unit, now = form.period(), form.unit_asked(), timezone.now()
    rows = Rating.objects.between(period.since, period.until)
    if unit is not None:
        rows = rows.filter(unit__path__startswith=unit.path)
    few = value_of(FEW)
    by_unit = tallies(rows, "unit")
    names = dict(Unit.objects.filter(pk__in=[key[0] for key in by_unit]).values_list("pk", "name"))
    lines = [Line(names[key[0]], each, few=each.number < few) for key, each in by_unit.items()]
    context = {
        "form": form,
        "period": period,
        "tally": tally(rows),
        "lines": sorted(lines, key=lambda line: line.label),
        "few": few,
        "follow_ups": follow_ups(rows, now),
        "silent": _silent(Case.objects.all(), unit, period, now),
        "chart": _chart(months(rows)),
    }
    return render(request, "ratings/results.html", context)


def _counted(user: Any) -> Any:
    """The ratings whose numbers somebody may know: a window clerk those of his own cases, as numbers alone."""
    if READERS.includes(user):
        return Rating.objects.visible_to(user)
    return Rating.objects.filter(clerk=user)


def _tables(rows: Any, period: Period, unit: Unit | None, *, linked: bool) -> list[tuple[str, str, list[Line]]]:
    """By unit, item, window and channel."""

    def table(title: str, head: str, field: str, names: dict[Any, str]) -> tuple[str, str, list[Line]]:
        found = tallies(rows, field)
        lines = [
            Line(names.get(key[0], "–"), each, _link(period, unit, {field: key[0]}) if linked and key[0] else "")
            for key, each in found.items()
        ]
        lines.sort(key=lambda line: (-line.tally.number, line.label))
        return title, head, lines[:_MOST_LINES]

    def named(model: Any, field: str, name: str) -> dict[Any, str]:
        return dict(model.objects.filter(pk__in=rows.order_by().values(field)).values_list("pk", name))

    tables = [
        table(_("By unit"), _("Unit"), "unit", named(Unit, "unit", "name")),
        table(_("By item"), _("Item"), "item", named(Item, "item", "name")),
    ]
    if linked:
        tables.append(table(_("By window"), _("Clerk of the window"), "clerk", named(User, "clerk", "display_name")))
    channels = {channel.value: str(channel.label) for channel in Channel}
    tables.append(table(_("By way of rating"), _("Given by"), "channel", channels))
    return tables


def _link(period: Period, unit: Unit | None, more: Mapping[str, Any] = MappingProxyType({})) -> str:
    """The list of the ratings behind a figure."""
    asked = {"since": period.first.isoformat(), "until": period.last.isoformat()}
    if unit is not None:
        asked["unit"] = str(unit.pk)
    return f"{reverse('ratings')}?{urlencode(asked | {name: str(value) for name, value in more.items()})}"


def _chart(by_month: dict[tuple[Any, ...], Tally]) -> Chart | None:
    """The satisfied rate of each month, with how many rated."""
    if not by_month:
        return None
    return Chart(
        "satisfied",
        _("Satisfied rate by month"),
        labels=[date_format(key[0], "YEAR_MONTH_FORMAT") for key in by_month],
        series=[Series(_("satisfied, %"), [_rounded(each) for each in by_month.values()])],
        kind="line",
        head=_("Month"),
    )


def _rounded(each: Tally) -> Any:
    found = each.satisfied_share
    return None if found is None else round(found, 1)


def _silent(cases: Any, unit: Unit | None, period: Period, now: Any) -> dict[str, Any] | None:
    """What the city lets silence count for, told apart; None where it counts for nothing (T-57)."""
    code = value_of(WHEN_SILENT)
    if not code:
        return None
    if unit is not None:
        cases = cases.filter(matter__unit__path__startswith=unit.path)
    days = value_of(SILENT_AFTER)
    number = silent(cases, period.since, period.until, now, days=days)
    return {"code": Code(code), "days": days, "number": number}
