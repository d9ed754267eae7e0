"""Which errands somebody may see."""

from typing import TYPE_CHECKING, Any

from django.db import models

from approvals.errands.kinds import OPEN, State
from efficiency.organization.models import Unit
from efficiency.organization.roles import CITY_ROLES, Role

if TYPE_CHECKING:
    from approvals.errands.models import Errand  # noqa: F401  (names the rows for mypy)


class ErrandQuerySet(models.QuerySet["Errand"]):
    """Errands of the village rooms and towns."""

    def visible_to(self, user: Any) -> "ErrandQuerySet":
        """The city's for those who watch it; the own room's and those below; at the window what is carried there."""
        if user.role_codes & {role.value for role in CITY_ROLES}:
            return self
        if not user.holds(Role.WINDOW, Role.HEAD) or user.unit_id is None:
            return self.none()
        carried = models.Q(to_unit=user.unit_id) & ~models.Q(state=State.WITH_AGENT, carried_at=None)
        return self.filter(models.Q(unit__in=Unit.objects.visible_to(user)) | carried)

    def open(self) -> "ErrandQuerySet":
        """Something is still to be done."""
        return self.filter(state__in=OPEN)

    def at_window(self, user: Any) -> "ErrandQuerySet":
        """Carried to the unit of this clerk, and not taken yet."""
        return self.filter(state=State.CARRIED, to_unit=user.unit_id)
