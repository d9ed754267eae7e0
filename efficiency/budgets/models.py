"""What was knocked at, how often, within an hour."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Budget(models.Model):
    """How often one keyed bucket (an address, a phone) knocked in one hour.

    Not linked to anything that was asked for or sent: it bounds scripts without keeping who did
    what. Old rows are deleted by a task.
    """

    bucket = models.CharField(max_length=64)
    hour = models.DateTimeField(db_index=True)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a bucket and hour."""

        verbose_name = _("budget of an hour")
        constraints = [models.UniqueConstraint(fields=["bucket", "hour"], name="one_budget_row_an_hour")]

    def __str__(self) -> str:
        return f"{self.hour:%F %H} {self.used}"
