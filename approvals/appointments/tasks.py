"""What the queue does for this room."""

from typing import Any

from celery import shared_task

from approvals.appointments.actions import close_past, tell_halls


@shared_task(name="appointments.tell_halls")
def tell_halls_task(**_later: Any) -> int:
    """Tell each hall in the morning who comes today; a run twice tells nobody twice."""
    return tell_halls()


@shared_task(name="appointments.close_past")
def close_past_task(**_later: Any) -> int:
    """Note who did not come on past days."""
    return close_past()
