"""Questions about tokens."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from efficiency.integrators.models import Token  # noqa: F401  (names the rows for mypy)


class TokenQuerySet(models.QuerySet["Token"]):
    """Tokens of other systems."""

    def in_force(self, now: datetime) -> "TokenQuerySet":
        """Those that could open a door at `now`."""
        return self.filter(revoked_at=None, expires_at__gt=now, digest__isnull=False, account__is_active=True)
