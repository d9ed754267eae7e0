"""The judge's wake-up call for irregularities. A message lost or doubled changes nothing."""

import logging
from typing import Any

from celery import shared_task

from efficiency.cards.sweep import UnableToSweep
from efficiency.irregularities.judging import look

logger = logging.getLogger(__name__)


@shared_task(name="irregularities.look")
def run_look(*, full: bool = False, **_newer: Any) -> None:
    """Look for irregularities; a refusal is logged and stands among the judge's runs."""
    try:
        run = look(full=full)
    except UnableToSweep as refusal:
        logger.error("look for irregularities refused: %s", refusal)
        return
    if run.found or run.failed:
        logger.info("irregularities: %s found, %s cards, failed: %s", run.found, run.cards, run.failed)
