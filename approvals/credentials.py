"""Check digits of identity numbers and of unified social credit codes. No database."""

import re
import unicodedata
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Document(models.TextChoices):
    """What an applicant is identified by."""

    IDENTITY = "identity", gettext_lazy("resident identity number")
    CREDIT_CODE = "credit-code", gettext_lazy("unified social credit code")
    OTHER = "other", gettext_lazy("passport or permit")


class BadCredential(ValueError):
    """The number cannot be right; the text says what is wrong and what to do."""


_IDENTITY = re.compile(r"[1-9]\d{16}[\dX]")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
# GB 32100—2015: no I, O, S, V, Z.
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(3**place % 31 for place in range(17))
_OTHER = re.compile(r"[A-Z0-9]{5,20}")


def plain(number: str) -> str:
    """The number without separators, in the narrow capital signs of the card."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", number)).upper()


def checked(document: str, number: str, *, today: date) -> str:
    """Return the number in its normal form. Raises BadCredential."""
    clean = plain(number)
    if document == Document.IDENTITY:
        return _identity(clean, today)
    if document == Document.CREDIT_CODE:
        return _credit_code(clean)
    if not _OTHER.fullmatch(clean):
        raise BadCredential(_("A passport or permit number has 5 to 20 letters and digits. Please copy it again."))
    return clean


def _identity(number: str, today: date) -> str:
    if not _IDENTITY.fullmatch(number):
        raise BadCredential(_("A resident identity number has 17 digits and a last digit or X. Please count again."))
    try:
        born = date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        born = None
    if born is None or not date(1880, 1, 1) <= born <= today:
        raise BadCredential(_("Digits 7 to 14 are no date of birth. Please compare them with the card."))
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _IDENTITY_WEIGHTS, strict=True))
    if number[17] != _IDENTITY_CHECKS[total % 11]:
        raise BadCredential(_("The check digit does not fit: one digit is wrong. Please compare it with the card."))
    return number


def _credit_code(code: str) -> str:
    if len(code) != 18 or any(sign not in _CREDIT_SIGNS for sign in code):
        raise BadCredential(
            _("A unified social credit code has 18 digits and capital letters, without I, O, S, V and Z.")
        )
    total = sum(_CREDIT_SIGNS.index(sign) * weight for sign, weight in zip(code[:17], _CREDIT_WEIGHTS, strict=True))
    if _CREDIT_SIGNS.index(code[17]) != -total % 31:
        raise BadCredential(_("The check digit does not fit: one sign is wrong. Please compare it with the licence."))
    return code
