"""The only place where citizens' names, numbers and addresses are kept."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.vault.kinds import Channel, Outcome, Refusal, RequestKind
from efficiency.vault.querysets import ReadingQuerySet


class Person(models.Model):
    """A citizen's identity, encrypted as one sealed text.

    Other rooms hold only the random `id`. `sealed` is read through vault.actions.reveal alone.
    An erased person keeps the row, since readings name it, with an empty `sealed`: nothing of him
    can be read or proved any more. A blocked one is shown to nobody. While `held_for` names a
    document (a lawsuit, a supervision) nothing of him is erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()
    stored_at = models.DateTimeField(_("stored at"))
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    blocked_at = models.DateTimeField(_("blocked at"), null=True, blank=True)
    held_for = models.CharField(_("kept for"), max_length=100, blank=True)
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """Nothing about a person can be searched or sorted."""

        verbose_name = _("person")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(sealed=b""), name="erased_person_is_empty"
            ),
        ]

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


class DataRequest(models.Model):
    """What somebody asks about his own data (PIPL 45 to 47), and the answer. The register.

    Names nobody: `persons` are keys into this vault, found by a recorded search.
    """

    kind = models.CharField(_("what is asked"), max_length=10, choices=RequestKind.choices)
    channel = models.CharField(_("how it came"), max_length=10, choices=Channel.choices)
    checked = models.CharField(_("how the identity was checked"), max_length=200)
    persons = models.JSONField(default=list)
    received_at = models.DateTimeField(_("received at"))
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("to be answered by"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    refusal = models.CharField(_("ground of the refusal"), max_length=12, choices=Refusal.choices, blank=True)
    reply = models.TextField(_("reply"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """Newest first; answered whole; a refusal names its ground."""

        verbose_name = _("request about personal data")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None, outcome="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(outcome="") & ~models.Q(reply="")),
                name="data_request_answered_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", "granted"]) | ~models.Q(refusal=""),
                name="data_refusal_has_ground",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def open(self) -> bool:
        """Not answered yet."""
        return self.answered_at is None
