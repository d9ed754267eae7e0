"""Case b: the judge beside django-helpdesk's escalation, on the same PostgreSQL, in turn, per item."""

import json
import os
import subprocess
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection

from efficiency.cards.sweep import sweep
from tests.benchmarks.city import Wave, clocks, found_city, matters
from tests.benchmarks.measuring import Line, checkpoint, middle, seconds, tidy
from tests.benchmarks.scales import Scale
from tests.benchmarks.sweeping import LATER, by_raw_sql

_ROUNDS = 3
# The judge takes so many times more in a round, or its share would be too short to measure.
_FACTOR = 10


def run(scale: Scale, _part: str) -> list[Line]:
    """Escalate tickets there, issue cards here."""
    python = os.environ["PEER_PYTHON"]
    size = scale.tickets * _FACTOR
    waves = _build(size)
    sweep(waves.pop().due_at + LATER)
    if not python:
        return [Line("left out: the peers are not installed", 0, "")]
    _peer(python, [1])  # its tables, once
    cards, rows, tickets = [], [], []
    while waves:
        judged, written = waves.pop(), waves.pop()
        checkpoint()
        cards.append(seconds(partial(sweep, judged.due_at + LATER)) / size)
        checkpoint()
        rows.append(seconds(partial(by_raw_sql, written)) / size)
        checkpoint()
        escalated = _peer(python, [scale.tickets])
        tickets.append(escalated["seconds"][0] / scale.tickets)
    if escalated["escalated"] != 1 + scale.tickets * len(cards):
        raise AssertionError(f"The peer escalated {escalated['escalated']} tickets")
    peer, judge, floor = middle(tickets), middle(cards), middle(rows)
    note = f"{peer * 1e6:,.0f} µs a ticket, {judge * 1e6:,.0f} µs a card"
    most = f"{floor * 1e6:,.0f} µs for the rows of a card: what no judge can be faster than"
    return [
        Line("the judge beside django-helpdesk, per item", round(peer / judge, 1), "×", "≥ 100", note),
        Line("raw SQL that judges nothing beside django-helpdesk", round(peer / floor, 1), "×", "", most),
    ]


def _build(size: int) -> list[Wave]:
    """The last wave is due first: waves are taken from the end."""
    now = datetime.now(UTC).replace(microsecond=0)
    waves = [Wave(size, now + timedelta(days=1, minutes=-number)) for number in range(2 * _ROUNDS + 1)]
    found_city(now)
    total = size * (len(waves) + 1)
    matters(total, now - timedelta(days=10))
    clocks(total, waves, started_at=now - timedelta(days=10), rest_due_at=now + timedelta(days=200))
    tidy()
    return waves


def _peer(python: str, counts: list[int]) -> dict[str, Any]:
    """The peer works in a database of its own on the same server."""
    host, database = str(connection.get_connection_params()["host"]), "helpdesk"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {database}")
    script = Path(__file__).with_name("helpdesk_peer.py")
    words = [python, "-P", str(script), host, database, ",".join(map(str, counts))]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
