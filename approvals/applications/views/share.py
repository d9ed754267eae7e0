"""The share of online applications against the city's target, and its export."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.applications.actions import record_export
from approvals.applications.defined import TARGET
from approvals.applications.rules import SHARE_READERS, sees_city
from approvals.applications.share import Share, Year, lines, months_so_far, share_of
from approvals.applications.staff_forms import YearForm
from efficiency.changes.settings import value_of
from efficiency.common.access import allow
from efficiency.common.charts import Chart, Series
from efficiency.common.lists import excel
from efficiency.common.moments import local_date
from efficiency.organization.models import Unit, User


def _years(request: HttpRequest) -> tuple[YearForm, Year, Year]:
    assert isinstance(request.user, User)
    form = YearForm.of_page(request.GET.get("of", ""))
    year, units = form.year(), None
    if not sees_city(request.user):
        units = list(Unit.objects.visible_to(request.user).values_list("pk", flat=True))
    return form, share_of(year, units=units), share_of(year - 1, units=units)


@allow(SHARE_READERS)
@require_safe
def share(request: HttpRequest) -> HttpResponse:
    """The city's share, month by month and by department; a head reads his own unit's."""
    form, this, last = _years(request)
    target = value_of(TARGET)
    months = months_so_far(this.year, local_date(timezone.now()))
    chart = Chart(
        "online-share",
        _("Online applications in per cent of all cases received"),
        labels=[f"{this.year}-{month:02d}" for month in months],
        series=[
            Series(str(this.year), [this.months.get(month, Share()).percent for month in months]),
            Series(str(last.year), [last.months.get(month, Share()).percent for month in months]),
        ],
        marks=[(_("target of the city"), target)],
        unit="%",
        kind="line",
        head=_("Month"),
    )
    rows = [{"row": row, "gap": row.this.from_target(target)} for row in lines(this, last)]
    context = {
        "form": form,
        "this": this,
        "last": last,
        "target": target,
        "gap": this.all.from_target(target),
        "chart": chart,
        "rows": rows,
        "query": request.GET.urlencode(),
    }
    return render(request, "applications/share.html", context)


@allow(SHARE_READERS)
@require_safe
def share_export(request: HttpRequest) -> HttpResponse:
    """Department by department and month by month as a sheet; the export is recorded."""
    assert isinstance(request.user, User)
    _form, this, last = _years(request)
    target = value_of(TARGET)
    heads = [_("Department"), _("Month"), _("Cases received"), _("Filed online"), _("Share in per cent"), _("Target")]
    found = []
    for line in lines(this, last):
        months = [(str(month), this.cells[line.unit.pk, month]) for month in range(1, 13)]
        found += [(line.unit.name, month, cell) for month, cell in months if cell.received]
        found.append((line.unit.name, _("whole year"), line.this))
    found.append((_("All departments"), _("whole year"), this.all))
    rows = [(name, month, cell.received, cell.online, _said(cell), target) for name, month, cell in found]
    record_export(actor=request.user, rows=len(rows), filters={"year": str(this.year)})
    return excel("online-share", heads, rows)


def _said(share: Share) -> str:
    return "" if share.percent is None else str(share.percent)
