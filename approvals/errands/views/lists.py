"""The agents' list with what to do next, and its export."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.errands.actions import record_export
from approvals.errands.forms import ErrandFilter
from approvals.errands.kinds import OPEN
from approvals.errands.models import Errand
from approvals.errands.querysets import ErrandQuerySet
from approvals.errands.rules import READERS, may_run
from efficiency.common.access import allow
from efficiency.common.lists import excel
from efficiency.common.moments import SHANGHAI, database_now, local_date
from efficiency.organization.models import User
from efficiency.organization.views.answers import actor, part

_OLDEST, _NEWEST = ("taken_in_at", "pk"), ("-taken_in_at", "-pk")
_MOST = 5000


@allow(READERS)
@require_safe
def errands(request: HttpRequest) -> HttpResponse:
    """Errands with the next step of each; those of the own room, or brought to the own window."""
    user = actor(request)
    form, rows, order = _asked(request, user)
    context = {
        "form": form,
        "page": part(request, rows, order),
        "runs": may_run(user),
        "today": local_date(database_now()),
        "query": request.GET.urlencode(),
    }
    return render(request, "errands/errands.html", context)


def _asked(request: HttpRequest, user: User) -> tuple[ErrandFilter, ErrandQuerySet, tuple[str, ...]]:
    form = ErrandFilter(request.GET)
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = Errand.objects.visible_to(user).select_related("agent", "unit", "to_unit", "item", "case__matter")
    if given.get("mine"):
        rows = rows.filter(agent=user)
    if given.get("show") == ErrandFilter.ENDED:
        return form, rows.exclude(state__in=OPEN), _NEWEST
    if given.get("show") == ErrandFilter.BROUGHT:
        return form, rows.at_window(user), _OLDEST
    return form, rows.open(), _OLDEST


@allow(READERS)
@require_safe
def errands_export(request: HttpRequest) -> HttpResponse:
    """The same list as an Excel file, without names of applicants; the export is recorded."""
    user = actor(request)
    form, rows, order = _asked(request, user)
    found = list(rows.order_by(*order)[:_MOST])
    shown = form.cleaned_data.get("show", "") if form.is_valid() else ""
    record_export(actor=user, rows=len(found), show=shown)
    heads = [_("Number"), _("Item"), _("Agent"), _("Room"), _("Window"), _("Taken"), _("State"), _("Next"), _("Case")]
    cells = [
        (
            errand.number,
            errand.item.name,
            errand.agent.display_name,
            errand.unit.name,
            errand.to_unit.name,
            f"{errand.taken_in_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            errand.get_state_display(),
            errand.step.label,
            errand.case.matter.reference if errand.case else "",
        )
        for errand in found
    ]
    return excel("errands", heads, cells)
