"""Years of a city's work for the list pages: complaints, cases and cards, nearly all of them ended."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from approvals.models import Item
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Policy
from efficiency.organization.models import Unit, User
from tests.benchmarks.city import UNITS, continue_numbers, matters, quietly

# Of a hundred matters so many are still open; they are the newest.
_OPEN = 2
_TABLES = ("clocks_clock", "complaints_complaint", "complaints_dispatch", "approvals_case", "cards_card")

_CLOCKS = """
INSERT INTO clocks_clock
  (id, matter_id, unit_id, policy_id, kind, "limit", limit_unit, day_end, extended, started_at, stopped_at, due_at,
   breach_level, look_at, stage, attempt, paused, provisional, calendar)
SELECT i, i, unit_id, %(policy)s, CASE WHEN i %% 2 = 0 THEN 'reply' ELSE 'promised' END, 5, 'wd', '24:00', 0, at,
  CASE WHEN i <= %(closed)s THEN at + interval '3 days' END, at + interval '7 days', 1, NULL, 3, 0, false, false, 1
FROM rows
"""
_COMPLAINTS = """
INSERT INTO complaints_complaint
  (id, matter_id, submission, fingerprint, code_digest, kind, channel, content, shared_content, place, identity,
   filed_at, state, quarantine_reason, reworks, discard_reason, dispatched_at, signed_at)
SELECT i, i, 's' || i, '', 'd' || i, 'repair', 'web', '路灯三天不亮了。', '路灯三天不亮了。', '玉山镇',
  'anonymous', at, CASE WHEN i <= %(closed)s THEN 'closed' ELSE 'signed' END, '', 0, '', at, at
FROM rows
"""
_DISPATCHES = """
INSERT INTO complaints_dispatch (id, complaint_id, unit_id, note, by_id, at, ended_at)
SELECT i, i, unit_id, '', %(clerk)s, at, NULL FROM rows
"""
_CASES = """
INSERT INTO approvals_case
  (id, matter_id, item_id, item_version, code_digest, submission, materials, note, clerk_id, state, received_at,
   accepted_at, accepted_from, finished_at, outcome, result, reasons, remedy, promised_limit, promised_unit,
   statutory_limit, statutory_unit)
SELECT i, i, %(item)s, 1, 'd' || i, 's' || i, '', '', %(clerk)s,
  CASE WHEN i <= %(closed)s THEN 'finished' ELSE 'accepted' END, at, at, at,
  CASE WHEN i <= %(closed)s THEN at + interval '3 days' END, CASE WHEN i <= %(closed)s THEN 'granted' ELSE '' END,
  '', '', '', 5, 'wd', 20, 'wd'
FROM rows
"""
_CARDS = """
INSERT INTO cards_card
  (id, year, serial, demo, level, clock_id, attempt, matter_id, unit_id, officer_id, rule, rule_version, ground, facts,
   calendar, breached_at, issued_at, answer_by, state, standing_level, standing_points)
SELECT i, 2000 + i %% 20, i, false, 1 + i %% 2, i, 0, i, unit_id, officer_id, 'E-20', 1, '',
  jsonb_build_object('kind', 'reply', 'limit', 5, 'limit_unit', 'wd', 'extended', 0,
    'started_at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'),
    'due_at', to_char((at + interval '7 days') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')),
  1, at + interval '7 days', at + interval '7 days' + interval '1 minute', at + interval '12 days',
  CASE WHEN i <= %(closed)s THEN 'closed' ELSE 'issued' END, 1 + i %% 2, 5
FROM rows
"""


def build(total: int, now: datetime) -> None:
    """`total` matters over the last two years, each with a clock, a complaint, a case and a card."""
    matters(total, now - timedelta(days=730))
    unit = Unit.objects.order_by("pk")[0]
    item = Item.objects.create(code="bench", name="食品经营许可", unit=unit, type="01", basis="依据", promised_limit=5)
    values: dict[str, Any] = {
        "total": total,
        "closed": total - total * _OPEN // 100,
        "policy": Policy.objects.filter(kind=ClockKind.REPLY).order_by("-version")[0].pk,
        "clerk": User.objects.get(username="handler1").pk,
        "item": item.pk,
        "start": now - timedelta(days=730),
        "step": timedelta(days=728) / total,
        "units": UNITS,
    }
    rows = (
        "WITH rows AS (SELECT id AS i, unit_id, officer_id, "
        "%(start)s::timestamptz + id * %(step)s::interval AS at FROM clocks_matter)"
    )
    every = (_CLOCKS, _COMPLAINTS, _DISPATCHES, _CASES, _CARDS)
    quietly([(_after_insert(rows, statement), values) for statement in every])
    continue_numbers(*_TABLES)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _after_insert(rows: str, statement: str) -> str:
    """WITH stands between the INSERT's columns and its SELECT."""
    head, select = statement.split("SELECT", 1)
    return f"{head}{rows} SELECT{select}"
