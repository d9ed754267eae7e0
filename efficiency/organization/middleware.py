"""Between the session and the rooms: who was away too long is signed out, who must prove himself is asked."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from efficiency.common.access import declared
from efficiency.organization.actions import note_presence
from efficiency.organization.models import User
from efficiency.organization.rules import needs_second_factor

SEEN = "seen_at"
PROVED = "proved_at"
VISIT = "visit"
SIGNED_OUT_IDLE = "signed_out_idle"


class IdleTimeout:
    """End a session in which nothing happened for IDLE_TIMEOUT (T-81).

    The request goes on as an anonymous one: a public page is shown, any other leads to the
    sign-in page, which says what happened. The moment is written at most once a minute. A list
    that refreshes itself (X-Live) is nobody's act and keeps no session alive.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out or note the moment, then pass on."""
        if SESSION_KEY in request.session:
            moment = timezone.now()
            now = int(moment.timestamp())
            seen = request.session.get(SEEN, now)
            if now - seen > settings.IDLE_TIMEOUT.total_seconds():
                logout(request)
                request.session[SIGNED_OUT_IDLE] = True
            elif SEEN not in request.session or (now - seen >= 60 and "X-Live" not in request.headers):
                request.session[SEEN] = now
                if VISIT in request.session:
                    note_presence(visit=request.session[VISIT], now=moment)
        return self.get_response(request)


class SecondFactor:
    """Open nothing but public pages to a session that lacks the code its owner's roles ask for.

    At the door the code is asked before the session begins; this holds for a session that began
    before its owner got such a role.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the decision falls in process_view, once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Lead to the code where one is missing."""
        user = request.user
        if not settings.SECOND_FACTOR_ROLES or not isinstance(user, User) or PROVED in request.session:
            return None
        who = declared(view)
        if who is None or who.public or not needs_second_factor(user):
            return None
        if request.path.startswith("/api/"):
            problem = {"type": "about:blank", "title": "Second factor", "status": 403, "detail": _("Give your code.")}
            return JsonResponse(problem, status=403, content_type="application/problem+json")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return redirect("login-code")
