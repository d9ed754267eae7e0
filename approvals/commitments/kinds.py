"""The closed lists of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Measure(models.TextChoices):
    """By what it is seen whether a commitment was kept."""

    IN_TIME = "in-time", _("share of promises kept in time, at least … %")
    NONE_LATE = "none-late", _("promises that passed their limit, at most …")
    ANSWERED = "answered", _("complaints answered in time, at least … %")
    NO_CARD = "no-card", _("cards that stand, at most …")
    SATISFIED = "satisfied", _("satisfied rate of the ratings, at least … %")
    ASSESSED = "assessed", _("assessed by the office, with evidence")


# Measures for which less is better; for all others (but the assessed one) more is.
AT_MOST = (Measure.NONE_LATE, Measure.NO_CARD)
SHARES = (Measure.IN_TIME, Measure.ANSWERED, Measure.SATISFIED)


class Outcome(models.TextChoices):
    """Whether a commitment was kept in a month."""

    KEPT = "kept", pgettext_lazy("promise", "kept")
    BROKEN = "broken", _("broken")
    NOTHING = "nothing", _("nothing to measure")


class Consequence(models.TextChoices):
    """What the office made of a broken commitment."""

    CARD = "card", _("card issued")
    LEAD = "lead", _("noted as a lead")
    NONE = "none", _("no consequence, with its ground")


class Topic(models.TextChoices):
    """What a unit must publish."""

    DUTIES = "duties", _("duties, office, address, hours, telephone, names of those in charge")
    RULES = "rules", _("rules and normative documents")
    ITEMS = "items", _("basis, conditions, procedure and results of licensing and public services")
    FEES = "fees", _("fees with basis and standard")
    BUDGET = "budget", _("budget and final accounts")
    PURCHASES = "purchases", _("catalogue, standards and carrying out of central purchasing")
    PENALTIES = "penalties", _("basis, conditions and procedure of penalties and coercive measures")
    EMERGENCY = "emergency", _("emergency plans and warnings")
    INSPECTIONS = "inspections", _("results of inspections of safety, food, medicine, environment, quality")
    ANNUAL = "annual", _("annual report on open government, by 31 January")
    COMMITMENTS = "commitments", _("the unit's own commitments and how to complain")


# 《政府信息公开条例》(2019): article and paragraph. The last one is the city's own demand.
BASES = {
    Topic.DUTIES: _("Regulation on Open Government Information, art. 20(2)"),
    Topic.RULES: _("Regulation on Open Government Information, art. 20(1)"),
    Topic.ITEMS: _("Regulation on Open Government Information, art. 20(5)"),
    Topic.FEES: _("Regulation on Open Government Information, art. 20(8)"),
    Topic.BUDGET: _("Regulation on Open Government Information, art. 20(7)"),
    Topic.PURCHASES: _("Regulation on Open Government Information, art. 20(9)"),
    Topic.PENALTIES: _("Regulation on Open Government Information, art. 20(6)"),
    Topic.EMERGENCY: _("Regulation on Open Government Information, art. 20(12)"),
    Topic.INSPECTIONS: _("Regulation on Open Government Information, art. 20(13)"),
    Topic.ANNUAL: _("Regulation on Open Government Information, art. 49"),
    Topic.COMMITMENTS: _("set by the city"),
}


class Finding(models.TextChoices):
    """What a check of publication found."""

    PUBLISHED = "published", _("published")
    OUTDATED = "outdated", _("out of date")
    MISSING = "missing", _("not published")
    NOT_OURS = "not-ours", _("does not concern this unit")
