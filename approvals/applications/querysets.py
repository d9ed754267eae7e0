"""Questions about drafts and files."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from approvals.models import Case

if TYPE_CHECKING:
    from approvals.applications.models import Application, Upload  # noqa: F401  (names the rows for mypy)


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Online applications, begun or filed."""

    def drafts(self) -> "ApplicationQuerySet":
        """Not filed yet."""
        return self.filter(case=None)

    def expired(self, now: datetime) -> "ApplicationQuerySet":
        """Drafts that nobody saved for so long that they go."""
        return self.drafts().filter(expires_at__lte=now)


class UploadQuerySet(models.QuerySet["Upload"]):
    """Files sent by applicants."""

    def visible_to(self, user: Any) -> "UploadQuerySet":
        """Those of cases that somebody may see; nobody of the house sees a draft, or what was not handed in yet."""
        return self.handed_in().filter(case__in=Case.objects.visible_to(user))

    def handed_in(self) -> "UploadQuerySet":
        """What the unit has: the files of the application, and of points that were answered."""
        return self.filter(case__isnull=False).exclude(point__isnull=False, point__answered_at=None)
