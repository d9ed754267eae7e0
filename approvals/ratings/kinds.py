"""The closed lists of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Code(models.IntegerChoices):
    """How satisfied somebody is: code list of GB/T 39046—2020, A.8. 1 is the best (T-57)."""

    VERY_SATISFIED = 1, pgettext_lazy("rating", "very satisfied")
    SATISFIED = 2, pgettext_lazy("rating", "satisfied")
    FAIR = 3, pgettext_lazy("rating", "fairly satisfied")
    DISSATISFIED = 4, pgettext_lazy("rating", "dissatisfied")
    VERY_DISSATISFIED = 5, pgettext_lazy("rating", "very dissatisfied")


SATISFIED_CODES = (Code.VERY_SATISFIED, Code.SATISFIED, Code.FAIR)
BAD_CODES = (Code.DISSATISFIED, Code.VERY_DISSATISFIED)


class Stage(models.TextChoices):
    """Which service of a matter was rated."""

    ACCEPTANCE = "acceptance", _("at acceptance")
    CLOSING = "closing", _("at the end")


class Channel(models.TextChoices):
    """How the rating was given."""

    TABLET = "tablet", _("tablet at the counter")
    RECEIPT = "receipt", _("QR code of the receipt")
    ONLINE = "online", _("progress page")
    IMPORTED = "imported", _("other system")


ON_SITE = (Channel.TABLET, Channel.RECEIPT)


class Step(models.TextChoices):
    """What the unit did after a bad rating."""

    TRIED = "tried", _("tried to reach the rater")
    CONTACTED = "contacted", _("spoke with the rater")
    RECTIFIED = "rectified", _("put right")
    CALLED_BACK = "called-back", _("called back with the result")


class RulingKind(models.TextChoices):
    """What the office decided about a rating."""

    VOIDED = "voided", _("voided")
    REJECTED = "rejected", _("appeal rejected")
    REINSTATED = "reinstated", _("reinstated")
