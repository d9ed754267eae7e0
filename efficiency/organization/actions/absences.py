"""The span in which somebody is away. The room that knows why writes the entry of the act."""

from datetime import datetime

from efficiency.organization.models import Absence, User


def begin_absence(
    *, user: User, deputy: User | None, cause: str, from_at: datetime, until_at: datetime, demo: bool = False
) -> Absence:
    """From then to then new work, notices and cards go to the deputy. Call it inside the act."""
    return Absence.objects.create(user=user, deputy=deputy, cause=cause, from_at=from_at, until_at=until_at, demo=demo)


def end_absence(*, absence: Absence, at: datetime) -> None:
    """Somebody is back before the planned end, or never went: nothing is taken from the past."""
    if at < absence.until_at:
        absence.until_at = max(at, absence.from_at)
        absence.save(update_fields=["until_at"])
