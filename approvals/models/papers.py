"""The documents of cases, with their numbers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.kinds import PaperKind, wording
from efficiency.clocks.models import Matter
from efficiency.organization.models import Unit


class PaperSeries(models.Model):
    """The last number given to a kind of document by a unit in a year.

    Gapless: numbers are given in the transaction that writes the document. Documents of the demo
    city have series of their own.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=PaperKind.choices)
    year = models.PositiveSmallIntegerField()
    demo = models.BooleanField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a series."""

        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "year", "demo"], name="one_series_of_papers"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.year}"


class Paper(models.Model):
    """A document as it was issued: nobody can change or delete the row, a trigger refuses (but the demo city's).

    `title`, `body` (a paragraph a line) and `remedy` are the Chinese text of the document; it
    names no applicant, whose name is printed from the vault for one sheet only.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("document"), max_length=12, choices=PaperKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=60)
    body = models.TextField(_("text"))
    remedy = models.TextField(_("remedy"), blank=True)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """In the order of issue; one document a number."""

        verbose_name = _("document")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "year", "demo", "serial"], name="one_paper_a_number"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number as it stands on the document."""
        return f"{'演示·' if self.demo else ''}{self.unit.short_name}{wording(self.kind)}〔{self.year}〕{self.serial}号"

    @property
    def paragraphs(self) -> list[str]:
        """The text, paragraph by paragraph."""
        return self.body.splitlines()
