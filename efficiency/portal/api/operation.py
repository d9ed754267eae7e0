"""What all operations have in common: who is asking, how often, and how answers are labelled."""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, AuthenticationFailed, Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from efficiency.audit.actions import act_through, nobody_between
from efficiency.common.access import Who
from efficiency.common.requests import address_of
from efficiency.integrators.models import Token
from efficiency.integrators.windows import WINDOW_SECONDS, Spent, spend
from efficiency.organization.models import User
from efficiency.portal.api.description import Described


class Refused(APIException):
    """The act is not possible as things stand; the detail is the sentence that the page would show."""

    status_code = 409
    default_detail = _("This is not possible as things stand.")
    default_code = "refused"


class Overloaded(APIException):
    """The act needed longer to reach its row than the judge waits, three times; nothing was stored."""

    status_code = 503
    default_detail = _("The portal is overloaded. Nothing was stored. Please try again in a minute.")
    default_code = "overloaded"
    wait = 60  # becomes Retry-After


class Unprocessable(APIException):
    """The key was used for something else before."""

    status_code = 422
    default_detail = _("This idempotency key was used before for something else. Take a new one.")
    default_code = "key-used"


class Operation(APIView):
    """One address of the API. `scope` is a Scope's value or OPEN; without one, tokens are refused."""

    who: Who
    scope: str
    problems: tuple[int, ...] = ()  # refusals that the document lists beside those of all operations
    schema = Described()
    http_method_names = ("get", "head", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer; entries name the token by which the caller acts, if he brings one."""
        with nobody_between():
            return super().dispatch(request, *args, **kwargs)

    def perform_authentication(self, request: Request) -> None:
        """Find out who asks and count the call, also that of somebody whose token opens nothing."""
        try:
            super().perform_authentication(request)
        except AuthenticationFailed:
            self._count(f"address {address_of(request)}", settings.API_CALLS_A_MINUTE_ADDRESS)
            raise
        if isinstance(request.auth, Token):
            act_through(token=request.auth.pk, system=request.auth.name)
        self._count(*_caller(request))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """Label the answer: what is left of the minute, and how long it may be kept (nowhere but at the caller)."""
        final = super().finalize_response(request, response, *args, **kwargs)
        spent: Spent | None = getattr(self, "spent", None)
        if spent is not None:
            final["RateLimit-Policy"] = f'"minute";q={spent.limit};w={WINDOW_SECONDS}'
            final["RateLimit"] = f'"minute";r={spent.left};t={spent.resets_in}'
        patch_vary_headers(final, ("Authorization", "Cookie", "Accept-Language"))
        is_reading = request.method in ("GET", "HEAD") and final.status_code == 200
        final.setdefault("Cache-Control", "private, no-cache" if is_reading else "no-store")
        if is_reading and isinstance(final, Response):
            final.add_post_render_callback(lambda rendered: _unless_known(request, rendered))
        return final

    def _count(self, caller: str, limit: int) -> None:
        self.spent = spend(caller=caller, limit=limit, now=timezone.now())
        if self.spent.over:
            raise Throttled(wait=self.spent.resets_in)


def caller_of(request: Request) -> str:
    """Whose idempotency keys these are: a token's, an account's, or the public's."""
    if isinstance(request.auth, Token):
        return f"token {request.auth.pk}"
    return f"account {request.user.pk}" if isinstance(request.user, User) else "public"


def actor_of(request: Request) -> User:
    """Who acts, in an operation that is declared for people with an account."""
    assert isinstance(request.user, User)
    return request.user


def _caller(request: Request) -> tuple[str, int]:
    caller = caller_of(request)
    if caller == "public":
        return f"address {address_of(request)}", settings.API_CALLS_A_MINUTE_ADDRESS
    return caller, settings.API_CALLS_A_MINUTE


def _unless_known(request: Request, rendered: HttpResponse) -> HttpResponse | HttpResponseNotModified | None:
    """Answer 304 to a caller who has this very answer."""
    etag = quote_etag(sha256(rendered.content).hexdigest()[:32])
    rendered["ETag"] = etag
    known: HttpResponse | None = get_conditional_response(request._request, etag=etag, response=rendered)
    return known
