"""The only place where citizens' names, numbers and addresses are kept."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.vault.querysets import ReadingQuerySet


class Person(models.Model):
    """A citizen's identity, encrypted as one sealed text.

    Other rooms hold only the random `id`. `sealed` is read through vault.actions.reveal alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()
    stored_at = models.DateTimeField(_("stored at"))
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """Nothing about a person can be searched or sorted."""

        verbose_name = _("person")

    def __str__(self) -> str:
        return str(self.id)


class Reading(models.Model):
    """One reading of an identity: who, which fields, for what purpose. Append-only."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=200)
    fields = models.JSONField(_("fields"))
    read_at = models.DateTimeField(_("read at"))

    objects = ReadingQuerySet.as_manager()

    class Meta:
        """Newest last; how much one person reads is answered from an index."""

        verbose_name = _("reading of an identity")
        ordering = ["id"]
        indexes = [models.Index(fields=["reader", "read_at"], name="reading_pace")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.reader_id}"
