"""Background work of the room."""

from typing import Any

from celery import shared_task

from efficiency.vault.actions import keep_to_periods


@shared_task(name="vault.keep_to_periods")
def keep_to_periods_task(**_newer: Any) -> None:
    """Erase the identities that no period keeps any more."""
    keep_to_periods()
