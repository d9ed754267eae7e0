"""The judge's wake-up call. A message lost or doubled changes nothing: the database is the promise."""

import logging
import time
from typing import Any

from celery import shared_task
from celery.signals import task_revoked
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from efficiency.cards.escalation import escalate
from efficiency.cards.reconciliation import reconcile
from efficiency.cards.sweep import UnableToSweep, refuse_wrong_clock, sweep
from efficiency.common.failpoints import failpoint
from efficiency.common.moments import database_now

logger = logging.getLogger(__name__)
_last_look: list[float] = []


@shared_task(name="cards.sweep")
def run_sweep(**_newer: Any) -> None:
    """Run one sweep; a refusal is logged here and stands in its row."""
    try:
        result = sweep()
    except UnableToSweep as refusal:
        logger.error("sweep refused: %s", refusal)
        return
    if result.looked:
        logger.info("sweep: %s", result.as_dict())
    failpoint("sweep.before-ack")


@task_revoked.connect
def look_at_the_clock(sender: Any = None, *, expired: bool = False, **_newer: Any) -> None:
    """Say so where wake-ups expire because this worker's clock is ahead: it takes none, so it would never refuse.

    Called by the queue for a message that has expired: after a standstill, when all is well, or
    always, by a clock that is ahead. Many may come at once; one look in a period is enough.
    """
    if not expired or getattr(sender, "name", "") != "cards.sweep":
        return
    moment = time.monotonic()
    if _last_look and moment - _last_look[0] < settings.SWEEP_EVERY.total_seconds():
        return
    _last_look[:] = [moment]
    try:
        refuse_wrong_clock(database_now())
    except UnableToSweep:
        return  # logged, and its row is written
    except (DatabaseError, InterfaceError) as error:
        logger.warning("could not compare clocks: %s", error)
    finally:
        if not connection.in_atomic_block:
            connection.close()  # the pool's children must not inherit it


@shared_task(name="cards.reconcile")
def run_reconciliation(*, full: bool = False, **_newer: Any) -> None:
    """Look for cards that are missing or too many; what is found stands in the run's row and here."""
    run = reconcile(full=full)
    if run.found:
        logger.error("reconciliation found %s: %s", run.found, run.findings[:20])


@shared_task(name="cards.escalate")
def climb_the_ladder(**_newer: Any) -> None:
    """Tell whoever the ladder of escalation reaches."""
    told = escalate()
    if told:
        logger.info("escalated: %s", told)
