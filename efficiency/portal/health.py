"""Does everything stand that the portal stands on? Each question has a yes or a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from efficiency.cards.models import SweepRun


@dataclass(frozen=True)
class Finding:
    """The answer to one question; `reason` is empty where all is well."""

    name: str
    reason: str = ""

    @property
    def good(self) -> bool:
        """Nothing to complain of."""
        return not self.reason


def database() -> Finding:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError) as error:
        return Finding("database", f"does not answer: {type(error).__name__}")
    return Finding("database")


def last_good_sweep() -> datetime | None:
    """When the judge last finished without being refused."""
    good = SweepRun.objects.filter(refusal="", finished_at__isnull=False).order_by("-finished_at")
    return good.values_list("finished_at", flat=True).first()


def longest_silence() -> timedelta:
    """Two periods: a sweep older than this is missing."""
    return 2 * settings.SWEEP_EVERY


def sweep(now: datetime | None = None) -> Finding:
    """The judge has looked within two periods."""
    now = now or timezone.now()
    try:
        last = last_good_sweep()
    except (DatabaseError, InterfaceError) as error:
        return Finding("sweep", f"unknown, the database does not answer: {type(error).__name__}")
    if last is None:
        return Finding("sweep", "no sweep has finished yet")
    age = now - last
    if age > longest_silence():
        return Finding("sweep", f"the last good sweep finished {int(age.total_seconds())} s ago")
    return Finding("sweep")


def broker() -> Finding:
    """The queue can be reached within two seconds."""
    try:
        with current_app.connection_for_write() as link:
            link.ensure_connection(max_retries=1, timeout=2, interval_start=0, interval_step=0)
    except Exception as error:  # every transport raises its own; none may pass as good health
        return Finding("broker", f"cannot be reached: {type(error).__name__}")
    return Finding("broker")


QUESTIONS: tuple[Callable[[], Finding], ...] = (database, sweep, broker)


def findings() -> list[Finding]:
    """Ask every question."""
    return [question() for question in QUESTIONS]
