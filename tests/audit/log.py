"""Builders of the log's tests: entries, many entries, and the log as a verifier reads it."""

from datetime import datetime, timedelta
from typing import Any

from efficiency.audit.actions import record
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from tests.cast import at

START = at("2026-09-28 10:00")


def note(subject: object = 7, moment: datetime = START, **data: Any) -> Entry:
    """One entry."""
    with act(moment) as now:
        return record(Verb.CARD_ISSUED, at=now, actor=None, kind="card", subject=subject, data=data)


def notes(number: int, moment: datetime = START) -> None:
    """So many more entries, no two alike."""
    last = Entry.objects.count()
    Entry.objects.bulk_create(
        [
            Entry(
                at=moment + timedelta(seconds=each),
                actor_label="王敏",
                verb=Verb.CARD_ISSUED,
                subject_kind="card",
                subject_id=str(each),
                data={"level": 1, "serial": each, "unit": 3, "breached_at": "2026-09-28T02:00:00+00:00"},
            )
            for each in range(last, last + number)
        ],
        batch_size=500,
    )
