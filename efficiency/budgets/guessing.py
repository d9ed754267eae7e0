"""Pages that open to a number with its query code: one budget of wrong ones an hour for all of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from efficiency.budgets.actions import is_spent, spend
from efficiency.budgets.defined import TRACKING_FAILURES
from efficiency.changes.settings import value_of
from efficiency.common.requests import address_of

_WHAT = "track"


def refused(request: HttpRequest) -> HttpResponse | None:
    """The answer to whoever was wrong too often within this hour, and None to everybody else; counts nothing."""
    if is_spent(what=_WHAT, value=address_of(request), limit=value_of(TRACKING_FAILURES)):
        return render(request, "components/later.html", status=429)
    return None


def count_failure(request: HttpRequest) -> None:
    """Count that a number and code did not belong together."""
    spend(what=_WHAT, value=address_of(request), limit=value_of(TRACKING_FAILURES))
