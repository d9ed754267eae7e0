"""Complaints, their files, and everything that is asked and answered on them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.kinds import CONTACT_KINDS, WITH_UNIT, Identity, IntakeChannel, Kind, State, Suspicion
from complaints.querysets import ComplaintQuerySet
from efficiency.clocks.models import Matter
from efficiency.organization.models import Unit

REWORKS_TO_SUPERVISION = 2


class Complaint(models.Model):
    """What a citizen filed, by form or call, under the number of its matter.

    `reporter` is a random key into the vault; nothing in this room names the citizen.
    `content` is what the citizen wrote and is shown to the hotline and the office alone;
    `shared_content` is the same text without names, phones and numbers, for everybody else.
    `submission` is the key of the form that was sent: the same form sent twice is one complaint;
    `fingerprint` is a keyed digest of what was sent with it, so that other contents under the
    same key are noticed. The query code is stored as a keyed digest only. `matter.unit` is the
    unit that has it now: the hotline centre until dispatch, then the unit dispatched to.
    """

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="complaint")
    submission = models.CharField(max_length=64, unique=True)
    fingerprint = models.CharField(max_length=64)
    code_digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    channel = models.CharField(_("channel"), max_length=8, choices=IntakeChannel.choices)
    content = models.TextField(_("what happened"))
    shared_content = models.TextField(_("what happened, without names and numbers"))
    place = models.CharField(_("where"), max_length=200, blank=True)
    identity = models.CharField(_("identity"), max_length=12, choices=Identity.choices)
    reporter = models.UUIDField(null=True, editable=False)
    filed_at = models.DateTimeField(_("filed at"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    quarantine_reason = models.CharField(_("held because"), max_length=12, choices=Suspicion.choices, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dispatched_at = models.DateTimeField(_("dispatched at"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed for at"), null=True, blank=True)
    reworks = models.PositiveSmallIntegerField(_("times sent back"), default=0)
    discard_reason = models.CharField(_("discarded because"), max_length=500, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        """Newest first; lists by state."""

        verbose_name = _("complaint")
        ordering = ["-filed_at", "-id"]
        indexes = [
            models.Index(fields=["state", "filed_at", "id"], name="complaint_state"),
            models.Index(fields=["filed_at", "id"], name="complaint_newest"),
        ]

    def __str__(self) -> str:
        return self.matter.reference

    @property
    def with_unit(self) -> bool:
        """At a unit, not answered yet."""
        return self.state in WITH_UNIT

    @property
    def held(self) -> bool:
        """In quarantine."""
        return self.state == State.QUARANTINED

    @property
    def to_dispatch(self) -> bool:
        """Waiting for the hotline to give it to a unit."""
        return self.state == State.FILED

    @property
    def replied(self) -> bool:
        """Answered, and the hotline has yet to check the answer."""
        return self.state == State.REPLIED

    @property
    def finished(self) -> bool:
        """Closed or discarded: nothing can happen to it any more."""
        return self.state in (State.CLOSED, State.DISCARDED)

    @property
    def supervised(self) -> bool:
        """Sent back twice: the efficiency office looks after it (T-48)."""
        return self.reworks >= REWORKS_TO_SUPERVISION

    @property
    def unit_may_contact(self) -> bool:
        """The unit may learn whom to reach: a name given openly, and nobody is complained about."""
        return self.identity == Identity.REAL and self.kind in CONTACT_KINDS


class Attachment(models.Model):
    """A file sent with a complaint, re-written without metadata; only the clean copy is kept."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to="complaints/%Y/%m/")
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.pk)


class Dispatch(models.Model):
    """A complaint given to a unit, with the reason, and how that ended."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="dispatches")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("note to the unit"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        """Oldest first; one dispatch in force."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], condition=models.Q(ended_at=None), name="one_dispatch_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} → {self.unit_id}"


class Request(models.Model):
    """A unit's request to return a complaint or to get more time, and its ruling."""

    RETURN, EXTENSION = "return", "extension"

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="requests")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=[(RETURN, _("return")), (EXTENSION, _("extension"))])
    reason = models.CharField(_("reason"), max_length=500)
    days = models.PositiveSmallIntegerField(_("working days"), null=True, blank=True)
    suggested_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(_("ruled at"), null=True)
    granted = models.BooleanField(_("granted"), null=True)
    ruling_note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        """Oldest first; one open request of a kind; ruled on by another person."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "kind"], condition=models.Q(ruled_at=None), name="one_open_request"
            ),
            models.CheckConstraint(
                condition=models.Q(ruled_by=None) | ~models.Q(ruled_by=models.F("asked_by")),
                name="request_ruled_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.complaint_id}"


class Reply(models.Model):
    """An answer of the unit: shown to the citizen once the hotline has checked it."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="replies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("reply"))
    contacted_how = models.CharField(_("how the citizen was contacted"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    sent_back_at = models.DateTimeField(_("sent back at"), null=True, blank=True)
    sent_back_note = models.CharField(_("why it was sent back"), max_length=500, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)

    class Meta:
        """Oldest first."""

        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.at:%F}"


class Addition(models.Model):
    """Something the citizen added on the progress page; `shared_text` as for the complaint itself."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="additions")
    text = models.TextField(_("addition"))
    shared_text = models.TextField()
    at = models.DateTimeField(_("at"))

    class Meta:
        """Oldest first."""

        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.at:%F}"
