"""Units of the city, in a tree."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.organization.querysets import UnitQuerySet


class UnitKind(models.TextChoices):
    """What a unit is."""

    CITY = "city", _("city")
    OFFICE = "office", _("efficiency office")
    HOTLINE = "hotline", _("12345 hotline centre")
    CENTRE = "centre", _("government service centre")
    DEPARTMENT = "department", _("department")
    LINE = "line", _("line unit")  # tax, land, banks: steered from above, evaluated here
    TOWN = "town", _("town")
    VILLAGE = "village", _("village")


class Unit(models.Model):
    """An organization of the city: a department, a town, a village room, a line unit.

    `path` is the chain of ids from the root ("/1/7/31/"); "own unit and below" is a prefix.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=30)
    kind = models.CharField(_("kind"), max_length=12, choices=UnitKind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, editable=False, default="", db_index=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    active = models.BooleanField(_("in use"), default=True)
    demo = models.BooleanField(_("demo"), default=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        """In the order of the tree."""

        verbose_name = _("unit")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """How many units stand above it."""
        return max(self.path.count("/") - 2, 0)

    @property
    def indent(self) -> int:
        """How far it is set in where the tree is drawn; beyond five steps no further."""
        return min(self.depth, 5)
