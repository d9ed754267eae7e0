"""Storing an identity, and the record that every reading leaves."""

import logging
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.common.keys import personal_commitment
from efficiency.organization.models import User
from efficiency.vault.actions import UnableToReveal, address_for_sending, reveal, store, words_to_hide
from efficiency.vault.identity import Identity, as_text, personal_key
from efficiency.vault.models import Person, Reading
from tests.cast import at, make_user
from tests.conftest import CommittedDatabase

WANG = Identity(name="王小明", phone="13900001234", email="wang@example.cn")
NOON = at("2026-09-28 12:00")


@pytest.fixture
def operator(db: None) -> User:
    return make_user("operator")


def kept(identity: Identity = WANG) -> uuid.UUID:
    return store(identity, actor=None, now=at("2026-09-28 10:00"))


@pytest.mark.django_db
def test_storing_leaves_a_commitment_and_no_name() -> None:
    person = kept()

    entry = Entry.objects.get(verb=Verb.IDENTITY_STORED)
    assert (entry.subject_id, entry.data) == (str(person), {})
    assert entry.commitment is not None
    own = personal_key(bytes(Person.objects.get().sealed), person, settings.VAULT_KEY)
    assert bytes(entry.commitment) == personal_commitment(f"{person}{as_text(WANG)}", own)


def test_only_the_fields_asked_for_are_shown(operator: User) -> None:
    shown = reveal(kept(), reader=operator, purpose="回访", fields=["phone"], now=NOON)

    assert shown == Identity(phone="13900001234")


def test_a_reading_is_recorded_with_reader_purpose_and_fields(operator: User) -> None:
    """T-82."""
    person = kept()

    reveal(person, reader=operator, purpose=" 回访 ", fields=["phone", "name"], now=NOON)

    reading = Reading.objects.get()
    assert (reading.person_id, reading.reader, reading.purpose) == (person, operator, "回访")
    assert (reading.fields, reading.read_at) == (["name", "phone"], NOON)
    entry = Entry.objects.get(verb=Verb.IDENTITY_READ)
    assert (entry.actor, entry.subject_id, entry.data) == (operator, str(person), {"fields": ["name", "phone"]})


@pytest.mark.parametrize(("purpose", "fields"), [("  ", ["phone"]), ("回访", []), ("回访", ["salary"])])
def test_a_reading_without_purpose_or_known_field_is_refused(operator: User, purpose: str, fields: list[str]) -> None:
    with pytest.raises(UnableToReveal):
        reveal(kept(), reader=operator, purpose=purpose, fields=fields, now=NOON)

    assert not Reading.objects.exists()


def test_an_identity_that_is_not_kept_is_told(operator: User) -> None:
    with pytest.raises(UnableToReveal):
        reveal(uuid.uuid4(), reader=operator, purpose="回访", fields=["phone"], now=NOON)


def test_inside_an_open_transaction_nothing_is_shown(operator: User) -> None:
    person = kept()

    with pytest.raises(RuntimeError), transaction.atomic():
        reveal(person, reader=operator, purpose="回访", fields=["phone"], now=NOON)

    assert not Reading.objects.exists()


def test_the_record_stands_before_anything_is_shown(committed_db: CommittedDatabase) -> None:
    """THREATS 3: the record exists even when the page fails afterwards."""
    operator = make_user("operator")
    person = kept()
    Person.objects.update(sealed=b"\x01damaged beyond reading")

    with pytest.raises(Exception, match=str(person)):
        reveal(person, reader=operator, purpose="回访", fields=["phone"], now=NOON)

    connection.close()
    assert Reading.objects.get().reader == operator


def test_the_postman_leaves_a_record_too(operator: User) -> None:
    person = kept()

    assert address_for_sending(person, now=NOON) == "wang@example.cn"
    assert Entry.objects.get(verb=Verb.IDENTITY_READ).data == {"fields": ["email"], "sending": True}


def test_many_readings_within_an_hour_are_told_to_the_log(operator: User, caplog: pytest.LogCaptureFixture) -> None:
    """THREATS 3: the 31st reading within an hour."""
    person = kept()
    for _ in range(30):
        reveal(person, reader=operator, purpose="回访", fields=["phone"], now=NOON)
    assert caplog.messages == []

    with caplog.at_level(logging.WARNING):
        reveal(person, reader=operator, purpose="回访", fields=["phone"], now=NOON)

    assert caplog.messages == [f"user {operator.pk} has read 31 identities within an hour"]


def test_a_name_is_nowhere_in_the_database_in_the_clear(committed_db: CommittedDatabase) -> None:
    canary = "CanaryNameQ7X"
    operator = make_user("operator")
    person = store(Identity(name=canary, phone="13999998888"), actor=operator, now=NOON)
    reveal(person, reader=operator, purpose="回访", fields=["name"], now=NOON)

    everything = _dump(committed_db)

    assert str(operator.username).encode() in everything
    assert canary.encode() not in everything
    assert b"13999998888" not in everything


def _dump(database: CommittedDatabase) -> bytes:
    """The database's own bytes; on PostgreSQL each row of each table as text."""
    if connection.vendor == "sqlite":
        files = [Path(database.name), Path(database.name + "-wal")]
        return b"".join(file.read_bytes() for file in files if file.exists())
    text = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            text += [cell for row in cursor.fetchall() for cell in row]
        cursor.execute("SELECT encode(sealed, 'escape') FROM vault_person")
        text += [row[0] for row in cursor.fetchall()]
    return "".join(text).encode()


@pytest.mark.django_db
def test_words_to_hide_are_recorded_as_the_portals_own_reading() -> None:
    words = words_to_hide(kept(), now=NOON)

    assert "13900001234" in words
    entry = Entry.objects.get(verb=Verb.IDENTITY_READ)
    assert (entry.actor, entry.data["redacting"]) == (None, True)
    assert not Reading.objects.exists()


def test_the_vault_has_a_key_of_its_own() -> None:
    assert settings.VAULT_KEY not in {settings.SECRET_KEY, settings.COMMITMENT_KEY, settings.TRACKING_KEY}
