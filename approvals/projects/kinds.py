"""The closed lists of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.clocks.kinds import ClockKind

MOST_EXTENSION = 15  # working days; Administrative Licensing Law art. 42(2), T-18


class Series(models.TextChoices):
    """Which promise a project stands under: two series are kept apart, the rest has its own chain."""

    INDUSTRIAL = "industrial", _("industrial project")
    FOREIGN = "foreign", _("below-quota encouraged or permitted foreign project")
    OTHER = "other", _("other project")


class State(models.TextChoices):
    """Where a project stands."""

    OPEN = "open", _("under way")
    FINISHED = "finished", _("finished")
    WITHDRAWN = "withdrawn", _("withdrawn")


class StepKind(models.TextChoices):
    """How a step is handled."""

    SINGLE = "single", _("by one unit")
    REVIEW = "review", _("joint review")
    ACCEPTANCE = "acceptance", _("joint acceptance")


class StepState(models.TextChoices):
    """Where a step stands."""

    WAITING = "waiting", _("waits for others")
    READY = "ready", _("with the applicant")
    RUNNING = "running", _("in hand")
    DONE = "done", _("done")


class Span(models.TextChoices):
    """Whether the total clock starts or ends with a step."""

    NONE = "", "–"
    STARTS = "starts", _("starts the total clock")
    ENDS = "ends", _("ends the total clock")


class Promise(models.TextChoices):
    """The promise that runs on a step once its papers are complete."""

    NONE = "", "–"
    LICENCE = ClockKind.LICENCE_WEEK.value, ClockKind.LICENCE_WEEK.label
    PERMIT = ClockKind.PERMIT_MONTH.value, ClockKind.PERMIT_MONTH.label
    ACCEPTANCE = ClockKind.ACCEPTANCE_WEEK.value, ClockKind.ACCEPTANCE_WEEK.label


class End(models.TextChoices):
    """How a run of a step ended."""

    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Verdict(models.TextChoices):
    """What a unit says in joint handling."""

    AGREE = "agree", _("agrees")
    CONDITIONS = "conditions", _("agrees with conditions")
    DISAGREE = "disagree", _("does not agree")


class RequestKind(models.TextChoices):
    """What somebody asks a second person for."""

    EXTENSION = "extension", _("extension of joint handling")
    PAUSE = "pause", _("pause of a promise")


class Currency(models.TextChoices):
    """Currencies of capital."""

    CNY = "CNY", _("yuan")
    USD = "USD", _("US dollars")
    EUR = "EUR", _("euros")
    JPY = "JPY", _("yen")
    HKD = "HKD", _("Hong Kong dollars")
    TWD = "TWD", _("New Taiwan dollars")
