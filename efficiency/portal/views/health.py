"""Is the portal alive, may it be sent visitors, and does the judge still look?"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from efficiency.cards.models import ClockFault, SweepRun
from efficiency.common.access import ANYONE, allow, holders_of
from efficiency.common.lists import BadCursor
from efficiency.common.lists import page as cut
from efficiency.notifications.models import Notice
from efficiency.portal.blocks import capped
from efficiency.portal.health import findings, last_good_sweep, longest_silence
from efficiency.portal.navigation import may_see


@allow(ANYONE)
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return JsonResponse({"status": "alive"})


@allow(ANYONE)
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Whether visitors may be sent here: 503 with the reasons where they may not; in English, for programs."""
    with override("en"):
        found = findings()
    good = all(finding.good or not finding.blocks for finding in found)
    body = {
        "status": "ready" if good else "not ready",
        "checks": {finding.name: finding.reason or "good" for finding in found},
    }
    return JsonResponse(body, status=200 if good else 503)


@allow(holders_of("sysadmin", "office"))
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The health of the portal, and the latest runs of the judge."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    runs = SweepRun.objects.all()
    try:
        runs_page = cut(runs, order=["-pk"], after=after, before=before)
    except BadCursor:
        runs_page = cut(runs, order=["-pk"])
    context = {
        "findings": findings(),
        "last": last_good_sweep(),
        "now": timezone.now(),
        "silence": int(longest_silence().total_seconds()),
        "faults": capped(ClockFault.objects.filter(solved_at=None)),
        "failed": capped(Notice.objects.failed()),
        "page": runs_page,
        "may_see_failed": may_see("notices-failed", request.user),
    }
    return render(request, "portal/health.html", context)
