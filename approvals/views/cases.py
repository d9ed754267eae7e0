"""The list of cases by days left, and its export."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from approvals.actions import record_export
from approvals.forms import CaseFilter
from approvals.listing import export_lines, lines
from approvals.rules import CASE_READERS, COUNTER
from efficiency.common.access import allow
from efficiency.common.lists import excel
from efficiency.common.moments import SHANGHAI, database_now
from efficiency.organization.models import User

_EXPORT_AT_MOST = 10_000


def _filters(request: HttpRequest) -> tuple[CaseFilter, dict[str, Any]]:
    form = CaseFilter(request.GET)
    return form, form.cleaned_data if form.is_valid() else {}


@allow(CASE_READERS)
def cases(request: HttpRequest) -> HttpResponse:
    """Open cases by days left; ended ones by filter."""
    form, filters = _filters(request)
    now = database_now()
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    context = {
        "form": form,
        "page": lines(request.user, filters, now=now, after=after, before=before),
        "counter": COUNTER.includes(request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "approvals/cases.html", context)


@allow(CASE_READERS)
def cases_export(request: HttpRequest) -> HttpResponse:
    """The same list as an Excel file, without applicants; the export is recorded."""
    assert isinstance(request.user, User)
    _form, filters = _filters(request)
    found = export_lines(request.user, filters, now=database_now(), at_most=_EXPORT_AT_MOST)
    heads = [_("Number"), _("Item"), _("Department"), _("State"), _("Received"), _("Accepted"), _("Finished"), _("Due")]
    rows = [
        (
            line.case.matter.reference,
            line.case.item.name,
            line.case.matter.unit.name,
            line.case.get_state_display(),
            *(_moment(at) for at in (line.case.received_at, line.case.accepted_at, line.case.finished_at)),
            _moment(line.clock.due_at) if line.clock else "",
        )
        for line in found
    ]
    # Searched words may be somebody's name; an entry stands for ever.
    kept = {name: "…" if name == "q" else str(value) for name, value in filters.items() if value}
    record_export(actor=request.user, rows=len(rows), filters=kept)
    return excel("cases", heads, rows)


def _moment(moment: Any) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if moment else ""
