"""The catalogue of items: main items, and below them the handling items that carry limits, materials and fees."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from approvals.codes import Delegation, Depth, Handling, ItemType, Level
from approvals.fields import CodesField
from approvals.limits import in_words
from approvals.querysets import ItemQuerySet
from efficiency.clocks.kinds import LimitUnit
from efficiency.organization.models import Unit

LONGEST_LIMIT = 365  # in any unit; the calendar reaches three years ahead
MOST_COPIES = 99


class MainItem(models.Model):
    """A main item (主项): the power that the law sets up. New, change, renewal and cancellation are its items.

    `basis` is what sets the power up, `level` where it is exercised.
    """

    code = models.CharField(_("base code"), max_length=50, unique=True)
    name = models.CharField(_("main item"), max_length=200)
    type = models.CharField(_("type"), max_length=2, choices=ItemType.choices)
    basis = models.TextField(_("setting basis"), blank=True)
    level = models.CharField(_("level of the power"), max_length=1, choices=Level.choices, default=Level.COUNTY)
    demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        """By code."""

        verbose_name = _("main item")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """A handling item (业务办理项) as it is in force. Cases keep what they were received under.

    `initials` are the pinyin initials of the name: clerks find an item by three letters. The
    content is that of version number `version`, in force since `in_force_since`; `newest` is the
    highest number there is, and at `next_change_at` the next scheduled version comes into force.
    `materials` are the names of the rows in `material_rows`. Texts that only the item's own page
    needs stand in its `guide`.
    """

    main = models.ForeignKey(
        MainItem, on_delete=models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("main item")
    )
    code = models.CharField(_("item code"), max_length=50, unique=True)
    name = models.CharField(_("item"), max_length=200)
    initials = models.CharField(max_length=200, blank=True, db_index=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="items", verbose_name=_("department"))
    type = models.CharField(_("type"), max_length=2, choices=ItemType.choices)
    handling = models.CharField(_("handling"), max_length=1, choices=Handling.choices, default=Handling.PROMISED)
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
    special = CodesField(_("special procedures"), max_length=120, blank=True, default=list)
    audience = CodesField(_("service objects"), max_length=20, blank=True, default=list)
    themes = CodesField(_("themes"), max_length=80, blank=True, default=list)
    channels = CodesField(_("ways of handling"), max_length=20, blank=True, default=list)
    venues = CodesField(_("where it is taken"), max_length=12, blank=True, default=list)
    depth = models.CharField(_("how far online"), max_length=1, choices=Depth.choices, default=Depth.NONE)
    visits = models.PositiveSmallIntegerField(_("visits needed"), default=1, validators=[MaxValueValidator(9)])
    delegation = models.CharField(
        _("what the window decides"), max_length=1, choices=Delegation.choices, default=Delegation.ACCEPTANCE
    )
    on_commitment = models.BooleanField(_("by notify and commit"), default=False)
    green = models.BooleanField(_("in the green channel"), default=False)
    appointment = models.BooleanField(_("by appointment"), default=False)
    post = models.BooleanField(_("results by post"), default=False)
    result = models.CharField(_("result"), max_length=200, blank=True)
    result_validity = models.CharField(_("validity of the result"), max_length=60, blank=True)
    active = models.BooleanField(_("in the published list"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    newest = models.PositiveIntegerField(default=1, editable=False)
    in_force_since = models.DateTimeField(_("in force since"), null=True, editable=False)
    next_change_at = models.DateTimeField(_("next change"), null=True, editable=False)
    demo = models.BooleanField(_("demo"), default=False)

    objects = ItemQuerySet.as_manager()

    # The content of a version that is in force, or was, though the rows below hold another; set in memory only.
    shown_content: dict[str, Any] | None = None

    class Meta:
        """By department and name."""

        verbose_name = _("item")
        ordering = ["unit__path", "name"]
        indexes = [
            models.Index(
                fields=["next_change_at"], name="item_next_change", condition=models.Q(next_change_at__isnull=False)
            ),
        ]
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
        """The names of all materials, one by one."""
        return [line.strip() for line in self.materials.splitlines() if line.strip()]

    @property
    def immediate(self) -> bool:
        """Done while the applicant waits, on the same day."""
        return self.handling == Handling.IMMEDIATE

    @property
    def promised_words(self) -> str:
        """The promised limit as people say it."""
        return (
            gettext("at once, on the same day") if self.immediate else in_words(self.promised_limit, self.promised_unit)
        )

    @property
    def statutory_words(self) -> str:
        """The statutory limit as people say it; empty where no law sets one."""
        return in_words(self.statutory_limit, self.statutory_unit) if self.statutory_limit is not None else ""


class Guide(models.Model):
    """What only the page of an item says: notes on the limits, places, hours, phones of offices, questions.

    `questions` holds each question on a line of its own, its answer on the lines below, an empty
    line between two.
    """

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, related_name="guide")
    statutory_note = models.CharField(_("note on the statutory limit"), max_length=300, blank=True)
    promised_note = models.CharField(_("note on the promised limit"), max_length=300, blank=True)
    powers = models.TextField(_("division of powers"), blank=True)
    quantity = models.CharField(_("limits of number"), max_length=300, blank=True)
    partners = models.CharField(_("handled together with"), max_length=300, blank=True)
    intermediaries = models.CharField(_("intermediary services"), max_length=300, blank=True)
    delegation_note = models.CharField(_("what the window decides by itself"), max_length=300, blank=True)
    places = models.TextField(_("places"), blank=True)
    hours = models.CharField(_("hours"), max_length=300, blank=True)
    phone = models.CharField(_("phone for questions"), max_length=60, blank=True)
    supervision_phone = models.CharField(_("phone for complaints"), max_length=60, blank=True)
    address = models.CharField(_("address online"), max_length=300, blank=True)
    questions = models.TextField(_("frequent questions"), blank=True)

    class Meta:
        """One for each item."""

        verbose_name = _("guide")

    def __str__(self) -> str:
        return str(self.item_id)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The frequent questions with their answers."""
        blocks = [block.strip().partition("\n") for block in self.questions.replace("\r", "").split("\n\n")]
        return [(question.strip(), answer.strip()) for question, _line, answer in blocks if question.strip()]


