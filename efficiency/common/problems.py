"""Refusals of the API as problem details (RFC 9457), whoever refuses: a view, the router or a middleware."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from rest_framework.response import Response
from rest_framework.views import exception_handler

PROBLEM = "application/problem+json"
_API = "/api/"
_MOST_NAMED = 30  # faults told of one request
_LONGEST = 300  # signs of a sentence that repeats what was sent


def is_api(request: HttpRequest) -> bool:
    """Tell whether a program asks, which reads no page."""
    return request.path.startswith(_API)


def problem(status: int, detail: str) -> HttpResponse:
    """The problem document for what no view of the API answers."""
    return JsonResponse(
        described(status, detail), status=status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False}
    )


def described(status: int, detail: str, errors: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """The members of a problem: `errors` has the sentences for each faulty name."""
    members: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return members | {"errors": errors} if errors is not None else members


def as_problem(exception: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an exception of an API view; None where it is no refusal but a fault."""
    response = exception_handler(exception, context)
    if response is None:
        return None
    detail = response.data
    if isinstance(detail, dict) and set(detail) == {"detail"} and not isinstance(detail["detail"], list):
        response.data = described(response.status_code, _clean(detail["detail"]))
    else:
        errors = detail if isinstance(detail, dict) else {"": detail}
        told = {_clean(name): _sentences(found) for name, found in list(errors.items())[:_MOST_NAMED]}
        response.data = described(response.status_code, _("What was sent is not right: see “errors”."), told)
    response.content_type = PROBLEM
    return response


def _sentences(found: Any) -> list[str]:
    """All sentences of a field, however deep they lie."""
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, list | tuple):
        return [sentence for part in found[:_MOST_NAMED] for sentence in _sentences(part)][:_MOST_NAMED]
    return [_clean(found)]


def _clean(text: object) -> str:
    """What can be sent: a sentence may repeat half a sign, or very much, of what came in."""
    return str(text)[:_LONGEST].encode("utf-8", "replace").decode()
