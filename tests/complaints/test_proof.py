"""The form's token and proof of work."""

import pytest

from complaints import proof
from tests.cast import at

pytestmark = pytest.mark.django_db
OPENED = at("2026-09-28 10:00")


def test_a_form_opened_here_with_proof_after_three_seconds_is_above_suspicion() -> None:
    token = proof.issue(OPENED)

    assert proof.suspicion(token, proof.find(token), at("2026-09-28 10:00:03")) == ""


def test_three_seconds_are_the_time_trap() -> None:
    token = proof.issue(OPENED)

    assert proof.suspicion(token, proof.find(token), at("2026-09-28 10:00:02.9")) == "quick"


@pytest.mark.parametrize("nonce", ["", "-1", "x" * 21, "1" * 500])
def test_without_proof_it_is_held(nonce: str) -> None:
    assert proof.suspicion(proof.issue(OPENED), nonce, at("2026-09-28 10:05")) == "proof"


def test_the_proof_of_another_form_does_not_serve() -> None:
    first, second = proof.issue(OPENED), proof.issue(OPENED)

    assert proof.suspicion(second, proof.find(first), at("2026-09-28 10:05")) == "proof"


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "e30:1abc:xyz"])
def test_a_forged_or_missing_token_is_held(token: str) -> None:
    assert proof.read(token, OPENED) is None
    assert proof.suspicion(token, "1", OPENED) == "token"


def test_a_token_of_yesterday_is_held_and_still_names_its_submission() -> None:
    token = proof.issue(OPENED)

    assert proof.suspicion(token, proof.find(token), at("2026-09-29 10:01")) == "token"
    assert proof.read(token, at("2026-09-29 10:01")) is not None


def test_each_form_has_its_own_key() -> None:
    keys = {held.submission for held in (proof.read(proof.issue(OPENED), OPENED) for _ in range(50)) if held}

    assert len(keys) == 50


def test_the_proof_asks_for_the_bits_of_the_setting() -> None:
    nonce = proof.find("token", bits=8)

    assert proof.does_prove("token", nonce, bits=8)
    assert not proof.does_prove("token", nonce, bits=200)
