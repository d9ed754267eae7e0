"""The closed lists of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseState(models.TextChoices):
    """Where a case stands."""

    RECEIVED = "received", _("received")
    CORRECTING = "correcting", _("to be completed by the applicant")
    ACCEPTED = "accepted", _("accepted")
    FINISHED = "finished", _("finished")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DECLINED = "declined", _("not accepted")


OPEN_STATES = (CaseState.RECEIVED, CaseState.CORRECTING, CaseState.ACCEPTED)


class Intake(models.TextChoices):
    """How an application came."""

    COUNTER = "counter", _("at the counter")
    ONLINE = "online", _("online")


class Outcome(models.TextChoices):
    """How a case ended. `revoked`: granted on a commitment that was not kept."""

    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    REVOKED = "revoked", _("granted, then revoked")


class DeclineGround(models.TextChoices):
    """Why an application is not accepted (Administrative Licensing Law art. 32)."""

    NOT_NEEDED = "not-needed", _("no licence is needed")
    NOT_OURS = "not-ours", _("another agency decides on this")
    UNFIT = "unfit", _("another ground in law")


class DeliveryWay(models.TextChoices):
    """How a decision reached the applicant."""

    COUNTER = "counter", _("at the counter")
    POST = "post", _("by post")
    ONLINE = "online", _("online")


class Said(models.TextChoices):
    """How it is on record that the applicant takes the application back."""

    LETTER = "letter", _("by a signed letter")
    COUNTER = "counter", _("in person at the counter, identity checked")
    ONLINE = "online", _("online, with the query code")
    LAPSED = "lapsed", _("not completed within the days told")


class Currency(models.TextChoices):
    """In which money capital is stated."""

    CNY = "CNY", _("yuan (CNY)")
    USD = "USD", _("US dollars (USD)")


class PaperKind(models.TextChoices):
    """The documents of a case, each with a series of its own in each unit and year."""

    ACCEPTANCE = "acceptance", _("notice of acceptance")
    CORRECTION = "correction", _("one-time notice")
    DECLINED = "declined", _("decision not to accept")
    EXTENSION = "extension", _("notice of extension")
    PROCEDURE = "procedure", _("notice of a special procedure")
    COMMITMENT = "commitment", _("commitment of the applicant")
    GRANT = "grant", _("decision to grant")
    REFUSAL = "refusal", _("decision to refuse")
    REVOCATION = "revocation", _("decision to revoke")
    DELIVERY = "delivery", _("proof of delivery")


class AskKind(models.TextChoices):
    """What the handler of a case asks his head for."""

    EXTENSION = "extension", _("more time")
    PAUSE = "pause", _("a pause")


class StageDuty(models.TextChoices):
    """What the law wants of a stage besides its limit; empty: nothing more."""

    EXAMINE = "examine", _("examination")
    SITE = "site", _("inspection on site, by two")
    HEARING = "hearing", _("hearing, chaired by somebody who did not examine")
    DECIDE = "decide", _("decision")


class HearingFinding(models.TextChoices):
    """What the record of a hearing comes to: the decision follows it (Administrative Licensing Law art. 48)."""

    FOR = "for", _("the record speaks for granting")
    AGAINST = "against", _("the record speaks against granting")


class DelayCause(models.TextChoices):
    """Why a case is late, as its applicant and the public read it."""

    EXAMINATION = "examination", _("further examination was needed")
    OTHER_UNIT = "other-unit", _("the answer of another department was awaited")
    VOLUME = "volume", _("many applications came at the same time")
    STAFF = "staff", _("too few people were on duty")
    SYSTEM = "system", _("a computer system had failed")
    OURS = "ours", _("we made a mistake")


class Rule(models.TextChoices):
    """Rules that an act of a case may go against without being late (RULES.md 2.3)."""

    NOTICE = "E-05", _("a second notice asks for what could have been asked the first time")
    PAUSE = "E-08", _("a pause outside the eight grounds of the law")
    ORDER = "E-11", _("a step by the wrong person or out of order")


def wording(kind: str) -> str:
    """The Chinese word of a document's series, as its number carries it."""
    return _SERIES[PaperKind(kind)]


_SERIES = {
    PaperKind.ACCEPTANCE: "受理",
    PaperKind.CORRECTION: "补正",
    PaperKind.DECLINED: "不受",
    PaperKind.EXTENSION: "延期",
    PaperKind.PROCEDURE: "特程",
    PaperKind.COMMITMENT: "承诺",
    PaperKind.GRANT: "准予",
    PaperKind.REFUSAL: "不予",
    PaperKind.REVOCATION: "撤决",
    PaperKind.DELIVERY: "送达",
}
