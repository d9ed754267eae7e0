"""Questions about cards."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from efficiency.cards.kinds import OPEN_STATES, State
from efficiency.organization.models import Unit

if TYPE_CHECKING:
    from efficiency.cards.models import Card  # noqa: F401  (names the rows for mypy)


class CardQuerySet(models.QuerySet["Card"]):
    """Cards and reminders."""

    def visible_to(self, user: Any) -> "CardQuerySet":
        """The city's for those who watch it, else those of the own unit and below and those that name the person."""
        units = Unit.objects.visible_to(user)
        return self.filter(Q(unit__in=units) | Q(officer=user.pk))

    def numbered(self) -> "CardQuerySet":
        """Cards proper: without reminders."""
        return self.filter(level__gt=0)

    def open(self) -> "CardQuerySet":
        """Awaiting a statement or the office."""
        return self.filter(state__in=OPEN_STATES)

    def counting(self, now: datetime) -> "CardQuerySet":
        """Whose points count at a moment: upheld or decided, or the time to answer has passed."""
        decided = Q(state__in=(State.UPHELD, State.DOWNGRADED, State.CLOSED))
        return self.filter(decided | Q(state__in=OPEN_STATES, answer_by__lte=now), standing_level__gt=0)
