"""Does everything stand that the portal stands on? Each question has a yes or a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from efficiency.audit import watch
from efficiency.cards.models import Reconciliation, SweepRun
from efficiency.cards.reconciliation import troubles, waiting_for
from efficiency.common.moments import database_now, local_date
from efficiency.workdays.current import current_calendar
from efficiency.workdays.missing import missing_year

# A quick look runs every ten minutes; two of them and the time they take may be missing.
LONGEST_UNCOMPARED = timedelta(minutes=25)


@dataclass(frozen=True)
class Finding:
    """The answer to one question; `reason` is empty where all is well.

    What is no reason to keep visitors away does not `block`: it only shows and is reported.
    """

    name: str
    reason: str = ""
    blocks: bool = True
    grave: bool = True  # False: a thing to be done in time, not a fault

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
        return Finding("database", _("does not answer: %(error)s") % {"error": type(error).__name__})
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
        return Finding("sweep", _("unknown, the database does not answer: %(error)s") % {"error": type(error).__name__})
    if last is None:
        return Finding("sweep", _("no sweep has finished yet"))
    age = now - last
    if age > longest_silence():
        return Finding(
            "sweep", _("the last good sweep finished %(seconds)s s ago") % {"seconds": int(age.total_seconds())}
        )
    return Finding("sweep")


def reconciliation(now: datetime | None = None) -> Finding:
    """Every card is there, none too many, and the judge is not behind."""
    reason = ""
    try:
        now = now or database_now()
        newest = Reconciliation.objects.values_list("finished_at", flat=True).first()
        lag = waiting_for(now)
        found = troubles()
        if found:
            reason = _("%(number)s cards are missing or too many") % {"number": len(found)}
        elif lag > longest_silence():
            reason = _("a clock has waited for the judge for %(seconds)s s") % {"seconds": int(lag.total_seconds())}
        elif newest is None:
            reason = _("cards and clocks have not been compared yet")
        elif now - newest > LONGEST_UNCOMPARED:
            reason = _("cards and clocks were last compared %(seconds)s s ago") % {
                "seconds": int((now - newest).total_seconds())
            }
    except (DatabaseError, InterfaceError) as error:
        reason = _("unknown, the database does not answer: %(error)s") % {"error": type(error).__name__}
    return Finding("reconciliation", reason, blocks=False)


def broker() -> Finding:
    """The queue can be reached within two seconds."""
    try:
        with current_app.connection_for_write() as link:
            link.ensure_connection(max_retries=1, timeout=2, interval_start=0, interval_step=0)
    except Exception as error:  # every transport raises its own; none may pass as good health
        return Finding("broker", _("cannot be reached: %(error)s") % {"error": type(error).__name__})
    return Finding("broker")


def seals() -> Finding:
    """The audit log is sealed every minute, and its last examination found nothing."""
    return _about_the_log("seals", watch.trouble_of_seals)


def checkpoints() -> Finding:
    """What is sealed is published outside the database, and the database still holds it."""
    return _about_the_log("checkpoints", watch.trouble_of_checkpoints)


def witnesses() -> Finding:
    """Both witnesses confirm the log now and then."""
    return _about_the_log("witnesses", watch.trouble_of_witnesses)


def _about_the_log(name: str, trouble: Callable[[], str]) -> Finding:
    try:
        return Finding(name, trouble(), blocks=False)
    except (DatabaseError, InterfaceError) as error:
        return Finding(
            name, _("unknown, the database does not answer: %(error)s") % {"error": type(error).__name__}, blocks=False
        )


def arrangement(now: datetime | None = None) -> Finding:
    """The next year's arrangement of working days is entered, once its notice is to be expected (T-12)."""
    reason = ""
    try:
        year = missing_year(current_calendar(), local_date(now or timezone.now()))
        reason = "" if year is None else _("the arrangement of %(year)s is not entered yet") % {"year": year}
    except (DatabaseError, InterfaceError) as error:
        reason = _("unknown, the database does not answer: %(error)s") % {"error": type(error).__name__}
    return Finding("arrangement", reason, blocks=False, grave=False)


QUESTIONS: tuple[Callable[[], Finding], ...] = (
    database,
    sweep,
    reconciliation,
    arrangement,
    broker,
    seals,
    checkpoints,
    witnesses,
)


def findings() -> list[Finding]:
    """Ask every question."""
    return [question() for question in QUESTIONS]
