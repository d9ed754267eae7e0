"""The tablet of a window, and what its clerk does with it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from approvals.models import Case
from approvals.qr import qr_code
from approvals.ratings.actions.giving import UnableToRate
from approvals.ratings.actions.tablets import clear_tablet, offer_on_tablet, set_up_tablet, shown_case, tablet_of
from approvals.ratings.kinds import Channel
from approvals.ratings.models import Tablet
from approvals.ratings.rules import COUNTER, may_rate
from approvals.ratings.views.public import answer, for_guests_only
from efficiency.common.access import ANYONE, allow
from efficiency.organization.views.answers import actor


@allow(ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tablet(request: HttpRequest, token: str) -> HttpResponse:
    """What lies on the counter: the service of this moment with five large buttons, or a greeting."""
    if not may_rate(request.user):
        return for_guests_only(request)
    found = tablet_of(token)
    if found is None:
        raise Http404
    case = shown_case(found, timezone.now())
    if request.headers.get("HX-Request"):  # the greeting asks now and then whether something is shown
        answered = HttpResponse(status=204)
        if case is not None:
            answered["HX-Refresh"] = "true"
        return answered
    if case is None:
        return render(request, "ratings/tablet.html", {"idle": True})
    response = answer(request, case, Channel.TABLET, "ratings/tablet.html")
    if request.method == "POST" and response.status_code in (200, 409):
        clear_tablet(tablet=found)
    return response


@allow(COUNTER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_tablet(request: HttpRequest) -> HttpResponse:
    """Set up the own tablet: its address is shown once, as a QR code for the tablet's camera."""
    address = ""
    if request.method == "POST":
        token = set_up_tablet(actor=actor(request))
        address = request.build_absolute_uri(reverse("rate_tablet", args=[token]))
    context = {
        "address": address,
        "qr": qr_code(address) if address else "",
        "has_one": Tablet.objects.filter(clerk=actor(request)).exists(),
    }
    return render(request, "ratings/my_tablet.html", context)


@allow(COUNTER)
@require_POST
def offer(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a case on the own tablet."""
    case = get_object_or_404(Case.objects.visible_to(request.user), matter__reference=reference)
    try:
        offer_on_tablet(case=case, actor=actor(request))
    except UnableToRate as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The tablet shows this service now, for five minutes."))
    return redirect("case", reference)
