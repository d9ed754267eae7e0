"""When a notice may leave the house: pure arithmetic on the working calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from efficiency.common.moments import SHANGHAI
from efficiency.notifications.kinds import Channel
from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.current import current_calendar

ALWAYS = "always"


@dataclass(frozen=True)
class Hours:
    """From when until when on a working day."""

    opens: time
    closes: time

    @classmethod
    def parsed(cls, text: str) -> "Hours | None":
        """Read "08:30-18:00"; None for "always". Raises ValueError."""
        if text == ALWAYS:
            return None
        opens, _, closes = text.partition("-")
        hours = cls(time.fromisoformat(opens), time.fromisoformat(closes))
        if hours.closes <= hours.opens:
            raise ValueError(f"The hours end before they begin: {text}.")
        return hours


@dataclass(frozen=True)
class QuietRules:
    """The hours of each channel (no entry: always), the rooms whose notices do not wait, and
    those whose notices are worth a text message."""

    hours: Mapping[str, Hours]
    exempt: Sequence[str] = ()
    by_sms: Sequence[str] = ()

    def frees(self, kind: str) -> bool:
        """Tell whether a kind of notice goes out at any time; a test always does."""
        return kind == "alerts.test" or kind.partition(".")[0] in self.exempt

    def sends_sms(self, kind: str) -> bool:
        """Tell whether a kind of notice goes by text message; a mere reminder never does."""
        return kind.partition(".")[0] in self.by_sms and not kind.endswith(".reminder")


def opening(calendar: WorkCalendar, moment: datetime, hours: Hours) -> datetime:
    """The moment itself within the hours of a working day, else the next opening."""
    local = moment.astimezone(SHANGHAI)
    day = local.date()
    if calendar.is_working(day):
        if hours.opens <= local.time() < hours.closes:
            return moment
        if local.time() < hours.opens:
            return _at(day, hours.opens)
    return _at(calendar.add(day, 1), hours.opens)


def midnight(day: date) -> datetime:
    """The beginning of a day in Shanghai."""
    return _at(day, time())


def send_at(rules: QuietRules, channel: Channel, kind: str, now: datetime) -> datetime:
    """When a notice written now goes out over a channel."""
    hours = rules.hours.get(channel)
    if channel == Channel.INBOX or hours is None or rules.frees(kind):
        return now
    return opening(current_calendar(), now, hours)


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, SHANGHAI)
