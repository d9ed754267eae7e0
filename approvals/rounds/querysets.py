"""Which rounds and proposals somebody may see, and what is left to do in them."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models

from approvals.rounds.kinds import Answer, RoundState
from efficiency.organization.models import Unit
from efficiency.organization.roles import CITY_ROLES, Role

if TYPE_CHECKING:
    from approvals.rounds.models import Proposal, Round  # noqa: F401  (names the rows for mypy)


class RoundQuerySet(models.QuerySet["Round"]):
    """Speed-up rounds."""

    def visible_to(self, user: Any) -> "RoundQuerySet":
        """All for those who watch the city; a head those that concern his unit, once they left the office."""
        if user.role_codes & {role.value for role in CITY_ROLES}:
            return self
        if not user.holds(Role.HEAD):
            return self.none()
        units = Unit.objects.visible_to(user)
        concerned = self.model._default_manager.filter(proposals__unit__in=units)
        return self.exclude(state=RoundState.DRAFT).filter(pk__in=concerned.values("pk"))

    def published(self) -> "RoundQuerySet":
        """What the public reads: approved, also before its day."""
        return self.filter(state=RoundState.APPROVED)

    def under_way(self) -> "RoundQuerySet":
        """With the departments."""
        return self.filter(state=RoundState.OPEN)

    def in_force(self, today: date) -> "RoundQuerySet":
        """Approved, and their day has come."""
        return self.published().filter(effective_on__lte=today)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals for items."""

    def visible_to(self, user: Any) -> "ProposalQuerySet":
        """All for those who watch the city; else those of the own unit and below."""
        return self.filter(unit__in=Unit.objects.visible_to(user))

    def unanswered(self) -> "ProposalQuerySet":
        """Their departments have not answered."""
        return self.filter(answer="")

    def objected(self) -> "ProposalQuerySet":
        """Their departments object."""
        return self.filter(answer=Answer.OBJECTED)

    def unsettled(self) -> "ProposalQuerySet":
        """Objected to, and the office has not said why they are kept."""
        return self.objected().filter(kept_because="")
