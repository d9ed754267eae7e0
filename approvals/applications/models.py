"""Online applications from their first step on, their files, and what each item needs of an applicant."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.applications.querysets import ApplicationQuerySet, UploadQuerySet
from approvals.credentials import Document
from approvals.kinds import Currency
from approvals.models import Case, Item, Point
from efficiency.common.keys import query_code


class Application(models.Model):
    """What somebody applies for online: a draft until it is filed, then the beginning of a case.

    `applicant` is a random key into the vault; `applicant_mark` a keyed digest of the document's
    number, by which the applicant is known again. `sources` says which of his details were taken
    over from which earlier case (field: number and day). `version` is the item's when it was
    begun. A draft that nobody saves goes at `expires_at`, with its files and its applicant.
    """

    number = models.CharField(_("number of the draft"), max_length=50, unique=True)
    code_digest = models.CharField(max_length=64, unique=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="applications")
    version = models.PositiveIntegerField()
    document = models.CharField(_("identified by"), max_length=11, choices=Document.choices)
    applicant = models.UUIDField(null=True, editable=False)
    applicant_mark = models.CharField(max_length=64, blank=True, editable=False)
    sources = models.JSONField(default=dict)
    capital = models.DecimalField(_("capital"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, blank=True)
    started_at = models.DateTimeField(_("begun at"))
    saved_at = models.DateTimeField(_("saved at"))
    expires_at = models.DateTimeField(_("kept until"))
    submitted_at = models.DateTimeField(_("filed at"), null=True, blank=True)
    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="application", verbose_name=_("case")
    )
    demo = models.BooleanField(_("demo"), default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        """Newest first; expired drafts from an index."""

        verbose_name = _("online application")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], condition=models.Q(case=None), name="draft_expires"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(case=None, submitted_at=None)
                | models.Q(case__isnull=False, submitted_at__isnull=False),
                name="filed_is_a_case",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def code(self) -> str:
        """The query code that belongs to the number; only its keyed digest is stored."""
        return query_code(self.number)

    @property
    def is_firm(self) -> bool:
        """Identified by a unified social credit code."""
        return self.document == Document.CREDIT_CODE


class Upload(models.Model):
    """A file that an applicant sent, re-written without metadata; only the clean copy is kept.

    Sent with an application for one of its materials, or for one point of a notice on a case. The
    file's own name is not kept: people name files after themselves.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="uploads"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="uploads")
    point = models.ForeignKey(Point, on_delete=models.PROTECT, null=True, blank=True, related_name="uploads")
    material = models.CharField(_("material"), max_length=200, blank=True)
    file = models.FileField(upload_to="applications/%Y/%m/")
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(_("sent at"))

    objects = UploadQuerySet.as_manager()

    class Meta:
        """In the order in which they came; each belongs to something."""

        verbose_name = _("file of an applicant")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(application__isnull=False) | models.Q(case__isnull=False, point__isnull=False),
                name="upload_belongs",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def extension(self) -> str:
        """What kind of file it is, as people say it."""
        return str(self.file.name).rsplit(".", 1)[-1].upper()


class FieldList(models.Model):
    """Which details of an applicant an item needs, by decision of the office; the newest counts.

    `chosen` holds what may be read beside name and number. None: the city's list counts again.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="field_lists")
    chosen = models.JSONField(null=True)
    ground = models.CharField(_("ground"), max_length=200)
    set_at = models.DateTimeField(_("set at"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """The newest last."""

        verbose_name = _("list of details")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.set_at:%F}"


class Budget(models.Model):
    """How often an address knocked within an hour; the address is a keyed digest. Old rows go by a task."""

    bucket = models.CharField(max_length=64)
    hour = models.DateTimeField(db_index=True)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a bucket and hour."""

        verbose_name = _("budget")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bucket", "hour"], name="one_application_budget_an_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%F %H} {self.used}"
