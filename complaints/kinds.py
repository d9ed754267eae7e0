"""The closed lists of the hotline."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a citizen wants."""

    CONSULTATION = "consultation", _("consultation")
    REPAIR = "repair", _("repair")
    HELP = "help", _("request for help")
    COMPLAINT = "complaint", _("complaint")
    SUGGESTION = "suggestion", _("suggestion")


# A unit must be able to reach somebody whose lamp it repairs; it never learns who complained.
CONTACT_KINDS = frozenset({Kind.CONSULTATION, Kind.REPAIR, Kind.HELP})


class Identity(models.TextChoices):
    """How far a citizen lets the name be known."""

    REAL = "real", _("with my name")
    CONFIDENTIAL = "confidential", _("confidential")
    ANONYMOUS = "anonymous", _("anonymous")


class IntakeChannel(models.TextChoices):
    """How a complaint came in."""

    WEB = "web", _("public form")
    PHONE = "phone", _("12345 call")
    API = "api", _("another system")


class State(models.TextChoices):
    """Where a complaint stands."""

    QUARANTINED = "quarantined", _("held for a check")
    FILED = "filed", _("awaiting dispatch")
    DISPATCHED = "dispatched", _("dispatched, not signed for")
    SIGNED = "signed", _("being handled")
    REPLIED = "replied", _("replied, awaiting check")
    CLOSED = "closed", _("closed")
    DISCARDED = "discarded", _("discarded as abuse")


class Suspicion(models.TextChoices):
    """Why a complaint is held for a check; none of these is a reason to refuse it."""

    TOKEN = "token", _("the form was not opened here, or long ago")
    QUICK = "quick", _("sent faster than anybody writes")
    PROOF = "proof", _("the browser did no proof of work (scripts off, or a script)")
    ADDRESS = "address", _("many complaints from one address within the hour")
    PHONE = "phone", _("many complaints with one phone within the hour")


WITH_UNIT = (State.DISPATCHED, State.SIGNED)
OPEN_STATES = (State.QUARANTINED, State.FILED, State.DISPATCHED, State.SIGNED, State.REPLIED)
