"""The home of everybody who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from efficiency.common.access import SIGNED_IN, allow


@allow(SIGNED_IN)
def desk(request: HttpRequest) -> HttpResponse:
    """What must I do now?"""
    return render(request, "portal/desk.html")
