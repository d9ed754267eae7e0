"""A thousand tamperings by whoever owns the database, each found and its first bad record named.

THREATS.md 2.5 counts two kinds apart: an old state put back and a rewrite of the whole log with
all its hashes are consistent in themselves. Only a checkpoint kept outside shows them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from efficiency.audit import checkpoints, reading
from efficiency.audit.models import Entry
from efficiency.audit.sealing import seal
from efficiency.audit.verification import Result, verify
from efficiency.audit.verifier import Checkpoint, leaf_of
from tests.audit import superuser
from tests.audit.log import notes
from tests.conftest import CommittedDatabase

Tampering = Callable[[Checkpoint, Random], tuple[str, int]]
SIZE, SEALED_AT_ONCE, SEED = 120, 20, 20261122
ROUNDS = 130  # of each of the eight kinds


@pytest.fixture
def log(committed_db: CommittedDatabase, settings: Any, tmp_path: Path) -> Iterator[Checkpoint]:
    """A sealed and published log whose numbers have gaps, in the hands of a superuser; its checkpoint."""
    settings.CHECKPOINT_DIR = tmp_path
    for _seal in range(SIZE // SEALED_AT_ONCE):
        notes(SEALED_AT_ONCE)
        with transaction.atomic():
            Entry.objects.create(actor_label="", verb="card-issued", at="2026-09-28T10:00Z", subject_id="1")
            transaction.set_rollback(True)  # a number is given out and not used
        seal()
    if connection.vendor == "sqlite":  # where a rolled back number comes up again
        superuser.run("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'audit_entry'")
        notes(1)
        seal()
    checkpoints.publish()
    superuser.switch_off_triggers()
    checkpoint = checkpoints.latest()
    assert checkpoint is not None
    yield checkpoint


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is done in earnest, looked at, and taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def inside(checkpoint: Checkpoint) -> Result:
    """What the database itself shows."""
    return verify()


def outside(checkpoint: Checkpoint) -> Result:
    """What the checkpoint and the hashes kept outside show."""
    return verify([checkpoint], checkpoints.hashes())


def first(result: Result) -> tuple[str, int]:
    assert result.faults, "nothing was found"
    return result.faults[0].kind, result.faults[0].position


def test_an_untouched_log_is_in_order(log: Checkpoint) -> None:
    assert outside(log).faults == []
    assert outside(log).size == log.size


def bit(log: Checkpoint, random: Random) -> tuple[str, int]:
    at = random.randrange(log.size)
    superuser.flip_a_bit(superuser.entry_at(at), random)
    return "changed", at


def field(log: Checkpoint, random: Random) -> tuple[str, int]:
    at = random.randrange(log.size)
    superuser.change_a_field(superuser.entry_at(at), random)
    return "changed", at


def delete(log: Checkpoint, random: Random) -> tuple[str, int]:
    at = random.randrange(log.size - 1)
    superuser.delete(superuser.entry_at(at))
    return "deleted", at


def insert(log: Checkpoint, random: Random) -> tuple[str, int]:
    free = sorted({*range(1, superuser.entry_at(log.size - 1))} - {*Entry.objects.values_list("pk", flat=True)})
    superuser.insert(random.choice([*free, 0, -7]))
    return "inserted", log.size


def swap(log: Checkpoint, random: Random) -> tuple[str, int]:
    at, other = sorted(random.sample(range(log.size), 2))
    superuser.swap(superuser.entry_at(at), superuser.entry_at(other))
    return "reordered", at


def truncate(log: Checkpoint, random: Random) -> tuple[str, int]:
    at = random.randrange(log.size)
    superuser.cut_off(at, leaves=random.random() < 0.5, seals=False)
    return "truncated", at


def replay(log: Checkpoint, random: Random) -> tuple[str, int]:
    at = random.randrange(1, log.size // SEALED_AT_ONCE) * SEALED_AT_ONCE
    superuser.put_back(at)
    return "older", at


def rewrite(log: Checkpoint, random: Random) -> tuple[str, int]:
    _kind, at = field(log, random)
    superuser.rewrite()
    return "rewritten", at


@pytest.mark.parametrize("tamper", [bit, field, delete, insert, swap, truncate])
def test_what_was_done_to_sealed_entries_is_found_in_the_database_itself(log: Checkpoint, tamper: Tampering) -> None:
    """T-82: each of many times, with its first bad record."""
    random = Random(SEED)
    for number in range(ROUNDS):
        with undone():
            expected = tamper(log, random)
            assert first(inside(log)) == expected, f"round {number} of seed {SEED}"

    assert outside(log).faults == []


@pytest.mark.parametrize("tamper", [replay, rewrite])
def test_what_is_consistent_in_itself_is_found_by_a_checkpoint_kept_outside(log: Checkpoint, tamper: Tampering) -> None:
    """T-82: each of many times, with its first bad record; the database itself shows nothing."""
    random = Random(SEED)
    for number in range(ROUNDS):
        with undone():
            expected = tamper(log, random)
            assert inside(log).faults == []
            assert first(outside(log)) == expected, f"round {number} of seed {SEED}"

    assert outside(log).faults == []


def test_an_old_state_is_consistent_in_itself(log: Checkpoint) -> None:
    with undone():
        superuser.put_back(SEALED_AT_ONCE)
        assert inside(log).faults == []
        fault = outside(log).faults[0]

    assert (fault.kind, fault.outside) == ("older", True)
    assert "a restored backup" in fault.words


def test_an_end_that_was_cut_off_with_its_seals_is_told_from_an_old_state(log: Checkpoint) -> None:
    with undone():
        superuser.cut_off(SEALED_AT_ONCE, leaves=True, seals=True)
        assert inside(log).faults == []
        fault = outside(log).faults[0]

    assert (fault.kind, fault.outside) == ("truncated", True)
    assert "cut off" in fault.words


def test_a_log_rewritten_without_an_entry_is_found(log: Checkpoint) -> None:
    with undone():
        superuser.rewrite_without(superuser.entry_at(33))
        assert inside(log).faults == []
        seen = {fault.kind for fault in outside(log).faults}

    assert seen & {"older", "truncated", "rewritten"}


def test_without_the_hashes_a_rewrite_is_still_found_within_its_seal_and_the_next_checkpoint(log: Checkpoint) -> None:
    with undone():
        superuser.change_a_field(superuser.entry_at(33), Random(1))
        superuser.rewrite()
        fault = verify([log]).faults[0]

    assert fault.kind == "rewritten"
    assert fault.position <= 33


def test_hashes_changed_along_with_their_entry_do_not_fit_their_seal(log: Checkpoint) -> None:
    with undone():
        superuser.change_a_field(superuser.entry_at(33), Random(1))
        changed = leaf_of(list(reading.sealed(33, 34))[0][3] or b"")
        superuser.run("UPDATE audit_leaf SET hash = %s WHERE id = 33", changed)
        fault = inside(log).faults[0]

    assert fault.kind == "forged"
    assert fault.position == SEALED_AT_ONCE


def test_an_emptied_log_is_found(log: Checkpoint) -> None:
    with undone():
        superuser.cut_off(0, leaves=True, seals=True)
        assert first(outside(log)) == ("truncated", 0)


def test_hashes_that_no_checkpoint_vouches_for_name_no_record(log: Checkpoint) -> None:
    forged = b"\0" * len(checkpoints.hashes())

    assert verify([log], forged).faults == []


def test_an_inserted_entry_is_never_sealed_afterwards(log: Checkpoint) -> None:
    with undone():
        superuser.insert(0)
        assert seal().entries == 0
