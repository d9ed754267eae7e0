"""What a card says happened: read from the facts it was issued on, and from what followed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from efficiency.cards.kinds import LevelNumber
from efficiency.cards.models import Card
from efficiency.clocks.deadlines import handled_day, overdue_workdays
from efficiency.clocks.kinds import ClockKind, DayEnd, LimitUnit
from efficiency.clocks.models import Clock
from efficiency.clocks.moving import NEVER, office_hours
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.workdays.calendar import OutOfRange, WorkCalendar
from efficiency.workdays.templatetags.people import say_day

_JUST_BEFORE = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)  # facts keep moments in whole seconds


@dataclass(frozen=True)
class Claim:
    """What was promised and what became of it.

    `second_from` is when the second level began on a clock whose first breach came earlier,
    `moved_to` the due moment after a re-dating.
    """

    promise: str
    limit: str
    extended: str
    started_at: datetime
    due_at: datetime
    due_day: date
    passed: bool
    second_from: datetime | None
    finished_before_issue: datetime | None
    finished_at: datetime | None
    days_late: int | None
    moved_to: datetime | None


def claim_of(card: Card, *, calendar: WorkCalendar, now: datetime) -> Claim | None:
    """Read a deadline card; None for a card issued by hand, whose claim is its ground."""
    if card.clock is None:
        return None
    facts, clock = card.facts, card.clock
    due_at = due_moment(card, clock)
    unit = facts.get("limit_unit", clock.limit_unit)
    extended = facts.get("extended", clock.extended)
    is_second = card.level == LevelNumber.GRAVE
    return Claim(
        promise=str(ClockKind(facts.get("kind", clock.kind)).label),
        limit=amount_words(facts.get("limit", clock.limit), unit),
        extended=amount_words(extended, unit) if extended else "",
        started_at=clock.started_at,
        due_at=due_at,
        due_day=local_date(due_at - _JUST_BEFORE),
        passed=due_at <= now,
        second_from=card.breached_at if is_second and card.breached_at - due_at >= _SECOND else None,
        finished_before_issue=_moment(facts.get("stopped_at")),
        finished_at=clock.stopped_at,
        days_late=days_late(card, calendar=calendar, now=now),
        moved_to=clock.due_at if abs(clock.due_at - due_at) >= _SECOND and clock.due_at < NEVER else None,
    )


def due_moment(card: Card, clock: Clock) -> datetime:
    """The due moment the card was issued on; a later re-dating of the clock does not change it."""
    return _moment(card.facts.get("due_at")) or clock.due_at


def days_late(card: Card, *, calendar: WorkCalendar, now: datetime) -> int | None:
    """Working days after the due day until the work was done, or until now.

    None where no day was due: a card issued by hand, or days beyond the calendar.
    """
    clock = card.clock
    if clock is None:
        return None
    due = due_moment(card, clock)
    done = clock.stopped_at or clock.cancelled_at or now
    if done < due:
        return 0
    try:
        handled = handled_day(calendar, done, DayEnd(clock.day_end), office_hours(clock.started_at))
        return overdue_workdays(calendar, local_date(due - _JUST_BEFORE), handled)
    except OutOfRange:
        return None


def _moment(recorded: str | None) -> datetime | None:
    return datetime.fromisoformat(recorded) if recorded else None


def amount_words(amount: int, unit: str) -> str:
    """A limit in words: 5 working days."""
    return _("%(amount)s %(unit)s") % {"amount": amount, "unit": LimitUnit(unit).label}


def limit_words(moment: datetime) -> str:
    """The end of a limit as people say it: a limit that ends at midnight ends on the day before, at 24:00."""
    end = moment.astimezone(SHANGHAI)
    last = end - _JUST_BEFORE
    clock = f"{end:%H:%M}" if end.date() == last.date() else "24:00"
    return f"{say_day(last.date())} {clock}"


def chinese_date(moment: datetime) -> str:
    """The date at the foot of an official document."""
    return date_format(moment.astimezone(SHANGHAI), "Y年n月j日")


def chinese_moment(moment: datetime) -> str:
    """A moment in an official document: with its year, whenever it is read."""
    return f"{chinese_date(moment)}{moment.astimezone(SHANGHAI):%H:%M}"


def chinese_limit(moment: datetime) -> str:
    """The end of a limit in an official document."""
    end = moment.astimezone(SHANGHAI)
    last = end - _JUST_BEFORE
    return chinese_moment(end) if last.date() == end.date() else f"{chinese_date(last)}24:00"


def is_reminder(card: Card) -> bool:
    """Tell whether this is only a reminder: no number, no points, nothing to answer."""
    return card.level == LevelNumber.REMINDER
