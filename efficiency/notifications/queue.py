"""Claiming what is due and settling it: at least once, never marked twice, none forgotten.

A batch is claimed by pushing `send_at` ahead in a transaction of its own, then sent without any
lock held, then settled. A worker that dies in between leaves its notices to be sent again after
CLAIM: a repeat bears the same key.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from efficiency.common.failpoints import failpoint
from efficiency.common.moments import act
from efficiency.notifications.models import Notice
from efficiency.notifications.querysets import NoticeQuerySet

# No batch takes longer, so a notice that is claimed and not settled was left by a dead worker.
CLAIM = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=1)
MOST_TRIES = 48


class NoAddress(Exception):
    """The recipient cannot be reached this way any more."""


@dataclass
class Round:
    """What one run did."""

    sent: int = 0
    failed: int = 0

    def count(self, notices: int, failure: Exception | None) -> None:
        """Add a settled batch."""
        if failure is None:
            self.sent += notices
        else:
            self.failed += notices


def claim(due: Callable[[datetime], NoticeQuerySet], size: int, now: datetime | None) -> list[Notice]:
    """Take the oldest of what is due; rows that another run is taking are passed over."""
    with act(now) as now:
        oldest = due(now).order_by("send_at", "pk")
        batch = list(oldest.select_for_update(skip_locked=True, of=("self",))[:size])
        until = now + CLAIM
        Notice.objects.filter(pk__in=[notice.pk for notice in batch]).update(tries=F("tries") + 1, send_at=until)
        for notice in batch:
            notice.tries, notice.send_at = notice.tries + 1, until
    failpoint("outbox.after-claim")
    return batch


def settle(notices: Iterable[Notice], failure: Exception | None, now: datetime | None) -> None:
    """Mark as sent, or put up for another try with the error kept.

    Only the try that was claimed is settled: a run that lost its claim to another one changes
    nothing.
    """
    with act(now) as now:
        for tries, ids in _by_tries(notices).items():
            claimed = Notice.objects.filter(pk__in=ids, tries=tries, sent_at=None)
            if failure is None:
                claimed.update(sent_at=now, send_at=None, error="")
                continue
            hopeless = tries >= MOST_TRIES or isinstance(failure, NoAddress)
            again = None if hopeless else now + wait_after(tries)
            claimed.update(send_at=again, error=f"{type(failure).__name__}: {failure}"[:300])
    failpoint("outbox.after-settle")


def give_back(notices: Iterable[Notice], now: datetime | None) -> None:
    """Put back what was claimed and not tried, as if it had not been claimed."""
    with act(now) as now:
        for tries, ids in _by_tries(notices).items():
            claimed = Notice.objects.filter(pk__in=ids, tries=tries, sent_at=None)
            claimed.update(send_at=now, tries=tries - 1)


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many failed tries: doubling from a minute to an hour."""
    return min(timedelta(minutes=2 ** min(tries - 1, 10)), LONGEST_WAIT)


def _by_tries(notices: Iterable[Notice]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for notice in notices:
        groups[notice.tries].append(notice.pk)
    return groups
