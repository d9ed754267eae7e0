"""Which ratings somebody may see."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from approvals.ratings.kinds import BAD_CODES
from efficiency.organization.models import Unit
from efficiency.organization.roles import CITY_ROLES, Role

if TYPE_CHECKING:
    from approvals.ratings.models import Rating  # noqa: F401  (names the rows for mypy)


class RatingQuerySet(models.QuerySet["Rating"]):
    """Ratings of the city."""

    def visible_to(self, user: Any) -> "RatingQuerySet":
        """The city's for those who watch it; heads and handlers those of the own unit and below.

        Nobody sees a rating of a case that he took himself: he would know who the rater is (T-58).
        """
        if user.role_codes & {role.value for role in CITY_ROLES}:
            return self
        if not user.holds(Role.HEAD, Role.HANDLER):
            return self.none()
        units = Unit.objects.visible_to(user)
        seen = models.Q(unit__in=units)
        if user.holds(Role.HEAD):  # the head of the counter too, whose clerk was rated
            seen |= models.Q(clerk__unit__in=units)
        return self.filter(seen).exclude(models.Q(clerk=user.pk, clerk__isnull=False))

    def valid(self) -> "RatingQuerySet":
        """Without those that were voided."""
        return self.filter(voided_at=None)

    def bad(self) -> "RatingQuerySet":
        """4 and 5."""
        return self.filter(code__in=BAD_CODES)

    def followed_up(self) -> "RatingQuerySet":
        """Bad ones with a name, which stand."""
        return self.valid().filter(matter__isnull=False)

    def to_contact(self) -> "RatingQuerySet":
        """Nobody has spoken with the rater yet."""
        return self.followed_up().filter(contacted_at=None)

    def to_fix(self) -> "RatingQuerySet":
        """Not put right yet."""
        return self.followed_up().filter(rectified_at=None)

    def to_call_back(self) -> "RatingQuerySet":
        """Put right, and the rater does not know yet."""
        return self.followed_up().filter(rectified_at__isnull=False, called_back_at=None)

    def appealed(self) -> "RatingQuerySet":
        """An appeal waits for the office."""
        return self.filter(appeal_open=True)

    def between(self, since: datetime, until: datetime) -> "RatingQuerySet":
        """Given from `since` on and before `until`."""
        return self.filter(rated_at__gte=since, rated_at__lt=until)
