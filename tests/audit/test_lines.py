"""The canonical line: one spelling, literally the same on both databases."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from efficiency.audit.actions import record
from efficiency.audit.lines import canonical
from efficiency.audit.models import Entry
from efficiency.audit.reading import line_of
from efficiency.audit.verbs import Verb
from tests.cast import at, make_user

pytestmark = pytest.mark.django_db
SIGNS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
FACTS = st.recursive(
    st.none() | st.booleans() | st.integers() | SIGNS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SIGNS, inner, max_size=4),
    max_leaves=8,
)


def entry(moment: datetime, **values: Any) -> int:
    with transaction.atomic():
        given = {"actor": None, "kind": "card", "subject": 7} | values
        return record(Verb.CARD_ISSUED, at=moment, **given).pk


def test_a_line_has_every_column_in_the_order_of_its_names_length() -> None:
    user = make_user(name='王"敏\\')
    pk = entry(
        datetime(2026, 9, 28, 2, 0, 0, 5, UTC),
        actor=user,
        subject="a\tb",
        data={"serial": 12, "rule": "E-01", "b": [True, None, "Straße"], "ab": {}},
        commitment=b"\x00\xff" * 16,
        demo=True,
    )

    line = (line_of(pk) or b"").decode()

    assert line == (
        f'{{"at": "2026-09-28T02:00:00.000005Z", "id": {pk}, "data": {{"b": [true, null, "Straße"], "ab": {{}}, '
        '"rule": "E-01", "serial": 12}, "demo": true, "kind": "card", "verb": "card-issued", '
        f'"actor": {user.pk}, "label": "王\\"敏\\\\", "subject": "a\\tb", "commitment": "{"00ff" * 16}"}}'
    )


def test_a_moment_on_the_second_has_six_decimals_all_the_same() -> None:
    line = (line_of(entry(at("2026-09-28 10:00"))) or b"").decode()

    assert line.startswith('{"at": "2026-09-28T02:00:00.000000Z"')
    assert line.endswith('"actor": null, "label": "", "subject": "7", "commitment": null}')


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    data=st.dictionaries(SIGNS, FACTS, max_size=6),
    subject=SIGNS,
    moment=st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_any_entry_reads_back_as_the_line_that_python_makes(data: Any, subject: str, moment: datetime) -> None:
    """On PostgreSQL the database itself makes the line; on SQLite Python makes it of what is stored."""
    pk = entry(moment, data=data, subject=subject)

    expected = canonical(
        {
            "at": moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "id": pk,
            "data": data,
            "demo": False,
            "kind": "card",
            "verb": "card-issued",
            "actor": None,
            "label": "",
            "subject": subject,
            "commitment": None,
        }
    )
    assert line_of(pk) == expected.encode()


@pytest.mark.parametrize(
    ("number", "spelled"),
    [
        ("1", "1"),
        ("1.50", "1.50"),
        ("1e2", "100"),
        ("1E-3", "0.001"),
        ("-0.0", "0.0"),
        ("12345678901234567890.1", "12345678901234567890.1"),
    ],
)
def test_a_number_is_spelled_as_postgresql_spells_it(number: str, spelled: str) -> None:
    """Entries hold whole numbers; were one to hold another, both databases would still agree."""
    pk = entry(at("2026-09-28 10:00"))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT %s::jsonb::text", [f'{{"x": {number}}}'])
            assert cursor.fetchone()[0] == f'{{"x": {spelled}}}'
        else:
            cursor.execute("DROP TRIGGER audit_entry_refuses_update")
            cursor.execute("UPDATE audit_entry SET data = %s WHERE id = %s", [f'{{"x": {number}}}', pk])
            assert f'"data": {{"x": {spelled}}}'.encode() in (line_of(pk) or b"")


def test_an_entry_that_is_not_there_has_no_line() -> None:
    assert line_of(4711) is None
    assert not Entry.objects.exists()
