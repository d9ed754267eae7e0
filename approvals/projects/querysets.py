"""Which projects and steps somebody may see."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from efficiency.clocks.models import Clock
from efficiency.organization.models import Unit
from efficiency.organization.roles import CITY_ROLES, Role

if TYPE_CHECKING:
    from approvals.projects.models import Project, Step  # noqa: F401  (names the rows for mypy)


class ProjectQuerySet(models.QuerySet["Project"]):
    """Projects of the city."""

    def visible_to(self, user: Any) -> "ProjectQuerySet":
        """The city's for those who watch it; else what the own unit and those below lead, took or have a step in."""
        if user.role_codes & {role.value for role in CITY_ROLES}:
            return self
        if not user.holds(Role.WINDOW, Role.HANDLER, Role.HEAD):
            return self.none()
        units = Unit.objects.visible_to(user)
        steps = self.model._meta.get_field("steps").related_model._default_manager
        own = steps.filter(Q(unit__in=units) | Q(runs__parts__unit__in=units), project=OuterRef("pk"))
        return self.filter(Q(matter__unit__in=units) | Q(opened_by__unit__in=units) | Q(leader=user.pk) | Exists(own))

    def open(self) -> "ProjectQuerySet":
        """Under way."""
        return self.filter(state="open")

    def late(self, now: datetime) -> "ProjectQuerySet":
        """Those on which a promise is past its limit and still runs."""
        return self.filter(Exists(Clock.objects.late(now).filter(matter=OuterRef("matter"))))


class StepQuerySet(models.QuerySet["Step"]):
    """Steps of projects."""

    def in_hands_of(self, units: "models.QuerySet[Unit]") -> "StepQuerySet":
        """Steps that these units have in hand now, alone or as a part of joint handling not answered yet."""
        runs = self.model._meta.get_field("runs").related_model._default_manager
        asked = runs.filter(step=OuterRef("pk"), ended_at=None, parts__unit__in=units, parts__answered_at=None)
        return self.filter(Q(unit__in=units) | Exists(asked), state="running", project__state="open")

    def to_check(self, units: "models.QuerySet[Unit]") -> "StepQuerySet":
        """Steps whose papers the window has yet to find complete."""
        mine = Q(project__opened_by__unit__in=units) | Q(unit__in=units)
        return self.filter(mine, state__in=("ready", "running"), complete_at=None, project__state="open")
