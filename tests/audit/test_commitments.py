"""Personal data is in the log only as commitments; erasing a person keeps the log whole."""

import pytest
from django.conf import settings
from django.db import connection

from efficiency.audit.models import Entry, Leaf
from efficiency.audit.reading import sealed
from efficiency.audit.sealing import seal
from efficiency.audit.verification import verify
from efficiency.common.keys import commitment, keyed_digest, personal_commitment
from efficiency.vault.actions import store
from efficiency.vault.identity import Identity, as_text, personal_key
from efficiency.vault.models import Person
from tests.cast import at

pytestmark = pytest.mark.django_db
WANG = Identity(name="王小明", phone="13800000000", id_number="320583199001011234")


def erase(person: Person) -> None:
    """As the vault does it: the sealed text goes, and with it the key of the commitments."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM vault_person")


def test_a_stored_identity_can_be_proved_with_the_persons_key() -> None:
    person = Person.objects.get(pk=store(WANG, actor=None, now=at("2026-09-28 10:00")))
    own = personal_key(bytes(person.sealed), person.pk, settings.VAULT_KEY)

    assert personal_commitment(f"{person.pk}{as_text(WANG)}", own) == bytes(Entry.objects.get().commitment or b"")


def test_erasing_a_person_keeps_the_log_whole() -> None:
    """T-82, THREATS.md acceptance test 20."""
    person = Person.objects.get(pk=store(WANG, actor=None, now=at("2026-09-28 10:00")))
    seal()
    before = verify()

    erase(person)

    assert verify() == before
    assert before.faults == []


def test_after_the_erasure_nobody_can_link_the_commitment_to_the_person() -> None:
    """Not even whoever holds COMMITMENT_KEY and guesses every detail right."""
    person = Person.objects.get(pk=store(WANG, actor=None, now=at("2026-09-28 10:00")))
    text = f"{person.pk}{as_text(WANG)}"
    erase(person)

    left = bytes(Entry.objects.get().commitment or b"")

    guesses = {commitment(text), personal_commitment(text, b""), keyed_digest(settings.COMMITMENT_KEY, text)}
    assert left not in guesses


def test_two_persons_with_the_same_details_have_different_commitments() -> None:
    for _twice in range(2):
        store(WANG, actor=None, now=at("2026-09-28 10:00"))

    first, second = Entry.objects.values_list("commitment", flat=True)

    assert bytes(first or b"") != bytes(second or b"")


def test_no_detail_of_a_person_stands_in_what_is_hashed() -> None:
    store(WANG, actor=None, now=at("2026-09-28 10:00"))
    seal()

    lines = b"".join(line or b"" for _position, _entry, _sealed, line in sealed(0, Leaf.objects.count()))

    assert all(detail.encode() not in lines for detail in ("王小明", "13800000000", "320583199001011234"))
