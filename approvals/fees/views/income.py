"""Fee income by department and period against last year: figures, picture, rows behind them, and sums of before."""

from calendar import monthrange
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from approvals.fees.actions.setting import record_export
from approvals.fees.forms.payments import PastSheetForm, PeriodForm
from approvals.fees.income import Growth, Period, fee_growth
from approvals.fees.money import ZERO
from approvals.fees.past import KIND, heads, read_past
from approvals.fees.querysets import sees_all
from approvals.fees.reports import MOST_ROWS
from approvals.fees.rules import INCOME_READERS, LIST_KEEPERS
from efficiency.changes.actions import propose
from efficiency.changes.kinds import UnableToChange
from efficiency.common.access import allow
from efficiency.common.charts import Chart, Series
from efficiency.common.lists import excel
from efficiency.common.moments import local_date
from efficiency.common.sheets import Fault, UnreadableSheet, read_sheet
from efficiency.organization.models import Unit, User

_MOST_FAULTS = 200
_MOST_DRAWN = 15


def _growth(request: HttpRequest) -> tuple[PeriodForm, Period, list[Growth]]:
    form = PeriodForm(request.GET)
    period = form.period()
    units = None if sees_all(request.user) else Unit.objects.visible_to(request.user)
    return form, period, fee_growth(period, now=timezone.now(), units=units)


def _rows_behind(row: Growth, *, back: int = 0) -> str:
    first, last = row.months[0], row.months[-1]
    since = first.replace(year=first.year - back)
    until = last.replace(year=last.year - back)
    until = until.replace(day=monthrange(until.year, until.month)[1])
    return reverse("payments") + "?" + urlencode({"unit": row.unit.pk, "since": since, "until": until})


@allow(INCOME_READERS)
@require_safe
def fee_income(request: HttpRequest) -> HttpResponse:
    """Each unit's income against the same months of last year, with the flag of growth (T-65)."""
    form, period, rows = _growth(request)
    drawn = rows[:_MOST_DRAWN]
    series = [
        Series(str(period.year), [row.this for row in drawn]),
        Series(str(period.year - 1), [row.last for row in drawn]),
    ]
    chart = Chart(
        "income",
        _("Fee income by department"),
        labels=[row.unit.short_name for row in drawn],
        links=[_rows_behind(row) for row in drawn],
        series=series,
        unit=_("yuan"),
        sideways=True,
    )
    context = {
        "form": form,
        "period": period,
        "lines": [{"row": row, "this": _rows_behind(row), "last": _rows_behind(row, back=1)} for row in rows],
        "chart": chart,
        "through": rows[0].last_day if rows else None,
        "all": _sum(rows),
        "grown": sum(row.flagged for row in rows),
        "keeper": LIST_KEEPERS.includes(request.user),
    }
    return render(request, "fees/income.html", context)


def _sum(rows: list[Growth]) -> dict[str, Any]:
    this, last = sum((row.this for row in rows), ZERO), sum((row.last for row in rows), ZERO)
    return {"this": this, "last": last, "amount": this - last}


@allow(INCOME_READERS)
@require_safe
def fee_income_export(request: HttpRequest) -> HttpResponse:
    """The same as a sheet; the export is recorded."""
    assert isinstance(request.user, User)
    _form, period, rows = _growth(request)
    titles = [_("Charged for"), f"{period.year} ({_('yuan')})", f"{period.year - 1} ({_('yuan')})"]
    titles += [_("Growth (yuan)"), _("Growth in per cent"), _("Counted until"), _("Flag")]
    lines = [
        (
            row.unit.name,
            *(f"{amount:.2f}" for amount in (row.this, row.last, row.amount)),
            "" if row.percent is None else str(row.percent),
            row.last_day.isoformat(),
            _("grown") if row.flagged else "",
        )
        for row in rows
    ]
    asked = {"year": str(period.year), "span": period.span}
    record_export(actor=request.user, name="fee-income", rows=len(lines), filters=asked)
    return excel("fee-income", titles, lines)


@allow(LIST_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def past_income(request: HttpRequest) -> HttpResponse:
    """Bring in sums charged outside the portal: every fault with its row and column, or a proposal."""
    assert isinstance(request.user, User)
    form = PastSheetForm(request.POST, request.FILES) if request.method == "POST" else PastSheetForm()
    faults: list[Fault] = []
    if form.is_bound and form.is_valid():
        try:
            rows = read_sheet(form.cleaned_data["sheet"], heads=heads(), most=MOST_ROWS)
            _read, faults = read_past(rows, today=local_date(timezone.now()))
            if not faults:
                change = propose(
                    kind=KIND,
                    title=_("Income charged outside the portal"),
                    payload={"rows": rows},
                    ground=form.cleaned_data["ground"],
                    document=form.cleaned_data["document"],
                    actor=request.user,
                    demo=request.user.demo,
                )
                messages.success(request, _("The change is proposed. Another person decides on it."))
                return redirect("change", pk=change.pk)
            form.add_error("sheet", _("The sheet has faults. Nothing was changed."))
        except (UnreadableSheet, UnableToChange) as error:
            form.add_error("sheet", str(error))
    context = {"form": form, "faults": faults[:_MOST_FAULTS], "more_faults": max(0, len(faults) - _MOST_FAULTS)}
    return render(request, "fees/past_income.html", context, status=422 if form.is_bound else 200)


@allow(LIST_KEEPERS)
@require_safe
def past_income_template(request: HttpRequest) -> HttpResponse:
    """Hand out the empty sheet with the titles of the columns."""
    return excel("past-income-empty", heads(), [])
