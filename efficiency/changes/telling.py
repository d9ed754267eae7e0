"""Sentences that the effects of several kinds of change share."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from efficiency.common.moments import SHANGHAI


def moment_words(moment: datetime) -> str:
    """A moment in Shanghai, as the reader writes it."""
    return date_format(moment.astimezone(SHANGHAI), "DATETIME_FORMAT")


def since_words(since: datetime, now: datetime) -> str:
    """From when a change counts that is confirmed now."""
    if since <= now:
        return _("It is in force as soon as it is confirmed.")
    return _("It is in force from %(since)s; until then what stands now stays.") % {"since": moment_words(since)}


def overtaken(coming: Iterable[tuple[int, datetime]], since: datetime) -> list[str]:
    """Versions that wait for their day and would never see it: a newer one counts from before."""
    text = _("Version %(version)s, which was to be in force from %(since)s, never will be: this one is newer.")
    return [text % {"version": number, "since": moment_words(day)} for number, day in coming if day >= since]


def outdated(proposed_on: int, newest: int) -> list[str]:
    """A proposal made on an older state than the one that stands now."""
    if proposed_on >= newest:
        return []
    text = _("This was proposed on version %(old)s; version %(new)s stands now. What is shown here counts from it.")
    return [text % {"old": proposed_on, "new": newest}]
