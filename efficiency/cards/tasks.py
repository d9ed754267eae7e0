"""The judge's wake-up call. A message lost or doubled changes nothing: the database is the promise."""

import logging
from typing import Any

from celery import shared_task

from efficiency.cards.escalation import escalate
from efficiency.cards.reconciliation import reconcile
from efficiency.cards.sweep import UnableToSweep, sweep
from efficiency.common.failpoints import failpoint

logger = logging.getLogger(__name__)


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
