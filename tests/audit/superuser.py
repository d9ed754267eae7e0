"""What somebody who owns the database can do to the log, with all triggers switched off."""

from collections.abc import Sequence
from random import Random
from typing import Any

from django.db import connection

from efficiency.audit import reading
from efficiency.audit.models import Leaf, Seal
from efficiency.audit.verifier import Tree, leaf_of

TABLES = ("audit_entry", "audit_leaf", "audit_seal", "audit_node")
TEXTS = ("actor_label", "verb", "subject_kind", "subject_id")


def run(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def switch_off_triggers(tables: Sequence[str] = TABLES) -> None:
    """The first thing a dishonest administrator does."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            run(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        return
    for name, table in run("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"):
        if table in tables:
            run(f"DROP TRIGGER {name}")


def entry_at(position: int) -> int:
    return int(run("SELECT entry FROM audit_leaf WHERE id = %s", position)[0][0])


def flip_a_bit(entry: int, random: Random) -> None:
    """One bit of one sign of one text, or the smallest step of the moment."""
    column = random.choice(TEXTS)
    text = run(f"SELECT {column} FROM audit_entry WHERE id = %s", entry)[0][0]
    at = random.randrange(len(text))
    run(
        f"UPDATE audit_entry SET {column} = %s WHERE id = %s",
        text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :],
        entry,
    )


def change_a_field(entry: int, random: Random) -> None:
    later = "at + interval '1 microsecond'" if connection.vendor == "postgresql" else "'2026-01-01 00:00:00.000001'"
    empty = "'\\x00'::bytea" if connection.vendor == "postgresql" else "x'00'"
    changes = [
        f"at = {later}",
        "actor_label = '李四'",
        "verb = 'card-revoked'",
        "subject_kind = 'case'",
        "subject_id = '0'",
        """data = '{"level": 2}'""",
        f"commitment = {empty}",
        "demo = NOT demo",
    ]
    run(f"UPDATE audit_entry SET {random.choice(changes)} WHERE id = %s", entry)


def delete(entry: int) -> None:
    run("DELETE FROM audit_entry WHERE id = %s", entry)


def insert(number: int) -> None:
    """A forged entry under a number that nobody has."""
    run(
        "INSERT INTO audit_entry (id, at, actor_label, verb, subject_kind, subject_id, data, demo)"
        " SELECT %s, at, '李四', verb, subject_kind, subject_id, data, demo FROM audit_entry"
        " WHERE id = (SELECT MIN(id) FROM audit_entry)",
        number,
    )


def swap(one: int, other: int) -> None:
    """Two entries change their numbers."""
    for old, new in ((one, -1), (other, one), (-1, other)):
        run("UPDATE audit_entry SET id = %s WHERE id = %s", new, old)


def cut_off(size: int, *, leaves: bool, seals: bool) -> None:
    """The end of the log, with or without the records of its sealing."""
    run("DELETE FROM audit_entry WHERE id IN (SELECT entry FROM audit_leaf WHERE id >= %s)", size)
    if leaves:
        run("DELETE FROM audit_leaf WHERE id >= %s", size)
    if seals:
        run("DELETE FROM audit_seal WHERE size > %s", size)


def put_back(size: int) -> None:
    """An older state, as a backup holds it: the numbers given out since are unknown to it as well."""
    cut_off(size, leaves=True, seals=True)
    last = Seal.objects.get(size=size).upto
    if connection.vendor == "postgresql":
        run("SELECT setval('audit_entry_id_seq', %s)", last)
    else:
        run("UPDATE sqlite_sequence SET seq = %s WHERE name = 'audit_entry'", last)


def rewrite() -> None:
    """Every hash computed anew over what stands now: leaves, seals, all of them."""
    end = Leaf.objects.count()
    leaves = [leaf_of(line or b"") for _position, _entry, _sealed, line in reading.sealed(0, end)]
    with connection.cursor() as cursor:
        rows = [(leaf, position) for position, leaf in enumerate(leaves)]
        cursor.executemany("UPDATE audit_leaf SET hash = %s WHERE id = %s", rows)
    tree = Tree()
    for seal in Seal.objects.order_by("size"):
        tree.extend(leaves[tree.size : seal.size])
        run("UPDATE audit_seal SET root = %s, peaks = %s WHERE id = %s", tree.root(), tree.peaks(), seal.pk)


def rewrite_without(entry: int) -> None:
    """An entry taken out, and the whole log computed as if it had never been."""
    gone = Leaf.objects.get(entry=entry).pk
    delete(entry)
    run("DELETE FROM audit_leaf WHERE id = %s", gone)
    for position in range(gone, Leaf.objects.count()):
        run("UPDATE audit_leaf SET id = %s WHERE id = %s", position, position + 1)
    run("DELETE FROM audit_seal WHERE size > %s AND size < (SELECT MAX(size) FROM audit_seal)", gone)
    run("UPDATE audit_seal SET size = size - 1 WHERE size > %s", gone)
    rewrite()
