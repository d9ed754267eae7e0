"""How often an address may send a wrong number or code within an hour."""

from datetime import datetime

from approvals.ratings.defined import FAILURES
from approvals.ratings.models import Attempt
from efficiency.changes.settings import value_of
from efficiency.common.budgets import Budgets

_budgets = Budgets(Attempt)


def count_failure(address: str, *, now: datetime | None = None) -> None:
    """Count one failed attempt."""
    _budgets.spend(what="rate", value=address, limit=value_of(FAILURES, now), now=now)


def is_refused(address: str, *, now: datetime | None = None) -> bool:
    """Tell whether an address has failed too often within this hour; counts nothing."""
    return _budgets.is_spent(what="rate", value=address, limit=value_of(FAILURES, now), now=now)


def forget(*, now: datetime | None = None) -> int:
    """Delete the rows that no limit asks for any more; return how many."""
    return _budgets.forget(now=now)