class ItemMaterial(models.Model):
    """A material that an item asks for. Rows are made anew with each version: a case keeps their names."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="material_rows")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("material"), max_length=200)
    required = models.BooleanField(_("required"), default=True)
    originals = models.PositiveSmallIntegerField(_("originals"), default=1, validators=[MaxValueValidator(MOST_COPIES)])
    copies = models.PositiveSmallIntegerField(_("copies"), default=0, validators=[MaxValueValidator(MOST_COPIES)])
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    shared = models.BooleanField(_("obtained by data sharing"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    sample = models.TextField(_("sample"), blank=True)

    class Meta:
        """In the order of the list."""

        verbose_name = _("material")
        ordering = ["item", "position"]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="one_material_a_place"),
            models.UniqueConstraint(fields=["item", "name"], name="one_material_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def amount_words(self) -> str:
        """How many originals and copies, as people say it."""
        parts = []
        if self.originals:
            parts.append(ngettext("%(n)d original", "%(n)d originals", self.originals) % {"n": self.originals})
        if self.copies:
            parts.append(ngettext("%(n)d copy", "%(n)d copies", self.copies) % {"n": self.copies})
        return "、".join(parts) or gettext("to be shown")


class ItemStage(models.Model):
    """A stage of the process with its own limit. Rows are made anew with each version."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="stage_rows")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("stage"), max_length=60)
    limit = models.PositiveSmallIntegerField(
        _("limit"), null=True, blank=True, validators=[MaxValueValidator(LONGEST_LIMIT)]
    )
    limit_unit = models.CharField(
        _("unit of the limit"), max_length=2, choices=LimitUnit.choices, default=LimitUnit.WORKING_DAYS
    )
    post = models.CharField(_("who"), max_length=60, blank=True)

    class Meta:
        """In their order."""

        verbose_name = _("stage")
        ordering = ["item", "position"]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="one_stage_a_place"),
            models.UniqueConstraint(fields=["item", "name"], name="one_stage_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def limit_words(self) -> str:
        """The stage's own limit as people say it; empty where it has none."""
        return in_words(self.limit, self.limit_unit) if self.limit is not None else ""
