"""The sealer's and the examiner's wake-up calls. A message lost or doubled changes nothing."""

import logging
from typing import Any

from celery import shared_task

from efficiency.audit.checkpoints import UnableToPublish, publish
from efficiency.audit.sealing import seal
from efficiency.audit.verification import examine

logger = logging.getLogger(__name__)


@shared_task(name="audit.seal")
def run_seal(**_newer: Any) -> None:
    """Seal what has settled and publish its checkpoint; a refusal is logged and stands on the page Health."""
    sealed = seal()
    try:
        publish()
    except (UnableToPublish, OSError) as error:
        logger.error("checkpoint not published: %s", error)
    if sealed.entries:
        logger.info("sealed %s entries, the log has %s", sealed.entries, sealed.size)


@shared_task(name="audit.verify")
def run_verify(**_newer: Any) -> None:
    """Examine the whole log; the outcome is kept."""
    outcome, _result = examine(actor=None)
    if outcome.faults:
        logger.error("the audit log has %s faults, the first: %s", outcome.faults, outcome.words)
