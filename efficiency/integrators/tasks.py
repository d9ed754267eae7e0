"""What the queue does for this room."""

from typing import Any

from celery import shared_task

from efficiency.integrators import keys, windows


@shared_task(name="integrators.forget")
def forget(**_later: Any) -> int:
    """Delete the kept answers and counted calls that nobody asks for any more."""
    return keys.forget() + windows.forget()
