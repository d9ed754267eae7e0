"""Between the session and the rooms: who has been away too long is signed out."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SEEN = "seen_at"
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
            now = int(timezone.now().timestamp())
            seen = request.session.get(SEEN, now)
            if now - seen > settings.IDLE_TIMEOUT.total_seconds():
                logout(request)
                request.session[SIGNED_OUT_IDLE] = True
            elif SEEN not in request.session or (now - seen >= 60 and "X-Live" not in request.headers):
                request.session[SEEN] = now
        return self.get_response(request)
