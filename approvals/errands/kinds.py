"""The closed lists of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where the papers of an errand are, as its people said last."""

    WITH_AGENT = "agent", _("papers with the agent")
    CARRIED = "carried", _("carried to the window")
    UNDER_WAY = "case", _("a case of the window")
    DELIVERED = "delivered", _("brought to the applicant")
    CALLED_OFF = "off", _("called off")


OPEN = (State.WITH_AGENT, State.CARRIED, State.UNDER_WAY)


class Step(models.TextChoices):
    """What is to be done next, and by whom."""

    CARRY = "carry", _("carry the papers to the window")
    MEND = "mend", _("sent back: complete the papers, then carry them again")
    AT_WINDOW = "window", _("the window has yet to take the papers")
    BRING_MORE = "more", _("fetch from the applicant what is missing, and bring it")
    WAIT = "wait", _("wait for the decision")
    FETCH = "fetch", _("fetch the decision at the window")
    HAND_OVER = "hand", _("bring the decision to the applicant")
    TELL = "tell", _("tell the applicant how it ended, and give the papers back")
    DONE = "done", _("nothing more to do")


# What the agent himself must do now; the rest is waiting.
FOR_AGENT = (Step.MEND, Step.CARRY, Step.BRING_MORE, Step.FETCH, Step.HAND_OVER, Step.TELL)
