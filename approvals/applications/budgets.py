"""How often an address may knock within an hour: to begin drafts, to send files, to try numbers and codes."""

from datetime import datetime

from approvals.applications.defined import AN_HOUR_DRAFTS, AN_HOUR_FILES, FAILURES
from approvals.applications.models import Budget
from efficiency.changes.settings import value_of
from efficiency.common.budgets import Budgets

_budgets = Budgets(Budget)


def may_begin(address: str, *, now: datetime | None = None) -> bool:
    """Count a draft begun; false where the hour is spent."""
    return _budgets.spend(what="draft", value=address, limit=value_of(AN_HOUR_DRAFTS, now), now=now)


def may_send(address: str, files: int, *, now: datetime | None = None) -> bool:
    """Count files sent; false where the hour is spent."""
    return _budgets.spend(what="file", value=address, limit=value_of(AN_HOUR_FILES, now), times=files, now=now)


def count_failure(address: str, *, now: datetime | None = None) -> None:
    """Count one wrong number or code."""
    _budgets.spend(what="failure", value=address, limit=value_of(FAILURES, now), now=now)


def is_refused(address: str, *, now: datetime | None = None) -> bool:
    """Tell whether an address has failed too often within this hour; counts nothing."""
    return _budgets.is_spent(what="failure", value=address, limit=value_of(FAILURES, now), now=now)


def forget(*, now: datetime | None = None) -> int:
    """Delete the rows that no limit asks for any more; return how many."""
    return _budgets.forget(now=now)
