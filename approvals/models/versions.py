"""The versions of an item."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models.items import Item
from approvals.querysets import ItemVersionQuerySet


class ItemVersion(models.Model):
    """One state of an item, frozen; it is in force from `effective_from` until a newer one is.

    In force at a moment is the version with the latest `effective_from` that has come, of two
    with the same moment the one with the higher number. `sets` names what it was made to change; an
    earlier change that comes later is carried into it but for these. Rows are never changed and, but for the
    demo city's, never removed (a trigger sees to it). `decided_on` is the day on which the change
    was decided: it is to be public within 20 working days of it (T-86), and is with `made_at`.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    effective_from = models.DateTimeField(_("in force from"))
    content = models.JSONField(_("content"))
    sets = models.JSONField(default=list)
    ground = models.CharField(_("ground"), max_length=300)
    document = models.CharField(_("document"), max_length=100, blank=True)
    decided_on = models.DateField(_("decided on"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("published at"))
    demo = models.BooleanField(_("demo"), default=False)

    objects = ItemVersionQuerySet.as_manager()

    class Meta:
        """In the order in which they were made."""

        verbose_name = _("version of an item")
        ordering = ["item", "number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="one_version_a_number")]
        indexes = [models.Index(fields=["item", "effective_from", "number"], name="version_in_force")]

    def __str__(self) -> str:
        return f"{self.item_id}/{self.number}"
