"""Who has shown number and code, for an hour, in his own browser's session."""

from django.http import HttpRequest
from django.utils import timezone

from approvals.applications.models import Application
from approvals.models import Case
from efficiency.common.keys import query_code_digest

_GRANTED = "applications"
_SECONDS = 60 * 60
_EARLIER = "applications-earlier"


def grant(request: HttpRequest, number: str) -> None:
    """Let this browser work on a draft, or on what a case still lacks; those whose hour is over are forgotten."""
    now = timezone.now().timestamp()
    kept = {known: until for known, until in request.session.get(_GRANTED, {}).items() if until > now}
    request.session[_GRANTED] = kept | {number: now + _SECONDS}


def is_granted(request: HttpRequest, number: str) -> bool:
    """Number and code were shown within the hour."""
    until: float = request.session.get(_GRANTED, {}).get(number, 0)
    return until > timezone.now().timestamp()


def revoke(request: HttpRequest, number: str) -> None:
    """Close it again: on a phone that others use."""
    kept = dict(request.session.get(_GRANTED, {}))
    kept.pop(number, None)
    request.session[_GRANTED] = kept


def use_earlier(request: HttpRequest, number: str) -> None:
    """The applicant has shown number and code of an earlier case, to use its details again."""
    grant(request, number)
    request.session[_EARLIER] = number


def earlier_case(request: HttpRequest) -> Case | None:
    """The earlier case whose details may be offered in this browser."""
    number = str(request.session.get(_EARLIER, ""))
    if not number or not is_granted(request, number):
        return None
    rows = Case.objects.exclude(applicant=None).select_related("matter", "item")
    return rows.filter(matter__reference=number).first()


def draft_for(number: str, code: str) -> Application | None:
    """The draft, or what became of it, where number and code belong together: one indexed question."""
    rows = Application.objects.filter(code_digest=query_code_digest(code), number=number)
    return rows.select_related("item__unit", "case__matter").first()


def case_for(number: str, code: str) -> Case | None:
    """The case where number and code belong together."""
    rows = Case.objects.filter(code_digest=query_code_digest(code), matter__reference=number)
    return rows.select_related("matter", "item").first()
