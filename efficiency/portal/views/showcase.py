"""The page on which every component is looked at."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from efficiency.common.access import allow, holders_of
from efficiency.portal.showcase import samples


@allow(holders_of("office", "sysadmin"))
def components(request: HttpRequest) -> HttpResponse:
    """Every component in all its states."""
    return render(request, "portal/components.html", samples())
