"""The closed lists of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LevelNumber(models.IntegerChoices):
    """Neutral levels; the city's names and colours for them are rows (Level)."""

    REMINDER = 0, _("reminder")
    FIRST = 1, _("first breach")
    GRAVE = 2, _("grave breach")


class State(models.TextChoices):
    """Where a card stands. `issued` and `answered` await the office."""

    NOTED = "noted", _("for information")  # reminders: nothing to answer, no points
    ISSUED = "issued", _("awaiting the unit's statement")
    ANSWERED = "answered", _("awaiting the office")
    UPHELD = "upheld", _("upheld")
    DOWNGRADED = "downgraded", _("downgraded")
    REVOKED = "revoked", _("revoked")
    SUPERSEDED = "superseded", _("superseded by a higher level")
    CLOSED = "closed", _("rectified and closed")


OPEN_STATES = (State.ISSUED, State.ANSWERED)
UNFINISHED_STATES = (State.ISSUED, State.ANSWERED, State.UPHELD, State.DOWNGRADED)
STANDING_STATES = (State.ISSUED, State.ANSWERED, State.UPHELD, State.DOWNGRADED, State.CLOSED)


class ActKind(models.TextChoices):
    """What somebody did to a card."""

    SERVED = "served", _("receipt recorded")
    STATEMENT = "statement", _("statement of the unit")
    UPHELD = "upheld", _("upheld")
    RECTIFIED = "rectified", _("rectification reported")
    CLOSED = "closed", _("closed")
    REINSTATED = "reinstated", _("reinstated")


class RulingKind(models.TextChoices):
    """A decision that takes two persons."""

    REVOKE = "revoke", _("revoke")
    DOWNGRADE = "downgrade", _("downgrade")


class Trouble(models.TextChoices):
    """What a reconciliation finds; the first three say why a card is missing."""

    MISSING = "missing", _("a card is missing; the judge passed it by")
    SET_ASIDE = "set-aside", _("a card is missing; its clock could not be judged")
    WAITING = "waiting", _("a card is late; its clock still waits for the judge")
    UNREMINDED = "unreminded", _("nobody was reminded")
    ASLEEP = "asleep", _("the judge would not look when the limit ends")
    UNTRUE = "untrue", _("a card without a true breach")
    ELSEWHERE = "elsewhere", _("a card against another unit or matter than its clock's")
    LEFT_OVER = "left-over", _("a card stands that was given up")
    DOUBLED = "doubled", _("two cards for one breach")
    BEHIND = "behind", _("a clock still awaits a breach that has its card")
    GAP = "gap", _("card numbers with a gap")
