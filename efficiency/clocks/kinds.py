"""The closed lists of this room: kinds of clock, units of limit, grounds of a pause."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subsystem(models.TextChoices):
    """The business that a matter belongs to."""

    APPROVAL = "approval", _("approvals")
    HOTLINE = "hotline", _("12345 hotline")


class ClockKind(models.TextChoices):
    """What was promised."""

    PROMISED = "promised", _("promised limit")
    STATUTORY = "statutory", _("statutory limit")
    ACCEPTANCE = "acceptance", _("acceptance or one-time notice")
    IMMEDIATE = "immediate", _("on the same day")
    STAGE = "stage", _("limit of a stage")
    DELIVERY = "delivery", _("delivery of the decision")
    CHECK = "check", _("check of a commitment")
    CITIZEN = "citizen", _("promise to the citizen")
    REPLY = "reply", _("reply of the unit")
    DISPATCH = "dispatch", _("dispatch by the hotline")
    SIGN_FOR = "signfor", _("sign-for by the unit")
    CONTACT = "contact", _("contact after a bad rating")
    FIX = "fix", _("putting right after a bad rating")
    PROJECT = "project", _("whole chain of a project")
    LICENCE_WEEK = "p-licence", _("business licence within a week")
    PERMIT_MONTH = "p-permit", _("construction permit within a month")
    ACCEPTANCE_WEEK = "p-acceptance", _("joint acceptance within a week")
    JOINT = "joint", _("joint handling")
    JOINT_PART = "joint-part", _("a unit's part of joint handling")
    CONSULTED = "consulted", _("opinion of a unit consulted")


class LimitUnit(models.TextChoices):
    """How a limit is counted."""

    WORKING_DAYS = "wd", _("working days")
    CALENDAR_DAYS = "cd", _("calendar days")
    WORKING_HOURS = "wh", _("working hours")
    MONTHS = "mo", _("months")


class DayEnd(models.TextChoices):
    """When the last day is over."""

    MIDNIGHT = "24:00", _("at 24:00")
    CLOSING = "closing", _("at closing time of the counter")


class Ground(models.TextChoices):
    """Why a clock pauses. The first eight are the closed list of art. 45 of the
    Administrative Licensing Law; any other ground stops the promised clock only."""

    HEARING = "hearing", _("hearing")
    TENDER = "tender", _("invitation of tenders")
    AUCTION = "auction", _("auction")
    INSPECTION = "inspection", _("inspection")
    TESTING = "testing", _("testing")
    QUARANTINE = "quarantine", _("quarantine")
    APPRAISAL = "appraisal", _("appraisal by experts of a discipline")
    EXPERT_REVIEW = "expert-review", _("expert review")
    OTHER = "other", _("other, outside the statutory list")


STATUTORY_GROUNDS = frozenset(ground for ground in Ground if ground is not Ground.OTHER)
