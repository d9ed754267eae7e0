"""A question for a deadline, as people and programs put it in text, and its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from efficiency.clocks.deadlines import (
    LedgerDay,
    Limit,
    OfficeHours,
    PausedSpan,
    day_before,
    due_day,
    due_moment_hours,
    ledger,
)
from efficiency.clocks.kinds import LimitUnit
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.workdays.calendar import OutOfRange, WorkCalendar

UNITS = {
    "working-days": LimitUnit.WORKING_DAYS,
    "calendar-days": LimitUnit.CALENDAR_DAYS,
    "working-hours": LimitUnit.WORKING_HOURS,
    "months": LimitUnit.MONTHS,
}


class UnableToAnswer(ValueError):
    """The question is not clear, or has no answer; says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Question:
    """When does `limit` end that began at `started_at`; or with `before`, which day lies that far before it."""

    started_at: datetime
    limit: Limit
    pauses: Sequence[PausedSpan] = ()
    roll: bool = True
    before: bool = False

    @property
    def start(self) -> date:
        """The start day in Shanghai."""
        return local_date(self.started_at)


@dataclass(frozen=True, slots=True)
class Answer:
    """The due day, or for working hours the moment; `raw` is the day before rolling."""

    due: date | datetime
    raw: date | None
    provisional: bool

    @property
    def day(self) -> date:
        """The due day."""
        return local_date(self.due) if isinstance(self.due, datetime) else self.due

    @property
    def text(self) -> str:
        """The day as 2026-02-26, a moment as 2026-02-26T12:00 in Shanghai."""
        if isinstance(self.due, datetime):
            return self.due.astimezone(SHANGHAI).replace(tzinfo=None).isoformat(timespec="minutes")
        return self.due.isoformat()


def answer(calendar: WorkCalendar, question: Question, hours: OfficeHours) -> Answer:
    """Compute the answer. Raises UnableToAnswer."""
    try:
        found = _answer(calendar, question, hours)
    except (OutOfRange, OverflowError) as error:
        raise UnableToAnswer(
            _("The calendar covers %(first)s to %(last)s; the limit leads beyond.")
            % {"first": calendar.first, "last": calendar.last}
        ) from error
    if found is None:
        raise UnableToAnswer(_("A pause without an end keeps the limit from being reached."))
    return found


def days_of(calendar: WorkCalendar, question: Question, found: Answer) -> list[LedgerDay]:
    """The days of the answer, one by one; counted back, from the day before to the day itself."""
    if question.before:
        return ledger(calendar, found.day, Limit(0, question.limit.unit), question.pauses, until=question.start)
    return ledger(calendar, question.start, question.limit, question.pauses, until=found.day)


def read_moment(text: str) -> datetime:
    """A day (its first moment) or a moment; local time of Shanghai unless it says otherwise."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnableToAnswer(
            _("“%(text)s” is not a day such as 2026-02-12 or a moment such as 2026-02-13T16:00.") % {"text": text}
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def read_day(text: str) -> date:
    """The day in Shanghai of a day or a moment."""
    return local_date(read_moment(text))


def read_pause(text: str) -> PausedSpan:
    """A pause FROM:TO, the days after FROM up to and including TO; without TO it has not ended."""
    first, colon, last = text.partition(":")
    try:
        after, until = date.fromisoformat(first), date.fromisoformat(last) if last else None
    except ValueError as error:
        raise UnableToAnswer(_("“%(text)s” is not a pause such as 2025-09-22:2025-10-20.") % {"text": text}) from error
    if not colon:
        raise UnableToAnswer(_("“%(text)s” is not a pause such as 2025-09-22:2025-10-20.") % {"text": text})
    if until is not None and until < after:
        raise UnableToAnswer(_("The pause “%(text)s” ends before it begins.") % {"text": text})
    return PausedSpan(after, until)


def read_limit(amount: int, unit: str) -> Limit:
    """A limit of so many of one of UNITS."""
    if unit not in UNITS:
        raise UnableToAnswer(
            _("“%(unit)s” is not a unit. Units are: %(units)s.") % {"unit": unit, "units": ", ".join(UNITS)}
        )
    if amount < 0:
        raise UnableToAnswer(_("A limit cannot be negative."))
    return Limit(amount, UNITS[unit])


def _answer(calendar: WorkCalendar, question: Question, hours: OfficeHours) -> Answer | None:
    limit, pauses = question.limit, question.pauses
    if limit.unit == LimitUnit.WORKING_HOURS:
        if question.before:
            raise UnableToAnswer(_("Working hours cannot be counted back."))
        moment = due_moment_hours(calendar, question.started_at, limit.amount, pauses, hours)
        if moment is None:
            return None
        return Answer(moment, None, calendar.is_provisional(local_date(moment)))
    if question.before:
        day = day_before(calendar, question.start, limit, pauses)
        uncertain = limit.unit == LimitUnit.WORKING_DAYS and calendar.is_provisional(question.start)
        return Answer(day, day, uncertain)
    due = due_day(calendar, question.start, limit, pauses, question.roll)
    return None if due.day is None else Answer(due.day, due.raw, due.provisional)
