"""Which units and people somebody may see."""

from typing import TYPE_CHECKING, Any

from django.db import models

from efficiency.organization.roles import CITY_ROLES

if TYPE_CHECKING:
    from efficiency.organization.models import Unit, User  # noqa: F401  (names the rows for mypy)


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units of the city."""

    def in_use(self) -> "UnitQuerySet":
        """Units that exist today."""
        return self.filter(active=True)

    def under(self, unit: "Unit") -> "UnitQuerySet":
        """This unit and everything below it."""
        return self.filter(path__startswith=unit.path)

    def visible_to(self, user: Any) -> "UnitQuerySet":
        """The whole city for those who watch it, else the own unit and below."""
        if user.role_codes & {role.value for role in CITY_ROLES}:
            return self
        if user.unit_id is None:
            return self.none()
        return self.under(user.unit)


class UserQuerySet(models.QuerySet["User"]):
    """People with an account."""

    def able(self) -> "UserQuerySet":
        """Accounts in use."""
        return self.filter(is_active=True)

    def holding(self, *roles: str) -> "UserQuerySet":
        """People who hold one of these roles today."""
        return self.filter(grants__role__in=roles, grants__revoked_at=None).distinct()

    def by_natural_key(self, username: str) -> "User":
        """Find by user name."""
        return self.get(username=username)
