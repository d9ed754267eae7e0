"""Is the portal alive, may it be sent visitors, and does the judge still look?"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from efficiency.common.access import ANYONE, allow, holders_of


@allow(ANYONE)
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return JsonResponse({"status": "alive"})


@allow(ANYONE)
def ready(request: HttpRequest) -> HttpResponse:
    """Everything that the portal stands on is there."""
    return JsonResponse({"status": "ready"})


@allow(holders_of("sysadmin", "office"))
def page(request: HttpRequest) -> HttpResponse:
    """The health of the portal, for people."""
    return render(request, "portal/health.html")
