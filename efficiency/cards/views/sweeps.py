"""The judge's own page: its runs, its refusals, and the clocks it could not judge."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from efficiency.cards.board import last_check
from efficiency.cards.faults import UnableToLookAgain, look_again
from efficiency.cards.models import ClockFault, SweepRun
from efficiency.cards.rules import WATCHERS
from efficiency.common.access import allow
from efficiency.common.lists import BadCursor, page

MOST_FAULTS = 200


@allow(WATCHERS)
@require_safe
def sweeps(request: HttpRequest) -> HttpResponse:
    """Show the runs that found work, failed or were refused, and the open faults."""
    runs, order = SweepRun.objects.all(), ["-pk"]
    try:
        found = page(runs, order=order, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    except BadCursor:
        found = page(runs, order=order)
    faults = ClockFault.objects.filter(solved_at=None).select_related("clock__matter")[:MOST_FAULTS]
    context = {"pages": found, "faults": list(faults), "check": last_check(timezone.now())}
    return render(request, "cards/sweeps.html", context)


@allow(WATCHERS)
@require_POST
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the judge to look at a clock again now."""
    fault = get_object_or_404(ClockFault, pk=pk)
    try:
        look_again(fault=fault, actor=request.user)
    except UnableToLookAgain as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The next sweep looks at this clock again."))
    return redirect("sweeps")
