"""Check digits of numbers that people give at the counter."""

from datetime import date

import pytest

from approvals.credentials import BadCredential, Document, checked
from tests.approvals.builders import GOOD_CREDIT_CODE, GOOD_IDENTITY

TODAY = date(2026, 9, 14)


@pytest.mark.parametrize(
    ("document", "typed", "kept"),
    [
        (Document.IDENTITY, GOOD_IDENTITY, GOOD_IDENTITY),
        (Document.IDENTITY, "320583 18901230 009x", "32058318901230009X"),
        (Document.CREDIT_CODE, GOOD_CREDIT_CODE.lower(), GOOD_CREDIT_CODE),
        (Document.CREDIT_CODE, "91440300708461136T", "91440300708461136T"),
        (Document.OTHER, "e-12345678", "E12345678"),
    ],
)
def test_right_numbers_are_kept_in_their_normal_form(document: Document, typed: str, kept: str) -> None:
    assert checked(document, typed, today=TODAY) == kept


@pytest.mark.parametrize(
    ("document", "typed"),
    [
        (Document.IDENTITY, "320583189012300098"),  # wrong check digit
        (Document.IDENTITY, "3205831890123000"),  # too short
        (Document.IDENTITY, "320583189013010019"),  # no such month
        (Document.IDENTITY, "320583209901010012"),  # born in the future
        (Document.IDENTITY, "032058318901230097"),  # region that begins with 0
        (Document.CREDIT_CODE, "91440300708461136A"),  # wrong check sign
        (Document.CREDIT_CODE, "91440300708461136"),  # too short
        (Document.CREDIT_CODE, "9144030070846I136T"),  # I is not used
        (Document.OTHER, "123"),
        (Document.OTHER, "护照123456"),
    ],
)
def test_wrong_numbers_are_refused_with_a_sentence(document: Document, typed: str) -> None:
    with pytest.raises(BadCredential) as refusal:
        checked(document, typed, today=TODAY)

    assert str(refusal.value).endswith((".", "。"))
