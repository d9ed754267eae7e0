"""The closed lists of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LeaveKind(models.TextChoices):
    """Why somebody asks for leave."""

    ANNUAL = "annual", _("annual leave")
    SICK = "sick", _("sick leave")
    PERSONAL = "personal", _("leave for personal affairs")
    FAMILY = "family", _("home leave")
    MARRIAGE = "marriage", _("marriage leave")
    BIRTH = "birth", _("maternity or paternity leave")
    MOURNING = "mourning", _("funeral leave")
    LIEU = "lieu", _("time off in lieu")
    MISSION = "mission", _("official trip")
    TRAINING = "training", _("training")
    OTHER = "other", _("other leave")


class LeaveState(models.TextChoices):
    """Where a leave stands."""

    ASKED = "asked", _("awaiting approval")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    CANCELLED = "cancelled", _("cancelled")
    RETURNED = "returned", _("back, reported")


class ReviewBy(models.TextChoices):
    """Who decides on a leave."""

    HEAD = "head", _("the head of the unit")
    LEADER = "leader", _("the leader in charge")
    OFFICE = "office", _("the efficiency office")


class Half(models.TextChoices):
    """Half a day."""

    MORNING = "am", _("morning")
    AFTERNOON = "pm", _("afternoon")


class Shift(models.TextChoices):
    """A turn of duty."""

    DAY = "day", _("day")
    NIGHT = "night", _("night")
    WHOLE = "whole", _("whole day")
    LEADER = "leader", _("leader on duty")


class AskedBy(models.TextChoices):
    """How somebody asked."""

    VISIT = "visit", _("in person")
    PHONE = "phone", _("by phone")
    ONLINE = "online", _("online")
    LETTER = "letter", _("by letter")


class EnquiryState(models.TextChoices):
    """Where a first-asked enquiry stands."""

    HELD = "held", _("in hand")
    OFFERED = "offered", _("awaiting whoever takes it over")
    FINISHED = "finished", _("finished")
