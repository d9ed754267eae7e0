"""What the queue does for this room."""

from typing import Any

from celery import shared_task

from approvals.acceptance import accept_by_law, lapse_uncompleted
from approvals.catalogue import bring_up_to_date
from approvals.catalogue.importing import write_confirmed


@shared_task(name="approvals.accept_by_law")
def accept_by_law_task(**_from_older_workers: Any) -> int:
    """Accept by law the cases whose 5 working days have passed; a run twice does nothing twice."""
    return accept_by_law()


@shared_task(name="approvals.apply_versions")
def apply_versions_task(**_from_older_workers: Any) -> int:
    """Write the versions of items that have come into force into the rows that lists read."""
    return bring_up_to_date()


@shared_task(name="approvals.lapse_uncompleted")
def lapse_uncompleted_task(**_from_older_workers: Any) -> int:
    """End what was not completed in time, where the city has set so."""
    return lapse_uncompleted()


@shared_task(name="approvals.write_imports")
def write_imports_task(**_from_older_workers: Any) -> int:
    """Write the files of items that somebody confirmed."""
    return write_confirmed()
