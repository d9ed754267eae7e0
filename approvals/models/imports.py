"""Sheets of the catalogue on their way in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.querysets import ItemImportQuerySet


class ImportState(models.TextChoices):
    """How far an import is."""

    CHECKED = "checked", _("checked, to be confirmed")
    CONFIRMED = "confirmed", _("waiting for its turn")
    RUNNING = "running", _("being written")
    DONE = "done", _("written")
    FAILED = "failed", _("not written")
    DROPPED = "dropped", _("dropped")


class ItemImport(models.Model):
    """A sheet that was read without a fault. It changes nothing before somebody confirms it.

    `sheets` holds its cells, `summary` what it would change and the versions that it was compared
    with; `done` of `total` rows have been worked through.
    """

    file_name = models.CharField(_("file"), max_length=120)
    sheets = models.JSONField()
    summary = models.JSONField()
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.CHECKED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    error = models.CharField(_("why it was not written"), max_length=500, blank=True)
    ground = models.CharField(_("ground"), max_length=300, blank=True)
    document = models.CharField(_("document"), max_length=100, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    effective_from = models.DateTimeField(_("in force from"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("read at"))
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = ItemImportQuerySet.as_manager()

    class Meta:
        """Newest first."""

        verbose_name = _("import of items")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def waiting(self) -> bool:
        """It is to be confirmed or dropped."""
        return self.state == ImportState.CHECKED

    @property
    def under_way(self) -> bool:
        """It is confirmed and not yet at its end."""
        return self.state in (ImportState.CONFIRMED, ImportState.RUNNING)
