"""Between the right password and the desk: whoever needs a second factor proves himself first."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from efficiency.organization import actions
from efficiency.organization.middleware import PROVED, VISIT
from efficiency.organization.models import SecondFactor, User
from efficiency.organization.rules import needs_second_factor

PENDING = "proves_himself"
NEXT = "next_path"
BACKEND = "django.contrib.auth.backends.ModelBackend"
# A right password waits no longer than this for its code, and a code opens what asks for a fresh one no longer.
FRESH_SECONDS = 600
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def after_password(request: HttpRequest, user: User, path: str) -> HttpResponse:
    """Lead whoever gave the right password to his code, to setting one up, or in."""
    request.session[NEXT] = path
    has_factor = SecondFactor.objects.filter(user=user).exists()
    if not has_factor and not needs_second_factor(user):
        enter(request, user, proved=False)
        return HttpResponseRedirect(path)
    request.session[PENDING] = [user.pk, user.get_session_auth_hash(), _now()]
    return redirect("login-code" if has_factor else "factor")


def enter(request: HttpRequest, user: User, *, proved: bool) -> str:
    """Begin the session and return where to go."""
    path = request.session.pop(NEXT, "") or resolve_url(settings.LOGIN_REDIRECT_URL)
    request.session.pop(PENDING, None)
    login(request, user, backend=BACKEND)
    if proved:
        request.session[PROVED] = _now()
    device = device_of(request.META.get("HTTP_USER_AGENT", ""))
    request.session[VISIT] = actions.note_sign_in(user=user, device=device, second_factor=proved).pk
    return str(path)


def pending(request: HttpRequest) -> User | None:
    """Whoever gave the right password a moment ago and is not in yet."""
    pk, digest, since = request.session.get(PENDING, (None, "", 0))
    if _now() - since > FRESH_SECONDS:
        return None
    user = User.objects.able().filter(pk=pk).first()
    return user if user and constant_time_compare(user.get_session_auth_hash(), digest) else None


def who_proves(request: HttpRequest) -> User | None:
    """Whose code is asked for: the one who is signed in, else the one who gave his password."""
    return request.user if isinstance(request.user, User) else pending(request)


def proved_lately(request: HttpRequest) -> bool:
    """Tell whether a code was given in this session within the last minutes."""
    given: Any = request.session.get(PROVED, 0)
    return bool(_now() - given <= FRESH_SECONDS)


def device_of(agent: str) -> str:
    """Browser and system in two words, as people know them; nothing that tells one phone from another."""
    found = [next((name for sign, name in kinds if sign in agent), "") for kinds in (_BROWSERS, _SYSTEMS)]
    return " · ".join(name for name in found if name)


def _now() -> int:
    return int(timezone.now().timestamp())
