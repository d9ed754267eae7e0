"""How an identity is sealed."""

import uuid

import pytest

from efficiency.vault.identity import Identity, UnableToUnseal, seal, unseal

PERSON = uuid.UUID("00000000-0000-4000-8000-000000000001")
OTHER = uuid.UUID("00000000-0000-4000-8000-000000000002")
WANG = Identity(name="王小明", phone="13900001234", address="昆山市前进中路1号")


def test_what_was_sealed_can_be_unsealed() -> None:
    assert unseal(seal(WANG, PERSON, "key"), PERSON, "key") == WANG


def test_the_same_identity_is_never_sealed_to_the_same_text() -> None:
    assert seal(WANG, PERSON, "key") != seal(WANG, PERSON, "key")


def test_the_sealed_text_shows_nothing() -> None:
    sealed = seal(WANG, PERSON, "key")

    assert "王小明".encode() not in sealed
    assert b"13900001234" not in sealed


def test_another_key_opens_nothing() -> None:
    with pytest.raises(UnableToUnseal):
        unseal(seal(WANG, PERSON, "key"), PERSON, "other key")


def test_a_sealed_text_moved_to_another_person_opens_nothing() -> None:
    with pytest.raises(UnableToUnseal):
        unseal(seal(WANG, PERSON, "key"), OTHER, "key")


@pytest.mark.parametrize("place", [0, 1, 20, -1])
def test_one_changed_byte_is_noticed(place: int) -> None:
    sealed = bytearray(seal(WANG, PERSON, "key"))
    sealed[place] ^= 1

    with pytest.raises(UnableToUnseal):
        unseal(bytes(sealed), PERSON, "key")


def test_a_log_line_shows_no_name() -> None:
    assert f"{WANG!r} {WANG}" == "Identity(…) Identity(…)"
