"""The sealer: every settled entry once, none lost, none waited for."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from efficiency.audit import sealing
from efficiency.audit.models import Entry, Leaf, Seal
from efficiency.audit.sealing import seal
from efficiency.audit.verification import verify
from efficiency.common.moments import database_now
from tests.audit import superuser
from tests.audit.log import note, notes
from tests.conftest import CommittedDatabase


@pytest.mark.django_db
def test_an_entry_is_sealed_once() -> None:
    notes(3)

    first, second = seal(), seal()

    assert (first.entries, first.size, second.entries, second.size) == (3, 3, 0, 3)
    assert Seal.objects.count() == 1


@pytest.mark.django_db
def test_many_entries_are_sealed_in_batches_and_the_log_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sealing.BATCH, connection.vendor, 100)
    notes(250)

    assert seal().seals == 3
    assert verify().faults == []
    assert list(Leaf.objects.order_by("id").values_list("entry", flat=True)) == list(
        Entry.objects.order_by("id").values_list("id", flat=True)
    )


@pytest.mark.django_db
def test_a_batch_that_is_not_the_last_leaves_the_rest_to_a_later_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sealer killed after its first batch loses nothing, however long the next one takes to come."""
    monkeypatch.setitem(sealing.BATCH, connection.vendor, 100)
    notes(250)
    sealing._seal_batch(None, 0, 100)

    again = seal(database_now() + timedelta(days=1))

    assert again.entries == 150


@pytest.mark.django_db
def test_sealing_asks_as_much_of_a_long_log_as_of_a_short_one() -> None:
    counts = []
    for size in (1, 600):
        notes(size)
        seal()
        note()
        with CaptureQueriesContext(connection) as asked:
            seal()
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_the_logs_own_tables_refuse_changes() -> None:
    """T-82."""
    notes(300)
    seal()
    for table in ("audit_seal", "audit_leaf", "audit_node"):
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            superuser.run(f"DELETE FROM {table}")


@pytest.fixture
def writers(committed_db: CommittedDatabase) -> Iterator[list[threading.Thread]]:
    started: list[threading.Thread] = []
    yield started
    for thread in started:
        thread.join(30)


@pytest.mark.postgres
def test_a_transaction_that_commits_late_loses_no_entry(writers: list[threading.Thread]) -> None:
    """Its numbers are lower than those that were sealed before it committed."""
    written, go_on = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            note("late")
            written.set()
            assert go_on.wait(20)
        connections.close_all()

    writers.append(threading.Thread(target=late))
    writers[0].start()
    assert written.wait(20)
    notes(5)
    now = database_now()
    assert seal(now).entries == 5
    notes(5)
    assert seal(now + timedelta(hours=1)).entries == 5, "nobody waits for the late one"
    assert verify().faults == []
    go_on.set()
    writers[0].join(20)

    assert verify().faults == [], "committed since, and its seal is to come"
    assert seal(now + timedelta(hours=2)).entries == 1
    assert Leaf.objects.order_by("-id").values_list("entry", flat=True)[0] == Entry.objects.get(subject_id="late").pk
    assert verify().faults == []


@pytest.mark.postgres
def test_a_number_that_was_used_behind_the_seals_is_found_and_never_sealed(committed_db: CommittedDatabase) -> None:
    notes(5)
    with transaction.atomic():
        note("rolled back")
        transaction.set_rollback(True)
    notes(5)
    now = database_now()
    seal(now)
    _seal_until_six_is_below_the_floor(now + timedelta(hours=1))
    superuser.switch_off_triggers()
    superuser.insert(6)

    assert [fault.kind for fault in verify().faults] == ["inserted"]
    assert seal(now + timedelta(hours=2)).entries == 0


def _seal_until_six_is_below_the_floor(now: datetime) -> None:
    """Other tests' databases stand in the same cluster: what they have begun must end first."""
    patience = threading.Event()
    for _attempt in range(300):
        note()
        seal(now)
        newest = Seal.objects.order_by("-size").first()
        if newest is not None and newest.floor >= 6:
            return
        patience.wait(0.2)
    raise AssertionError("the floor never rose")


def test_writers_with_long_transactions_lose_nothing_while_sealers_run(writers: list[threading.Thread]) -> None:
    """Four writers, some of whose transactions last or fail, and two sealers at once, all in earnest."""
    stop = threading.Event()
    kept: list[str] = []
    faults: list[BaseException] = []

    def write(number: int) -> None:
        random = Random(number)
        for turn in range(25):
            name = f"{number}-{turn}"
            with transaction.atomic():
                note(name)
                stop.wait(random.choice([0, 0, 0.002, 0.03]))
                failed = random.random() < 0.2
                transaction.set_rollback(failed)
            if not failed:
                kept.append(name)
        connections.close_all()

    def keep_sealing() -> None:
        try:
            while not stop.is_set():
                seal()
        except BaseException as error:
            faults.append(error)
            raise
        finally:
            connections.close_all()

    writers += [threading.Thread(target=write, args=(number,)) for number in range(4)]
    sealers = [threading.Thread(target=keep_sealing) for _twice in range(2)]
    for thread in (*writers, *sealers):
        thread.start()
    for thread in writers:
        thread.join(60)
    stop.set()
    for thread in sealers:
        thread.join(60)
    seal()

    assert faults == []
    sealed = Entry.objects.filter(pk__in=Leaf.objects.values("entry")).values_list("subject_id", flat=True)
    assert sorted(sealed) == sorted(kept)
    assert verify().faults == []
