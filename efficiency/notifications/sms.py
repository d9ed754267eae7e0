"""Sending text messages: to staff who asked for them, the number looked up when it is needed."""

import logging
from datetime import datetime

from django.conf import settings
from django.utils import translation

from efficiency.notifications.channels.messages import within
from efficiency.notifications.channels.texting import Gateway, gateway
from efficiency.notifications.kinds import Channel
from efficiency.notifications.models import AlertChoice, Notice
from efficiency.notifications.querysets import NoticeQuerySet
from efficiency.notifications.queue import NoAddress, Round, claim, settle

logger = logging.getLogger(__name__)

BATCH = 20
MOST_BATCHES = 10
# Two messages' worth of Chinese signs.
MOST_BYTES = 400


def send_texts(now: datetime | None = None) -> Round:
    """Send the text messages that are due and return the counts; the first failure of the gateway ends the run."""
    done = Round()
    for _ in range(MOST_BATCHES):
        batch = claim(_due, BATCH, now)
        if not batch:
            break
        carrier = gateway()
        choices = AlertChoice.objects.in_bulk([notice.recipient_id for notice in batch])
        before = done.failed
        for notice in batch:
            failure = _send(notice, choices.get(notice.recipient_id), carrier)
            settle([notice], failure, now)
            done.count(1, failure)
        if done.failed > before:
            break
    return done


def _due(now: datetime) -> NoticeQuerySet:
    return Notice.objects.to_send(now, Channel.SMS).select_related("recipient")


def _send(notice: Notice, choice: AlertChoice | None, carrier: Gateway) -> Exception | None:
    """Send one and return what went wrong: one bad notice does not stop the rest of its batch."""
    recipient = notice.recipient
    try:
        if recipient is None or not recipient.is_active or choice is None or not choice.sms:
            raise NoAddress("the account is disabled or takes no text messages")
        with translation.override(recipient.language or settings.LANGUAGE_CODE):
            text = text_of(notice)
        carrier.send(phone=choice.phone, text=text, key=f"{notice.key}:{notice.recipient_id}")
    except Exception as error:
        logger.exception("text message %s not sent", notice.pk)
        return error
    return None


def text_of(notice: Notice) -> str:
    """The city's name, the subject, the link: short, and without what the page says."""
    tail = f" {notice.url}"
    return within(f"【{settings.CITY_NAME}】{notice.words.subject}", MOST_BYTES - len(tail.encode())) + tail
