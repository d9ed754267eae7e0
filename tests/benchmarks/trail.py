"""Case f: appending to the audit trail beside a plain INSERT by the same path; sealing and verifying it."""

import multiprocessing
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction

from efficiency.audit.actions import record
from efficiency.audit.models import Entry
from efficiency.audit.sealing import seal
from efficiency.audit.verbs import Verb
from efficiency.audit.verification import verify
from tests.benchmarks.city import NUMBERS, continue_numbers, quietly
from tests.benchmarks.measuring import Line, checkpoint, middle, seconds, tidy
from tests.benchmarks.scales import Scale

_CLIENTS = 8
_ROUNDS = 12
_DATA = {
    "level": 1,
    "serial": 4711,
    "clock": 815,
    "rule": "E-20",
    "unit": 7,
    "breached_at": "2026-10-10T16:00:00+00:00",
}


class Plain(models.Model):
    """A table like that of the entries, without anything that makes an audit trail of it."""

    objects: models.Manager["Plain"] = models.Manager()

    class Meta:
        """Made by the case, dropped with its database."""

        app_label = "audit"
        managed = False
        db_table = "plain_entry"

    def __str__(self) -> str:
        return str(self.pk)


for _field in Entry._meta.local_concrete_fields:
    if not _field.primary_key:
        Plain.add_to_class(_field.name, _field.clone())


def run(scale: Scale, _part: str) -> list[Line]:
    """First eight clients at once, then the whole log."""
    return [*_appending(scale.append_seconds), *_log(scale.entries)]


def _appending(span: float) -> list[Line]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE plain_entry (LIKE audit_entry INCLUDING ALL)")
    sides: dict[str, Callable[[datetime], Any]] = {"trail": _recorded, "plain": _inserted}
    rates: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(_ROUNDS + 1):
        names = list(sides) if number % 2 == 0 else list(reversed(sides))
        for name in names:
            checkpoint()
            rate = _together(sides[name], span)
            if number:  # the first round warms up
                rates[name].append(rate)
    share = [100 * trail / plain for trail, plain in zip(rates["trail"], rates["plain"], strict=True)]
    note = f"{middle(rates['trail']):,.0f}/s beside {middle(rates['plain']):,.0f}/s"
    return [Line(f"append by {_CLIENTS} clients, share of a plain INSERT", round(middle(share), 1), "%", "≥ 90", note)]


def _together(append: Callable[[datetime], Any], span: float) -> float:
    """Appends per second of all clients, each a process with a connection of its own."""
    connection.close()
    context = multiprocessing.get_context("fork")
    results: Any = context.Queue()
    start = context.Event()
    clients = [context.Process(target=_client, args=(append, span, start, results)) for _ in range(_CLIENTS)]
    for client in clients:
        client.start()
    for _client_ready in clients:
        results.get()
    start.set()
    rates = [results.get() for _client_done in clients]
    for client in clients:
        client.join()
    return float(sum(rates))


def _client(append: Callable[[datetime], Any], span: float, start: Any, results: Any) -> None:
    with transaction.atomic():  # connects
        pass
    results.put(0.0)
    start.wait()
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < span:
        with transaction.atomic():
            append(datetime.now(UTC))
        done += 1
    results.put(done / (time.perf_counter() - began))


def _recorded(now: datetime) -> None:
    record(Verb.CARD_ISSUED, at=now, actor=None, kind="card", subject=1, data=_DATA)


def _inserted(now: datetime) -> None:
    Plain.objects.create(
        at=now,
        actor=None,
        actor_label="",
        verb=Verb.CARD_ISSUED,
        subject_kind="card",
        subject_id="1",
        data=_DATA,
        commitment=None,
        demo=False,
    )


def _log(total: int) -> list[Line]:
    """Seal and verify so many entries beside what the appending left, once each: the whole log is long enough."""
    statement = f"""INSERT INTO audit_entry (at, actor_label, verb, subject_kind, subject_id, data, demo)
    {NUMBERS}
    SELECT now(), '', 'card-issued', 'card', i::varchar,
      jsonb_build_object('level', 1, 'serial', i, 'clock', i, 'rule', 'E-20', 'unit', i %% 40,
        'breached_at', '2026-10-10T16:00:00+00:00'), false
    FROM n"""
    quietly([(statement, {"total": total})])
    continue_numbers("audit_entry")
    tidy()
    count = Entry.objects.count()
    sealing = seconds(seal)
    tidy()
    faults: list[Any] = []
    verifying = seconds(lambda: faults.extend(verify().faults))
    if faults:
        raise AssertionError(f"The untouched log has faults: {faults[0]}")
    return [
        Line(f"seal {count:,} entries", round(count / sealing), "/s", "", f"{sealing:,.2f} s"),
        Line(f"verify {count:,} entries", round(count / verifying), "/s", "≥ 200,000", f"{verifying:,.2f} s"),
    ]
