"""The list of the hotline and of the units, and its Excel file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints import actions, listing
from complaints.models import Complaint
from complaints.rules import EXPORTERS, READERS
from complaints.staff_forms import ListForm
from efficiency.clocks.kinds import LimitUnit
from efficiency.clocks.models import Clock
from efficiency.clocks.templatetags.clocks import last_day
from efficiency.common.access import allow
from efficiency.common.lists import excel
from efficiency.common.moments import SHANGHAI
from efficiency.organization.models import User
from efficiency.organization.roles import Role

_MOST_EXPORTED = 5000


@allow(READERS)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, by the clock that runs; older things newest first."""
    assert isinstance(request.user, User)  # READERS
    tab, words, form = _asked(request)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    rows, cut = listing.listed(request.user, tab=tab, words=words, after=after, before=before)
    context = {
        "rows": rows,
        "page": cut,
        "form": form,
        "heads": _heads(),
        "tab": tab,
        "is_hotline": request.user.holds(Role.OPERATOR),
        "may_export": EXPORTERS.includes(request.user),
    }
    return render(request, "complaints/desk.html", context)


@allow(EXPORTERS)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The list as an Excel file; names nobody, and the export is recorded."""
    assert isinstance(request.user, User)  # EXPORTERS
    tab, words, _form = _asked(request)
    rows = listing.exported(request.user, tab=tab, words=words, most=_MOST_EXPORTED)
    actions.record_export(rows=len(rows), state=tab, searched=bool(words), actor=request.user)
    now = timezone.now()
    heads = [_("number"), _("matter"), _("kind"), _("state"), _("unit"), _("filed at"), _("due"), _("late")]
    return excel("complaints", heads, (_cells(row, now) for row in rows))


def _cells(row: listing.Row, now: Any) -> list[object]:
    complaint: Complaint = row.complaint
    late = row.clock is not None and row.clock.is_late(now)
    return [
        complaint.matter.reference,
        complaint.matter.title,
        complaint.get_kind_display(),
        complaint.get_state_display(),
        complaint.matter.unit.name,
        f"{complaint.filed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        _due(row.clock) if row.clock else "",
        _("yes") if late else "",
    ]


def _due(clock: Clock) -> str:
    """The last day, or for a limit in hours the moment: a stored midnight belongs to the day before it."""
    if clock.limit_unit == LimitUnit.WORKING_HOURS:
        return f"{clock.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return last_day(clock).isoformat()


def _asked(request: HttpRequest) -> tuple[str, str, ListForm]:
    """The filters of the address; what is not offered counts as not asked."""
    tabs = listing.tabs_for(request.user)
    data = request.GET.copy()
    if data.get("state") not in dict(tabs):
        data["state"] = tabs[0][0]
    form = ListForm(data, tabs=tabs)
    words = form.cleaned_data.get("q", "").strip() if form.is_valid() else ""
    return form.data["state"], words, form


def _heads() -> list[tuple[str, str]]:
    return [
        (_("Number"), ""),
        (_("Matter"), ""),
        (_("State"), ""),
        (_("With"), ""),
        (_("Handler"), ""),
        (_("Left"), ""),
    ]
