"""Questions about changes."""

from typing import TYPE_CHECKING, Any

from django.db import models

from efficiency.changes.kinds import kinds

if TYPE_CHECKING:
    from efficiency.changes.models import Change  # noqa: F401  (names the rows for the type checker)


class ChangeQuerySet(models.QuerySet["Change"]):
    """Changes, newest first."""

    def open(self) -> "ChangeQuerySet":
        """Those that await their second person."""
        return self.filter(decided_at=None)

    def visible_to(self, user: Any) -> "ChangeQuerySet":
        """What the user may propose or decide, and what he proposed; the auditor reads all."""
        if user.holds("auditor"):
            return self
        own = [kind.code for kind in kinds() if kind.may_propose(user) or kind.may_decide(user)]
        return self.filter(kind__in=own)

    def awaiting(self, user: Any) -> "ChangeQuerySet":
        """Those that this user may decide: never his own."""
        codes = [kind.code for kind in kinds() if kind.may_decide(user)]
        return self.open().filter(kind__in=codes).exclude(proposed_by=user)
