"""Which commitments stand, and which verdicts wait for somebody."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef

from approvals.commitments.kinds import Outcome
from efficiency.organization.models import Unit

if TYPE_CHECKING:
    from approvals.commitments.models import Commitment, Verdict, Version  # noqa: F401  (names the rows for mypy)


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Commitments of the units."""

    def visible_to(self, user: Any) -> "CommitmentQuerySet":
        """The city's for those who watch it, else those of the own unit and below."""
        return self.filter(unit__in=Unit.objects.visible_to(user))


class VersionQuerySet(models.QuerySet["Version"]):
    """What commitments say."""

    def standing(self, day: date) -> "VersionQuerySet":
        """The newest version of each commitment that is published by a day; none of those that ended."""
        later = self.model._default_manager.filter(
            commitment=OuterRef("commitment"), number__gt=OuterRef("number"), published_from__lte=day
        )
        published = self.filter(published_from__lte=day, ends=False, commitment__unit__active=True)
        return published.filter(~Exists(later))


class VerdictQuerySet(models.QuerySet["Verdict"]):
    """Verdicts on commitments."""

    def visible_to(self, user: Any) -> "VerdictQuerySet":
        """The city's for those who watch it, else those of the own unit and below."""
        return self.filter(unit__in=Unit.objects.visible_to(user))

    def broken(self) -> "VerdictQuerySet":
        """Not kept."""
        return self.filter(outcome=Outcome.BROKEN)

    def to_answer(self) -> "VerdictQuerySet":
        """Broken, and neither answered nor settled."""
        return self.broken().filter(answer=None, settlement=None)

    def to_settle(self) -> "VerdictQuerySet":
        """Broken, and the office has not drawn a consequence."""
        return self.broken().filter(settlement=None)
