"""What the queue does for this room."""

from typing import Any

from celery import shared_task

from approvals.commitments.actions import measure_month
from approvals.commitments.measuring import Month
from efficiency.common.moments import database_now, local_date


@shared_task(name="commitments.measure")
def measure(**_later: Any) -> int:
    """Give every commitment its verdict on the month that is over; a run twice does nothing twice."""
    return measure_month(month=last_month())


def last_month() -> Month:
    """The month before this one."""
    this = Month.of(local_date(database_now()))
    return Month.of(this.first.fromordinal(this.first.toordinal() - 1))
