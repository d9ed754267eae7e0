"""Rows that nobody can change afterwards, on whichever database the tests run."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from efficiency.audit.actions import record
from efficiency.audit.appendonly import allow_changes, forbid_changes, freeze_columns
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from tests.cast import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    with transaction.atomic():
        return record(Verb.UNIT_ADDED, at=at("2026-09-28 10:00"), actor=None, kind="unit", subject=7)


def run(statement: str, *values: int | bool) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_entry_cannot_be_saved_again(entry: Entry) -> None:
    """T-82."""
    entry.subject_id = "8"

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        entry.save()


def test_an_entry_cannot_be_deleted(entry: Entry) -> None:
    """T-82."""
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        entry.delete()


def test_entries_cannot_be_updated_as_a_set(entry: Entry) -> None:
    """T-82."""
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Entry.objects.update(verb=Verb.UNIT_CHANGED)


def test_entries_cannot_be_deleted_as_a_set(entry: Entry) -> None:
    """T-82."""
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET demo = %s",
        "DELETE FROM audit_entry WHERE %s IS NOT NULL",
    ],
)
def test_raw_sql_is_refused_too(entry: Entry, statement: str) -> None:
    """T-82."""
    with pytest.raises(IntegrityError, match="append-only"):
        run(statement, True)


def test_an_entry_cannot_be_replaced(entry: Entry) -> None:
    """T-82: on SQLite REPLACE removes the old row without asking the trigger on DELETE."""
    if connection.vendor == "sqlite":
        statement = "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE id = %s"
    else:
        statement = (
            "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE id = %s ON CONFLICT (id) DO UPDATE SET demo = TRUE"
        )

    with pytest.raises(IntegrityError, match="append-only"):
        run(statement, entry.pk)


def test_the_table_cannot_be_emptied(entry: Entry) -> None:
    """T-82: TRUNCATE on PostgreSQL; SQLite knows only DELETE without a condition."""
    statement = "DELETE FROM audit_entry"
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # else PostgreSQL refuses for another reason
        statement = "TRUNCATE audit_entry"

    with pytest.raises(IntegrityError, match="append-only"):
        run(statement)


@pytest.fixture
def table() -> str:
    """A table with one row whose columns `number` and `note` are free so far."""
    run("CREATE TABLE trial (id integer PRIMARY KEY, number integer, note text)")
    run("INSERT INTO trial VALUES (1, 10, NULL)")
    return "trial"


def value() -> object:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, note FROM trial WHERE id = 1")
        return cursor.fetchone()


def editor() -> BaseDatabaseSchemaEditor:
    """Without its `with`: on SQLite that wants foreign keys off, which a test's transaction cannot do."""
    made: BaseDatabaseSchemaEditor = connection.SchemaEditorClass(connection, atomic=False)
    return made


@pytest.fixture
def frozen(table: str) -> str:
    freeze_columns(editor(), table, ["number"])
    return table


def test_a_frozen_column_takes_no_other_value(frozen: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        run("UPDATE trial SET number = 11")


def test_a_frozen_column_cannot_be_made_null(frozen: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        run("UPDATE trial SET number = NULL")


def test_a_free_column_beside_a_frozen_one_can_change(frozen: str) -> None:
    run("UPDATE trial SET number = 10, note = 'seen'")

    assert value() == (10, "seen")


def test_a_row_with_frozen_columns_cannot_be_deleted(frozen: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        run("DELETE FROM trial")


def test_only_a_spared_row_can_be_deleted() -> None:
    run("CREATE TABLE trial (id integer PRIMARY KEY, demo boolean NOT NULL)")
    run("INSERT INTO trial VALUES (1, %s), (2, %s)", True, False)
    forbid_changes(editor(), "trial", spare="demo")

    run("DELETE FROM trial WHERE id = 1")

    with pytest.raises(IntegrityError, match="append-only"):
        run("DELETE FROM trial WHERE id = 2")


def test_a_spared_row_with_frozen_columns_can_be_deleted_and_not_changed() -> None:
    run("CREATE TABLE trial (id integer PRIMARY KEY, demo boolean NOT NULL)")
    run("INSERT INTO trial VALUES (1, %s)", True)
    freeze_columns(editor(), "trial", ["demo"], spare="demo")

    with pytest.raises(IntegrityError, match="append-only"):
        run("UPDATE trial SET demo = %s", False)
    run("DELETE FROM trial WHERE id = 1")


def test_a_row_cannot_be_turned_into_a_spared_one() -> None:
    run("CREATE TABLE trial (id integer PRIMARY KEY, demo boolean NOT NULL)")
    run("INSERT INTO trial VALUES (1, %s)", False)
    forbid_changes(editor(), "trial", spare="demo")

    with pytest.raises(IntegrityError, match="append-only"):
        run("UPDATE trial SET demo = %s", True)


def test_a_migration_run_backwards_frees_the_table(frozen: str) -> None:
    forbid_changes(editor(), frozen)

    allow_changes(editor(), frozen)
    run("UPDATE trial SET number = 11")

    assert value() == (11, None)


APPEND_ONLY = {
    "approvals_itemversion",
    "audit_entry",
    "audit_leaf",
    "audit_node",
    "audit_seal",
    "audit_verification",
    "cards_act",
    "cards_card",
    "cards_ruling",
    "fees_billline",
    "fees_pastincome",
    "fees_payment",
    "fees_standard",
    "vault_reading",
}


def test_every_append_only_table_still_has_its_triggers() -> None:
    """A migration that alters a table on SQLite makes it anew and loses them silently."""
    if connection.vendor == "sqlite":
        statement = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        statement = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'"
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found = {row[0] for row in cursor.fetchall()}

    last = "truncate" if connection.vendor == "postgresql" else "replace"
    expected = {f"{table}_refuses_{act}" for table in APPEND_ONLY for act in ("update", "delete", last)}
    assert expected - found == set()
