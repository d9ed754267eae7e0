"""Questions about cards."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from efficiency.cards.kinds import OPEN_STATES, State
from efficiency.organization.models import Absence, Unit
from efficiency.organization.roles import CITY_ROLES

if TYPE_CHECKING:
    from efficiency.cards.models import Card, Launch, Shadow  # noqa: F401  (names the rows for mypy)


class CardQuerySet(models.QuerySet["Card"]):
    """Cards and reminders."""

    def visible_to(self, user: Any) -> "CardQuerySet":
        """The city's for those who watch it, else those of the own unit and below and those that name the person.

        A card names the officer in charge and whoever stood in for him; whoever was named to stand in
        for an officer who is away reads that officer's cards until he is back (S12).
        """
        if user.role_codes & {role.value for role in CITY_ROLES}:
            return self
        units = Unit.objects.visible_to(user)
        stood_in = self.model._meta.get_field("stand_ins").related_model._default_manager.filter(person=user.pk)
        away = Absence.objects.filter(deputy=user.pk, from_at__lte=Now(), until_at__gt=Now())
        named = Q(officer=user.pk) | Q(pk__in=stood_in.values("card")) | Q(officer__in=away.values("user"))
        return self.filter(Q(unit__in=units) | named)

    def with_stand_in(self) -> "CardQuerySet":
        """With `stood_in_name`: who stood in for the officer in charge when the card was issued; NULL: nobody."""
        rows = self.model._meta.get_field("stand_ins").related_model._default_manager.filter(
            card=models.OuterRef("pk"), away=models.OuterRef("officer"), person__isnull=False
        )
        return self.annotate(stood_in_name=models.Subquery(rows.values("person__display_name")[:1]))

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


class LaunchQuerySet(models.QuerySet["Launch"]):
    """Parts of the city that are going live."""

    def covering(self, *, subsystem: str, path: str) -> "LaunchQuerySet":
        """Those that hold the matters of a subsystem in the unit of this path."""
        above = [path[: end + 1] for end, sign in enumerate(path) if sign == "/"]
        of_unit = Q(unit=None) | Q(unit__path__in=above)
        return self.filter(of_unit, subsystem__in=["", subsystem])

    def on_trial(self, moment: datetime) -> "LaunchQuerySet":
        """Those that issue no card for a breach of this moment."""
        return self.filter(Q(cards_from=None) | Q(cards_from__gt=moment))


class ShadowQuerySet(models.QuerySet["Shadow"]):
    """Cards that would have been issued."""

    def visible_to(self, user: Any) -> "ShadowQuerySet":
        """The city's for those who watch it, else those of the own unit and below."""
        return self.filter(unit__in=Unit.objects.visible_to(user))

    def of_part(self, launch: "Launch") -> "ShadowQuerySet":
        """Those of one part of the city."""
        found = self
        if launch.subsystem:
            found = found.filter(matter__subsystem=launch.subsystem)
        if launch.unit is not None:
            found = found.filter(unit__path__startswith=launch.unit.path)
        return found
