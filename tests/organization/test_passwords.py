"""What a password must be made of."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from efficiency.organization.passwords import ThreeKindsOfSigns


@pytest.mark.parametrize("password", ["abcdefghij", "abcdefghi1", "ABCDEFGH12", "效能办效能办abc"])
def test_two_kinds_of_signs_are_too_few(password: str) -> None:
    with pytest.raises(ValidationError):
        ThreeKindsOfSigns().validate(password)


@pytest.mark.parametrize("password", ["abcDEF1234", "abc-def-123", "ABC-DEF-12a", "效能办Kunshan9"])
def test_three_kinds_of_signs_are_enough(password: str) -> None:
    ThreeKindsOfSigns().validate(password)


def test_nine_signs_are_too_short() -> None:
    with pytest.raises(ValidationError):
        validate_password("Kx9-vQ2rT")
