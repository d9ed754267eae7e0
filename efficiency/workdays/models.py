"""What the city adds to the official arrangement."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    """What an exception makes of a day."""

    WORK = "work", _("make-up working day")
    REST = "rest", _("rest day")


class DayException(models.Model):
    """One day that differs from the official arrangement held in the package.

    Next year's notice, a local closure, a make-up day: always with the number of the document
    that orders it. Withdrawn rows stay, with the version that withdrew them.
    """

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=4, choices=DayKind.choices)
    name = models.CharField(_("name"), max_length=60, help_text=_("What people call the day, e.g. 春节."))
    document = models.CharField(_("document number"), max_length=100)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """One exception in force for each day."""

        verbose_name = _("day exception")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=models.Q(withdrawn=False), name="one_exception_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class PublishedYear(models.Model):
    """A year whose arrangement the city has entered itself, complete, by its notice."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    document = models.CharField(_("document number"), max_length=100)
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """By year."""

        verbose_name = _("published year")
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class CalendarVersion(models.Model):
    """One state of the calendar. Clocks and cards name the version they were computed with.

    The first change makes version 2; version 1 is the official arrangement alone.
    """

    made_at = models.DateTimeField(_("made at"))
    reason = models.CharField(_("reason"), max_length=200)
    digest = models.CharField(_("digest"), max_length=64, help_text=_("SHA-256 over the days that differ."))

    class Meta:
        """By number."""

        verbose_name = _("calendar version")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.pk)
