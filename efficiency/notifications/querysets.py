"""Questions about notices."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from efficiency.notifications.models import Notice  # noqa: F401  (names the rows for mypy)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices of the outbox."""

    def inbox_of(self, user: Any) -> "NoticeQuerySet":
        """What stands in somebody's inbox."""
        return self.filter(recipient=user, channel="inbox")

    def unread(self) -> "NoticeQuerySet":
        """Not opened yet."""
        return self.filter(read_at=None)

    def to_send(self, now: datetime) -> "NoticeQuerySet":
        """Whose time to be sent, or tried again, has come."""
        return self.filter(send_at__lte=now)

    def failed(self) -> "NoticeQuerySet":
        """E-mails that could not be sent: to be tried again, or given up."""
        return self.filter(channel="email", sent_at=None).exclude(error="")

    def unread_count(self, user: Any) -> int:
        """How many notices wait in somebody's inbox."""
        return self.inbox_of(user).unread().order_by().count()
