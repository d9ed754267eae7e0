"""The closed lists of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a consultation stands."""

    OPEN = "open", _("under way")
    CONCLUDED = "concluded", _("concluded")
    CANCELLED = "cancelled", _("called off")


class Stance(models.TextChoices):
    """What a unit says."""

    AGREE = "agree", _("agrees")
    CONDITIONS = "conditions", _("agrees with conditions")
    DISAGREE = "disagree", _("does not agree")


class Outcome(models.TextChoices):
    """What came of a consultation."""

    AGREED = "agreed", _("the units agree")
    CONDITIONS = "conditions", _("agreed with conditions")
    LEADER = "leader", _("the leader decides")
    NOT_AGREED = "not-agreed", _("no agreement")


class BulletinState(models.TextChoices):
    """Where a bulletin stands."""

    DRAFT = "draft", _("awaits a second person")
    ISSUED = "issued", _("issued and sent")
    REJECTED = "rejected", pgettext_lazy("bulletin", "rejected")
