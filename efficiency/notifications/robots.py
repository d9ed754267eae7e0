"""Speaking to group robots and webhooks: each by itself, so that a slow one holds up no other."""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from efficiency.common.moments import act, database_now
from efficiency.notifications.channels.door import UnableToReach
from efficiency.notifications.channels.messages import Message
from efficiency.notifications.channels.speaking import Receiver, say
from efficiency.notifications.models import Endpoint, Notice
from efficiency.notifications.querysets import NoticeQuerySet
from efficiency.notifications.queue import Round, claim, give_back, settle, wait_after
from efficiency.notifications.sealing import UnableToUnseal

logger = logging.getLogger(__name__)

# Of one endpoint in one run: what a group robot is not told one by one, it is told as a number.
BATCH = 200
BATCH_ONE_BY_ONE = 20
MOST_ENDPOINTS = 64
AT_ONCE = 8
# No endpoint is spoken to for longer in one run; far below the CLAIM.
SECONDS_EACH = 20.0


@dataclass
class Call:
    """What is to be said to one endpoint: parcels of notices, each told by one message."""

    endpoint: Endpoint
    receiver: Receiver
    parcels: list[tuple[list[Notice], list[Message]]]
    said: list[Notice] = field(default_factory=list)
    failed: list[Notice] = field(default_factory=list)
    failure: Exception | None = None

    @property
    def untried(self) -> list[Notice]:
        """What no try was made with, after a failure or for want of time."""
        tried = {notice.pk for notice in (*self.said, *self.failed)}
        return [notice for notices, _messages in self.parcels for notice in notices if notice.pk not in tried]


def call_robots(now: datetime | None = None, *, only: Endpoint | None = None) -> Round:
    """Tell every endpoint what waits for it and return the counts of notices.

    Claiming and settling happen here, speaking in threads that touch no database. Endpoints
    that failed lately come last, and one that failed rests before it is tried again.
    """
    done = Round()
    moment = now or database_now()
    endpoints = [only] if only else list(Endpoint.objects.awaited(moment).order_by("failures", "pk")[:MOST_ENDPOINTS])
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="robot") as pool:
        waiting = [pool.submit(_speak, call, moment) for call in _calls(endpoints, done, now)]
        for future in as_completed(waiting):
            _settle(future.result(), done, now)
    return done


def _calls(endpoints: list[Endpoint], done: Round, now: datetime | None) -> Iterator[Call]:
    for endpoint in endpoints:
        try:
            receiver = Receiver(endpoint.name, endpoint.kind, endpoint.url, endpoint.secret)
        except UnableToUnseal as error:
            batch = claim(_due_of(endpoint), BATCH, now)
            call = Call(endpoint, Receiver(endpoint.name, endpoint.kind, "", ""), [], failed=batch, failure=error)
            _settle(call, done, now)
            continue
        size = BATCH if receiver.together > 1 else BATCH_ONE_BY_ONE
        batch = claim(_due_of(endpoint), size, now)
        if batch:
            with translation.override(endpoint.language or settings.LANGUAGE_CODE):
                yield Call(endpoint, receiver, _parcels(batch, receiver.together))


def _due_of(endpoint: Endpoint) -> "_Due":
    return _Due(endpoint)


@dataclass(frozen=True)
class _Due:
    endpoint: Endpoint

    def __call__(self, now: datetime) -> NoticeQuerySet:
        return Notice.objects.filter(endpoint=self.endpoint, send_at__lte=now)


def _parcels(batch: list[Notice], together: int) -> list[tuple[list[Notice], list[Message]]]:
    if together == 1:
        return [([notice], [message_of(notice)]) for notice in batch]
    messages = [message_of(notice) for notice in batch[:together]]
    rest = len(batch) - together
    if rest > 0:
        more = _("%(count)s more notices stand in the portal") % {"count": rest + 1}
        first = messages[-1]
        messages[-1] = Message(first.key, "more", more, "", f"{settings.SITE_URL}/desk/", first.made_at)
    return [(batch, messages)]


def message_of(notice: Notice) -> Message:
    """A notice in the words of the language in force."""
    words = notice.words
    return Message(notice.key, notice.kind, words.subject, words.body, notice.url, notice.made_at, notice.params)


def _speak(call: Call, moment: datetime) -> Call:
    """Say parcel after parcel until one fails or the time is up."""
    end = time.monotonic() + SECONDS_EACH
    for notices, messages in call.parcels:
        if time.monotonic() > end:
            break
        try:
            say(call.receiver, messages, moment)
        except Exception as error:  # one endpoint's trouble, whatever it is, is no other's
            if not isinstance(error, UnableToReach):
                logger.exception("robot %s: unexpected", call.endpoint.pk)
            call.failed, call.failure = notices, error
            break
        call.said += notices
    return call


def _settle(call: Call, done: Round, now: datetime | None) -> None:
    with act(now) as now:
        settle(call.said, None, now)
        give_back(call.untried, now)
        row = Endpoint.objects.filter(pk=call.endpoint.pk)
        if call.said:
            row.update(reached_at=now, failures=0, rests_until=None, error="")
        if call.failure is not None:
            settle(call.failed, call.failure, now)
            text = f"{type(call.failure).__name__}: {call.failure}"[:300]
            failures = 1 if call.said else call.endpoint.failures + 1
            row.update(failed_at=now, failures=F("failures") + 1, rests_until=now + wait_after(failures), error=text)
            logger.warning("robot %s not reached: %s", call.endpoint.pk, text)
    done.count(len(call.said), None)
    done.count(len(call.failed), call.failure or UnableToReach())
