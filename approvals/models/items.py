"""The catalogue of items."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.limits import in_words
from approvals.querysets import ItemQuerySet
from efficiency.clocks.kinds import LimitUnit
from efficiency.organization.models import Unit

LONGEST_LIMIT = 365  # in any unit; the calendar reaches three years ahead


class ItemType(models.TextChoices):
    """Type of an item: code list of GB/T 39046—2020, annex A."""

    LICENCE = "01", _("administrative licence")
    PAYMENT = "05", _("administrative payment")
    CONFIRMATION = "07", _("administrative confirmation")
    OTHER = "10", _("other administrative power")
    SERVICE = "20", _("public service")


class Item(models.Model):
    """An approval item in the city's catalogue, with both limits. Cases keep what they were received under.

    `initials` are the pinyin initials of the name: clerks find an item by three letters.
    """

    code = models.CharField(_("item code"), max_length=50, unique=True)
    name = models.CharField(_("item"), max_length=200)
    initials = models.CharField(max_length=200, blank=True, db_index=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="items", verbose_name=_("department"))
    type = models.CharField(_("type"), max_length=2, choices=ItemType.choices)
    basis = models.TextField(_("basis"))
    conditions = models.TextField(_("conditions"), blank=True)
    materials = models.TextField(_("materials"), blank=True, help_text=_("One a line."))
    procedure = models.TextField(_("procedure"), blank=True, help_text=_("One step a line."))
    statutory_limit = models.PositiveSmallIntegerField(
        _("statutory limit"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_LIMIT)],
        help_text=_("Empty where no law sets one."),
    )
    statutory_unit = models.CharField(
        _("unit of the statutory limit"), max_length=2, choices=LimitUnit.choices, default=LimitUnit.WORKING_DAYS
    )
    promised_limit = models.PositiveSmallIntegerField(
        _("promised limit"), validators=[MaxValueValidator(LONGEST_LIMIT)]
    )
    promised_unit = models.CharField(
        _("unit of the promised limit"), max_length=2, choices=LimitUnit.choices, default=LimitUnit.WORKING_DAYS
    )
    fee = models.CharField(_("fee"), max_length=100, blank=True)
    active = models.BooleanField(_("in the published list"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    demo = models.BooleanField(_("demo"), default=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        """By department and name."""

        verbose_name = _("item")
        ordering = ["unit__path", "name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(promised_limit__gt=0), name="promise_is_positive"),
            models.CheckConstraint(
                condition=models.Q(statutory_limit=None)
                | ~models.Q(statutory_unit=models.F("promised_unit"))
                | models.Q(promised_limit__lte=models.F("statutory_limit")),
                name="promise_within_statute",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def material_list(self) -> list[str]:
        """The materials, one by one."""
        return [line.strip() for line in self.materials.splitlines() if line.strip()]

    @property
    def promised_words(self) -> str:
        """The promised limit as people say it."""
        return in_words(self.promised_limit, self.promised_unit)

    @property
    def statutory_words(self) -> str:
        """The statutory limit as people say it; empty where no law sets one."""
        return in_words(self.statutory_limit, self.statutory_unit) if self.statutory_limit is not None else ""
