"""Sending the e-mails of the outbox: at least once, never marked twice, none forgotten."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from efficiency.common.moments import act
from efficiency.notifications.kinds import Channel
from efficiency.notifications.models import Notice

logger = logging.getLogger(__name__)

BATCH = 20
# No batch takes longer, so a notice that is claimed and not settled was left by a dead worker.
CLAIM = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=1)
MOST_TRIES = 48
MOST_BATCHES = 50


class NoAddress(Exception):
    """The recipient cannot be reached by e-mail any more."""


@dataclass
class Round:
    """What one run of the postman did."""

    sent: int = 0
    failed: int = 0


def deliver(now: datetime | None = None) -> Round:
    """Send what is due and return the counts.

    A batch is claimed by pushing `send_at` ahead in a transaction of its own, then sent without
    any lock held, then each notice is settled by itself. A worker that dies in between leaves
    its notices to be sent again after CLAIM: a repeat bears the same Message-ID.
    """
    done = Round()
    for _ in range(MOST_BATCHES):
        claimed = _claim(now)
        if not claimed or not _send_all(claimed, done, now):
            break
    return done


def _claim(now: datetime | None) -> list[Notice]:
    with act(now) as now:
        due = Notice.objects.to_send(now, Channel.EMAIL).select_related("recipient").order_by("send_at", "pk")
        batch = list(due.select_for_update(skip_locked=True, of=("self",))[:BATCH])
        for notice in batch:
            notice.tries += 1
            notice.send_at = now + CLAIM
        Notice.objects.bulk_update(batch, ["tries", "send_at"])
    return batch


def _send_all(batch: list[Notice], done: Round, now: datetime | None) -> bool:
    """Send a batch over one connection. False where the mail server cannot be reached at all."""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # smtplib's errors are OSErrors too
        logger.exception("mail server away, %s notices wait", len(batch))
        for notice in batch:
            _settle(notice, error, now)
        done.failed += len(batch)
        return False
    try:
        for notice in batch:
            failure = _send(notice, connection)
            _settle(notice, failure, now)
            done.failed += failure is not None
            done.sent += failure is None
    finally:
        connection.close()
    return True


def _send(notice: Notice, connection: Any) -> Exception | None:
    """Send one e-mail and return what went wrong: one bad notice does not stop the rest."""
    try:
        if not notice.recipient.is_active or not notice.recipient.email:
            raise NoAddress("the account is disabled or has no e-mail address")
        _message(notice, connection).send()
    except Exception as error:
        logger.exception("notice %s not sent", notice.pk)
        connection.close()
        return error
    return None


def _message(notice: Notice, connection: Any) -> EmailMessage:
    with translation.override(notice.recipient.language or settings.LANGUAGE_CODE):
        words = notice.words
        context = {"words": words, "recipient": notice.recipient, "url": settings.SITE_URL + notice.path}
        body = render_to_string("notifications/mail.txt", context)
    # The same for every try, so that a receiver can discard a repeat.
    name = sha256(f"{notice.key}\0{notice.recipient_id}".encode()).hexdigest()[:32]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<{name}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(words.subject, body, to=[notice.recipient.email], connection=connection, headers=headers)


def _settle(notice: Notice, failure: Exception | None, now: datetime | None) -> None:
    """Mark as sent, or put up for another try with the error kept.

    Only the try that was claimed is settled: a run that lost its claim to another one changes
    nothing.
    """
    with act(now) as now:
        claimed = Notice.objects.filter(pk=notice.pk, tries=notice.tries, sent_at=None)
        if failure is None:
            claimed.update(sent_at=now, send_at=None, error="")
            return
        wait = min(timedelta(minutes=2 ** min(notice.tries - 1, 10)), LONGEST_WAIT)
        hopeless = notice.tries >= MOST_TRIES or isinstance(failure, NoAddress)
        again = None if hopeless else now + wait
        claimed.update(send_at=again, error=f"{type(failure).__name__}: {failure}"[:300])
