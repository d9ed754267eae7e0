"""From when a change counts. Pure."""

from datetime import date, datetime, time, timedelta

from efficiency.common.moments import SHANGHAI, local_date


def effective_from(day: date | None, now: datetime, *, whole_days: bool = False) -> datetime:
    """The moment from which a change counts that is confirmed `now` and was asked for from `day`.

    A day that has begun or passed, or none: from now on; with `whole_days` from the next midnight
    in Shanghai. Never backwards.
    """
    earliest = local_date(now) + timedelta(days=1)
    if day is not None and day >= earliest:
        return _midnight(day)
    return _midnight(earliest) if whole_days else now


def read_day(text: str | None) -> date | None:
    """The day that a proposal names; None where it takes effect once it is confirmed."""
    return date.fromisoformat(text) if text else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
