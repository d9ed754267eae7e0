"""Which units and people somebody may see."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from efficiency.organization.roles import CITY_ROLES, Role

if TYPE_CHECKING:
    from efficiency.organization.models import Absence, Post, Responsibility, Unit, User  # noqa: F401  (for mypy)


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

    def named_like(self, words: str) -> "UserQuerySet":
        """People whose name or user name holds these words."""
        return self.filter(models.Q(display_name__icontains=words) | models.Q(username__icontains=words))

    def with_roles(self) -> "UserQuerySet":
        """Each with `roles_now`, the grants in force, in one further query for all."""
        grants = self.model._meta.get_field("grants").related_model._default_manager
        in_force = grants.filter(revoked_at=None).order_by("granted_at", "pk")
        return self.prefetch_related(models.Prefetch("grants", in_force, to_attr="roles_now"))


class PostQuerySet(models.QuerySet["Post"]):
    """Posts of the units."""

    def in_use(self) -> "PostQuerySet":
        """Posts that exist today in units that exist today."""
        return self.filter(active=True, unit__active=True)

    def editable_by(self, user: Any) -> "PostQuerySet":
        """All for the system administrator; a head's own unit's."""
        if user.holds(Role.SYSADMIN):
            return self
        if user.holds(Role.HEAD) and user.unit_id is not None:
            return self.filter(unit=user.unit_id)
        return self.none()

    def about(self, words: str) -> "PostQuerySet":
        """Posts whose unit, name, duties or holder holds these words."""
        return self.filter(
            models.Q(name__icontains=words)
            | models.Q(duties__icontains=words)
            | models.Q(unit__name__icontains=words)
            | models.Q(holder__display_name__icontains=words)
        )


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Spans in which somebody is away."""

    def in_force(self, at: datetime) -> "AbsenceQuerySet":
        """Those that hold at a moment."""
        return self.filter(from_at__lte=at, until_at__gt=at)

    def overlapping(self, from_at: datetime, until_at: datetime) -> "AbsenceQuerySet":
        """Those that share a moment with the span; one that was taken back has no moment left."""
        return self.filter(from_at__lt=until_at, until_at__gt=from_at).exclude(until_at=models.F("from_at"))


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    """Who answers for units."""

    def in_force(self, at: datetime) -> "ResponsibilityQuerySet":
        """Those that hold at a moment."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=at), since__lte=at)
