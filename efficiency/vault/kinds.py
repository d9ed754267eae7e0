"""The closed lists of requests about personal data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestKind(models.TextChoices):
    """What somebody may ask about his own data (PIPL 45 to 47)."""

    COPY = "copy", _("a copy of what is kept")
    CORRECT = "correct", _("correction")
    ERASE = "erase", _("deletion")


class Channel(models.TextChoices):
    """How a request came."""

    VISIT = "visit", _("in person")
    LETTER = "letter", _("by letter")
    ONLINE = "online", _("online")


class Outcome(models.TextChoices):
    """How a request was answered."""

    GRANTED = "granted", _("granted")
    PARTLY = "partly", _("granted in part")
    REFUSED = "refused", _("refused")


class Refusal(models.TextChoices):
    """Why a request is refused, wholly or in part (PIPL 47, 50)."""

    UNPROVED = "unproved", _("the identity was not shown")
    NOTHING = "nothing", _("nothing is kept under these details")
    PERIOD = "period", _("the legal period of keeping has not ended; access is blocked instead")
    PENDING = "pending", _("the matter is still being handled")
    OTHERS = "others", _("it would touch the rights of others")
