"""The closed lists of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Authority(models.TextChoices):
    """Who set the fee up. Only what the state or the province has set up may be charged (S09)."""

    NATIONAL = "national", _("national")
    PROVINCIAL = "provincial", _("provincial")
    CITY = "city", _("city or below")


KEPT = (Authority.NATIONAL, Authority.PROVINCIAL)


class Standing(models.TextChoices):
    """How a fee of the list stands."""

    CHARGED = "charged", _("charged")
    FREE = "free", _("free of charge")
    ABOLISHED = "abolished", _("abolished")


class BillState(models.TextChoices):
    """Where a bill stands."""

    OPEN = "open", _("to be paid")
    PAID = "paid", _("paid")
    CANCELLED = "cancelled", pgettext_lazy("bill", "cancelled")
    REFUNDED = "refunded", _("refunded")


class Channel(models.TextChoices):
    """How money came in or went back."""

    CASH = "cash", _("cash")
    CARD = "card", _("bank card")
    SCAN = "scan", _("scanned code")
    TRANSFER = "transfer", _("bank transfer")
    ONLINE = "online", _("online payment")


class Source(models.TextChoices):
    """Where the record of a payment comes from."""

    WINDOW = "window", _("fee window")
    IMPORT = "import", _("imported file")


class AdjustmentKind(models.TextChoices):
    """What is taken off a charge: before it is paid, or after."""

    WAIVER = "waiver", _("waiver or reduction")
    REFUND = "refund", _("refund")


class AdjustmentState(models.TextChoices):
    """Where a waiver or refund stands. A refund that is approved waits until the money has gone back."""

    PROPOSED = "proposed", _("awaiting a decision")
    APPROVED = "approved", _("approved, to be paid back")
    DONE = "done", _("carried out")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Mismatch(models.TextChoices):
    """Why a payment is not what the list says (E-10)."""

    AMOUNT = "amount", _("paid is not what the list says")
    FREE = "free", _("charged although free")
    NO_BASIS = "no-basis", _("charged without a basis in force")
    CITY = "city", _("charged on the city's own authority")
