"""One-time codes: the vectors of RFC 6238, each code once, secrets sealed."""

from datetime import UTC, datetime

import pytest

from efficiency.organization.codes import (
    UnableToUnseal,
    address,
    code_at,
    new_recovery_codes,
    new_secret,
    recovery_digest,
    seal,
    spelled,
    step_of,
    unseal,
)

RFC = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_vectors_of_the_standard_hold(seconds: int, code: str) -> None:
    """RFC 6238, appendix B (SHA-1), its last six digits."""
    moment = datetime.fromtimestamp(seconds, UTC)

    assert code_at(RFC, moment) == code
    assert step_of(RFC, code, moment, 0) == seconds // 30


@pytest.mark.parametrize(("late", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phones_clock_may_be_one_step_off(late: int, taken: bool) -> None:
    code = code_at(RFC, datetime.fromtimestamp(1_000_000_020, UTC))
    asked = datetime.fromtimestamp(1_000_000_020 + late, UTC)

    assert (step_of(RFC, code, asked, 0) is not None) is taken


def test_no_code_of_a_step_that_was_used_is_taken_again() -> None:
    moment = datetime.fromtimestamp(1_000_000_020, UTC)
    code = code_at(RFC, moment)
    step = step_of(RFC, code, moment, 0)
    assert step is not None

    assert step_of(RFC, code, moment, step) is None
    assert step_of(RFC, code, moment, step - 1) == step


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "１２３４５６", "-12345"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert step_of(RFC, code, datetime.fromtimestamp(59, UTC), 0) is None


def test_a_secret_is_sealed_for_one_account_and_one_key() -> None:
    secret = new_secret()
    sealed = seal(secret, 7, "key")

    assert secret not in sealed
    assert unseal(sealed, 7, "key") == secret
    for account, key, text in (
        (8, "key", sealed),
        (7, "other", sealed),
        (7, "key", sealed[:-1] + b"x"),
        (7, "key", b""),
    ):
        with pytest.raises(UnableToUnseal):
            unseal(text, account, key)


def test_the_app_reads_house_account_and_secret() -> None:
    text = address(RFC, "wang.min", "昆山市")

    assert text.startswith("otpauth://totp/%E6%98%86%E5%B1%B1%E5%B8%82:wang.min?secret=GEZDGNBVGY3TQOJQ")
    assert spelled(RFC) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"


def test_recovery_codes_are_ten_and_kept_as_keyed_digests() -> None:
    codes = new_recovery_codes()

    assert len(set(codes)) == 10
    assert {len(code) for code in codes} == {11}
    one = codes[0]
    assert recovery_digest(one, 7, "key") == recovery_digest(one.lower().replace("-", " "), 7, "key")
    assert len({recovery_digest(one, 7, "key"), recovery_digest(one, 8, "key"), recovery_digest(one, 7, "other")}) == 3
