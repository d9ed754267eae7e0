"""Which complaints somebody may see."""

from typing import TYPE_CHECKING, Any

from django.db import models

from complaints.kinds import WITH_UNIT, State
from efficiency.organization.models import Unit
from efficiency.organization.roles import Role

if TYPE_CHECKING:
    from complaints.models import Complaint  # noqa: F401  (names the rows for mypy)


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    """Complaints of the city."""

    def visible_to(self, user: Any) -> "ComplaintQuerySet":
        """All for the hotline and those who watch the city; heads and handlers those their unit has or had."""
        if user.holds(Role.OPERATOR, Role.OFFICE, Role.AUDITOR):
            return self
        if not user.holds(Role.HEAD, Role.HANDLER):
            return self.none()
        from complaints.models import Dispatch  # models import this module

        units = Unit.objects.visible_to(user)
        return self.filter(models.Exists(Dispatch.objects.filter(complaint=models.OuterRef("pk"), unit__in=units)))

    def with_units(self) -> "ComplaintQuerySet":
        """At a unit, not answered yet."""
        return self.filter(state__in=WITH_UNIT)

    def to_dispatch(self) -> "ComplaintQuerySet":
        """Waiting for the hotline: held or to be dispatched."""
        return self.filter(state__in=(State.QUARANTINED, State.FILED))
