"""Limits of an item: in words, and whether a promise keeps within the statute. No database."""

from django.utils.translation import ngettext

from efficiency.clocks.kinds import LimitUnit

# A counter works eight hours a day; the shortest month has 28 days. Both only ever make the
# comparison stricter for the promise.
_HOURS_A_DAY = 8
_DAYS_A_MONTH = 28


class NotComparable(ValueError):
    """The two units cannot be turned into one another."""


def in_words(amount: int, unit: str) -> str:
    """A limit as people say it: "5 working days"."""
    if unit == LimitUnit.WORKING_DAYS:
        text = ngettext("%(count)d working day", "%(count)d working days", amount)
    elif unit == LimitUnit.CALENDAR_DAYS:
        text = ngettext("%(count)d calendar day", "%(count)d calendar days", amount)
    elif unit == LimitUnit.WORKING_HOURS:
        text = ngettext("%(count)d working hour", "%(count)d working hours", amount)
    else:
        text = ngettext("%(count)d month", "%(count)d months", amount)
    return text % {"count": amount}


def keeps_within(promised: int, promised_unit: str, statutory: int, statutory_unit: str) -> bool:
    """Tell whether the promised limit is at most the statutory one (T-25). Raises NotComparable."""
    if promised_unit == statutory_unit:
        return promised <= statutory
    pair = (promised_unit, statutory_unit)
    if pair == (LimitUnit.WORKING_HOURS, LimitUnit.WORKING_DAYS):
        return promised <= statutory * _HOURS_A_DAY
    if pair == (LimitUnit.WORKING_DAYS, LimitUnit.WORKING_HOURS):
        return promised * _HOURS_A_DAY <= statutory
    if pair == (LimitUnit.CALENDAR_DAYS, LimitUnit.MONTHS):
        return promised <= statutory * _DAYS_A_MONTH
    if pair == (LimitUnit.CALENDAR_DAYS, LimitUnit.WORKING_DAYS):
        return promised <= statutory  # n working days are never shorter than n calendar days
    raise NotComparable(pair)
