"""Between the server and the rooms: outages told honestly, undeclared pages refused."""

import logging
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import bad_request, page_not_found, server_error
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

from efficiency.common.access import declared
from efficiency.common.moments import TooSlow
from efficiency.common.problems import is_api, problem

logger = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]
# An act that was too slow three times has stored nothing either.
_AWAY = (OperationalError, InterfaceError, TooSlow)


class HonestOutage:
    """When the database is away, say so with 503; never show a number that was not stored.

    Errors of a view arrive here; those of another middleware (session, user) at `failed`.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or answer 503 when the database cannot be reached."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a lost database into an honest page."""
        if isinstance(exception, _AWAY):
            logger.error("database away on %s", request.path, exc_info=exception)
            return outage(request)
        return None


def failed(request: HttpRequest) -> HttpResponse:
    """Answer an error that no view's own handling caught: 503 where the database is away, else 500."""
    if isinstance(sys.exception(), _AWAY):
        return outage(request)
    if is_api(request):
        return problem(500, _("Something went wrong here. It has been noted."))
    return server_error(request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return problem(404, _("There is nothing here.")) if is_api(request) else page_not_found(request, exception)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what no view can read."""
    return problem(400, _("This request cannot be read.")) if is_api(request) else bad_request(request, exception)


def outage(request: HttpRequest) -> HttpResponse:
    """The answer while the database is away: needs no database, no session, no user."""
    if is_api(request):
        response = problem(503, _("The database is away. Nothing was stored. Please try again in a minute."))
    else:
        response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = "60"
    return response


class ForwardedAddress:
    """Behind our own proxy, a visitor's address is the one the proxy saw: the last it appended.

    Without this the lockout and the public form's budgets would take all visitors for one.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, with the visitor's address in place of the proxy's."""
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if settings.BEHIND_PROXY and forwarded:
            request.META["REMOTE_ADDR"] = forwarded
        return self.get_response(request)


class NoNulSigns:
    """Refuse a NUL sign in address, query or cookie: PostgreSQL takes no such text. Forms refuse it themselves."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, or answer 400."""
        sent = (request.path, unquote(request.META.get("QUERY_STRING", "")), *request.COOKIES.values())
        if any("\0" in text for text in sent):
            raise BadRequest("NUL sign")
        return self.get_response(request)


class DenyByDefault:
    """Refuse every view that does not declare who may, and everyone it does not name."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the decision falls in process_view, once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let in, send to the sign-in page, or refuse."""
        who = declared(view)
        if who is not None and who.includes(request.user):
            return None
        if who is not None and not request.user.is_authenticated and request.headers.get("HX-Request"):
            # A part of a page asks: the page is loaded anew, or the sign-in page would be put into its place.
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        if who is not None and not request.user.is_authenticated and not request.path.startswith("/api/"):
            return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?next={quote(request.get_full_path())}")
        if request.path.startswith("/api/"):
            return None  # the API's own permission class refuses, with a problem document
        raise PermissionDenied


class ManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # the package is untyped
    """Hashed static files. Source maps are not shipped, so comments naming them are left alone."""

    patterns = tuple(
        (ending, tuple(p for p in patterns if "sourceMappingURL" not in (p if isinstance(p, str) else p[0])))
        for ending, patterns in CompressedManifestStaticFilesStorage.patterns
    )

    def create_compressor(self, **options: Any) -> Compressor:
        """Gzip alone: brotli, which another package brings along, takes a quarter of a minute at every first start."""
        return Compressor(use_brotli=False, **options)
