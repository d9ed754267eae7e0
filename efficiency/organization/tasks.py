"""Background work of the room."""

from typing import Any

from celery import shared_task
from django.conf import settings

from efficiency.organization.actions.purging import purge_sign_ins


@shared_task(name="organization.purge_sign_ins")
def purge_sign_ins_task(**_newer: Any) -> None:
    """Remove records of signing in whose period is over."""
    purge_sign_ins(days=settings.KEEP_SIGN_INS_DAYS, actor=None)
