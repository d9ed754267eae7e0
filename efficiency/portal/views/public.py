"""Pages for everybody."""

import re
import unicodedata
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from efficiency.common.access import ANYONE, allow
from efficiency.portal.promises import recent_month

# TS-261009-123456, with or without its strokes; a case's number begins with BJ.
_NUMBER = re.compile(r"([A-Z]{2})[-\s]?(\d{6})[-\s]?(\d{6})")


@allow(ANYONE)
def front(request: HttpRequest) -> HttpResponse:
    """The public front door: search, three ways in, this month's promises."""
    return render(request, "portal/front.html", {"month": recent_month(timezone.now())})


@allow(ANYONE)
def search(request: HttpRequest) -> HttpResponse:
    """One search for all: a progress number leads to its progress, anything else to the catalogue."""
    words = request.GET.get("q", "")[:100]
    number = _NUMBER.fullmatch(unicodedata.normalize("NFKC", words).strip().upper())
    if number is None:
        return redirect(f"{reverse('items')}?{urlencode({'q': words})}")
    door = "case_progress" if number[1] == "BJ" else "track"
    return redirect(f"{reverse(door)}?{urlencode({'number': '-'.join(number.groups())})}")


@allow(ANYONE)
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "portal/accessibility.html")
