"""Sending the e-mails of the outbox: at least once, never marked twice, none forgotten (queue.py)."""

import logging
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from efficiency.common.failpoints import failpoint
from efficiency.notifications.kinds import Channel
from efficiency.notifications.models import Notice
from efficiency.notifications.querysets import NoticeQuerySet
from efficiency.notifications.queue import NoAddress, Round, claim, settle

logger = logging.getLogger(__name__)

BATCH = 20
MOST_BATCHES = 50


def deliver(now: datetime | None = None) -> Round:
    """Send the e-mails that are due and return the counts."""
    done = Round()
    for _ in range(MOST_BATCHES):
        claimed = claim(_due, BATCH, now)
        if not claimed or not _send_all(claimed, done, now):
            break
    return done


def _due(now: datetime) -> NoticeQuerySet:
    return Notice.objects.to_send(now, Channel.EMAIL).select_related("recipient")


def _send_all(batch: list[Notice], done: Round, now: datetime | None) -> bool:
    """Send a batch over one connection. False where the mail server cannot be reached at all."""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # smtplib's errors are OSErrors too
        logger.exception("mail server away, %s notices wait", len(batch))
        settle(batch, error, now)
        done.count(len(batch), error)
        return False
    try:
        for notice in batch:
            failure = _send(notice, connection)
            settle([notice], failure, now)
            done.count(1, failure)
    finally:
        connection.close()
    return True


def _send(notice: Notice, connection: Any) -> Exception | None:
    """Send one e-mail and return what went wrong: one bad notice does not stop the rest."""
    failpoint("postman.before-send")
    try:
        _message(notice, connection).send()
    except Exception as error:
        logger.exception("notice %s not sent", notice.pk)
        connection.close()
        return error
    failpoint("postman.after-send")
    return None


def _message(notice: Notice, connection: Any) -> EmailMessage:
    recipient = notice.recipient
    if recipient is None or not recipient.is_active or not recipient.email:
        raise NoAddress("the account is disabled or has no e-mail address")
    with translation.override(recipient.language or settings.LANGUAGE_CODE):
        words = notice.words
        context = {"words": words, "recipient": recipient, "url": notice.url}
        body = render_to_string("notifications/mail.txt", context)
    # The same for every try, so that a receiver can discard a repeat.
    name = sha256(f"{notice.key}\0{notice.recipient_id}".encode()).hexdigest()[:32]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<{name}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(words.subject, body, to=[recipient.email], connection=connection, headers=headers)
