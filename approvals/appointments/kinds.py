"""The closed lists of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an appointment stands."""

    BOOKED = "booked", _("booked")
    ARRIVED = "arrived", _("arrived")
    SERVED = "served", _("served")
    MISSED = "missed", _("did not come")
    CANCELLED = "cancelled", _("cancelled")


TO_COME = (State.BOOKED,)
