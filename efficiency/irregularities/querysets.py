"""Which irregularities somebody may see."""

from typing import TYPE_CHECKING, Any

from django.db import models

from efficiency.irregularities.kinds import OPEN_STATES, State
from efficiency.organization.models import Unit
from efficiency.organization.roles import CITY_ROLES, Role

if TYPE_CHECKING:
    from efficiency.irregularities.models import Finding  # noqa: F401  (names the rows for mypy)


class FindingQuerySet(models.QuerySet["Finding"]):
    """Irregularities."""

    def visible_to(self, user: Any) -> "FindingQuerySet":
        """The city's for those who watch it; heads see their unit's and those below, special supervisors what stands.

        A special supervisor is no official of the unit's: he reads what the office has upheld.
        """
        if user.role_codes & {role.value for role in CITY_ROLES}:
            return self
        seen = models.Q(pk__in=())
        if user.holds(Role.HEAD):
            seen |= models.Q(unit__in=Unit.objects.visible_to(user))
        if user.holds(Role.SUPERVISOR):
            seen |= models.Q(state=State.UPHELD)
        return self.filter(seen)

    def waiting(self) -> "FindingQuerySet":
        """The office has not settled them."""
        return self.filter(state__in=OPEN_STATES)
