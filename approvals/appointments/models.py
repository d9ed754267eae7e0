"""The hours of halls, in versions, and the appointments made there."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.appointments.kinds import State
from approvals.appointments.querysets import BookingQuerySet, HoursQuerySet
from approvals.models import Case, Item
from efficiency.common.keys import query_code
from efficiency.organization.models import Unit

MOST_PLACES = 200


class Hours(models.Model):
    """When a unit's hall serves and how many people a slot takes, from a day on. A later version follows, none changes.

    Hours are texts such as "09:00-12:00、13:00-17:00". `extended` is served on working days beside the
    regular hours (lunch, evening); `saturday` and `sunday` on those rest days that are no holiday.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="hall_hours", verbose_name=_("hall"))
    effective_from = models.DateField(_("in force from"))
    regular = models.CharField(_("hours on working days"), max_length=80, blank=True)
    extended = models.CharField(_("extended service on working days"), max_length=80, blank=True)
    saturday = models.CharField(_("Saturday service"), max_length=80, blank=True)
    sunday = models.CharField(_("Sunday service"), max_length=80, blank=True)
    capacity = models.PositiveSmallIntegerField(_("places a slot"), validators=[MaxValueValidator(MOST_PLACES)])
    extended_capacity = models.PositiveSmallIntegerField(
        _("places a slot in extended service"), validators=[MaxValueValidator(MOST_PLACES)], default=0
    )
    ground = models.CharField(_("ground"), max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(_("set at"))
    demo = models.BooleanField(default=False)

    objects = HoursQuerySet.as_manager()

    class Meta:
        """Newest first."""

        verbose_name = _("hours of a hall")
        ordering = ["unit", "-effective_from", "-id"]
        indexes = [models.Index(fields=["unit", "-effective_from"], name="hours_of_hall")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.effective_from}"


class Booking(models.Model):
    """An appointment: who comes is a random key into the vault.

    Each holds one `place` of its slot; the database knows that no place is held twice. `phone_mark` is a keyed
    digest of the phone, so that one number does not take all slots; it goes when the identity does. The number
    with the query code moves and cancels it. `queue_number` is what the window calls once he has arrived.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    code_digest = models.CharField(max_length=64, unique=True)
    submission = models.CharField(max_length=64, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="bookings", verbose_name=_("hall"))
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="bookings", verbose_name=_("item"))
    starts_at = models.DateTimeField(_("time"))
    ends_at = models.DateTimeField(_("until"))
    place = models.PositiveSmallIntegerField()
    person = models.UUIDField(null=True, editable=False)
    phone_mark = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.BOOKED)
    moved = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(_("made at"))
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    queue_number = models.CharField(_("queue number"), max_length=12, blank=True)
    case = models.OneToOneField(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="booking")
    demo = models.BooleanField(default=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        """By time; a place is held by one, and one telephone number is at one time in one place."""

        verbose_name = _("appointment")
        ordering = ["starts_at", "place"]
        indexes = [models.Index(fields=["state", "starts_at"], name="booking_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts_at", "place"],
                condition=~models.Q(state="cancelled"),
                name="one_person_a_place",
            ),
            models.UniqueConstraint(
                fields=["phone_mark", "starts_at"],
                condition=~models.Q(state="cancelled") & ~models.Q(phone_mark=""),
                name="one_place_a_phone",
            ),
            models.CheckConstraint(condition=models.Q(place__gt=0), name="place_is_positive"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def code(self) -> str:
        """The query code; only its keyed digest is stored."""
        return query_code(self.number)
