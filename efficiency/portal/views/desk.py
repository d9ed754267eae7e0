"""The home of everybody who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from efficiency.common.access import SIGNED_IN, allow
from efficiency.portal.desks import desks_of


@allow(SIGNED_IN)
def desk(request: HttpRequest) -> HttpResponse:
    """What must I do now?"""
    now = timezone.now()
    return render(request, "portal/desk.html", {"desks": desks_of(request.user, now), "now": now})
