"""Pages for everybody, and the page that shows all components to those who build."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from efficiency.common.access import ANYONE, allow, holders_of


@allow(ANYONE)
def front(request: HttpRequest) -> HttpResponse:
    """The public front door."""
    return render(request, "portal/front.html")


@allow(ANYONE)
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "portal/accessibility.html")


@allow(holders_of("office", "sysadmin"))
def components(request: HttpRequest) -> HttpResponse:
    """Every component in all its states."""
    return render(request, "portal/components.html")
