"""The closed lists of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Consequence(models.TextChoices):
    """What follows where the judge finds an irregularity of a rule; the city sets it."""

    NOTHING = "nothing", _("nothing: it is not looked for")
    INFORMATION = "information", _("information: it stands in the list")
    CARD = "card", _("a card of the first level")


class State(models.TextChoices):
    """Where an irregularity stands. `found` and `answered` await the office."""

    FOUND = "found", pgettext_lazy("irregularity", "found")
    ANSWERED = "answered", _("answered by the unit")
    EXPLAINED = "explained", _("explained: no fault")
    UPHELD = "upheld", pgettext_lazy("irregularity", "upheld")


OPEN_STATES = (State.FOUND, State.ANSWERED)


class RemarkKind(models.TextChoices):
    """What somebody said of an irregularity."""

    STATEMENT = "statement", _("explanation of the unit")
    EXPLAINED = "explained", _("explained: no fault")
    UPHELD = "upheld", pgettext_lazy("irregularity", "upheld")
