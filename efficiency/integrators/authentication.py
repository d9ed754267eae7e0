"""`Authorization: Bearer …`: the account that another system works for."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission

from efficiency.common.moments import local_date
from efficiency.integrators.actions import digest_of
from efficiency.integrators.models import Token
from efficiency.integrators.scopes import OPEN
from efficiency.organization.models import User

if TYPE_CHECKING:  # the framework's views import this module's classes by name
    from rest_framework.request import Request
    from rest_framework.views import APIView

_REFUSED = _("This token opens nothing: it is unknown, revoked or expired, or its account is disabled.")


class BearerToken(BaseAuthentication):
    """Reads the token anew for each request, so that what was revoked is dead on the next one."""

    def authenticate(self, request: "Request") -> tuple[User, Token] | None:
        """The acting account and the token; None where no token was sent. One answer for all that is refused."""
        scheme, _space, secret = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        now = timezone.now()
        digest = digest_of(secret.strip().decode("utf-8", "replace"))
        token = Token.objects.select_related("account__unit", "unit").filter(digest=digest).first()
        if token is None or not token.lets_in(now):
            raise AuthenticationFailed(_REFUSED)
        _note_use(token, now)
        return token.account, token

    def authenticate_header(self, request: "Request") -> str:
        """What a refused caller is told to bring."""
        return 'Bearer realm="api"'


class InScope(BasePermission):
    """A token does what it holds a scope for; an operation that names no scope is closed to tokens."""

    message = _("This token does not hold the scope that the operation asks for.")

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        """Let sessions through: theirs is the declaration of `who` alone."""
        if not isinstance(request.auth, Token):
            return True
        scope = getattr(view, "scope", None)
        return scope == OPEN or (isinstance(scope, str) and request.auth.holds(scope))


def _note_use(token: Token, now: datetime) -> None:
    """Keep the day of the last use: one write a token and day."""
    today = local_date(now)
    if token.last_used_on != today:
        Token.objects.filter(pk=token.pk).update(last_used_on=today)
