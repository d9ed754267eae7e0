"""Questions about notices and endpoints."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from efficiency.notifications.kinds import Channel

if TYPE_CHECKING:
    from efficiency.notifications.models import Endpoint, Notice  # noqa: F401  (names the rows for mypy)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices of the outbox."""

    def inbox_of(self, user: Any) -> "NoticeQuerySet":
        """What stands in somebody's inbox."""
        return self.filter(recipient=user, channel=Channel.INBOX)

    def unread(self) -> "NoticeQuerySet":
        """Not opened yet."""
        return self.filter(read_at=None)

    def to_send(self, now: datetime, channel: Channel) -> "NoticeQuerySet":
        """Whose time to be sent over this channel, or tried again, has come."""
        return self.filter(channel=channel, send_at__lte=now)

    def failed(self) -> "NoticeQuerySet":
        """What could not be sent: to be tried again, or given up."""
        return self.filter(sent_at=None).exclude(error="")

    def unread_count(self, user: Any) -> int:
        """How many notices wait in somebody's inbox."""
        return self.inbox_of(user).unread().order_by().count()


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    """Robots and webhooks."""

    def in_use(self) -> "EndpointQuerySet":
        """Those that are switched on."""
        return self.filter(active=True)

    def awaited(self, now: datetime) -> "EndpointQuerySet":
        """In use, not resting after failures, and something waits for them."""
        waiting = self.model._meta.get_field("notices").related_model._default_manager.filter(
            endpoint=models.OuterRef("pk"), send_at__lte=now
        )
        awake = models.Q(rests_until=None) | models.Q(rests_until__lte=now)
        return self.in_use().filter(awake, models.Exists(waiting))
