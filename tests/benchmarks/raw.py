"""The judge's writing as the leanest SQL that leaves the same rows: what the database itself needs for them.

It judges nothing: no locks, no batches, no second levels, no repeats; every row that is due gets its card.
"""

from datetime import datetime
from typing import Any

from django.db import connection

_CARDS = """
INSERT INTO cards_card
  (year, serial, demo, level, clock_id, attempt, matter_id, unit_id, officer_id, rule, rule_version, ground, facts,
   calendar, breached_at, issued_at, sweep_id, answer_by, state, standing_level, standing_points)
SELECT %(year)s, %(last)s + row_number() OVER (ORDER BY c.due_at, c.id), m.demo, 1, c.id, c.attempt, c.matter_id,
       c.unit_id, m.officer_id, p.rule, p.version, '',
       {object}('kind', c.kind, 'limit', c."limit", 'limit_unit', c.limit_unit, 'extended', c.extended,
                'started_at', {started}, 'due_at', {due}, 'stopped_at', NULL),
       c.calendar, c.due_at, {now}, %(run)s, {answer_by}, 'issued', 1, 5
FROM clocks_clock c JOIN clocks_matter m ON m.id = c.matter_id JOIN clocks_policy p ON p.id = c.policy_id
WHERE c.look_at <= {cutoff}
"""
_ENTRIES = """
INSERT INTO audit_entry (at, actor_label, verb, subject_kind, subject_id, data, demo)
SELECT k.issued_at, '', 'card-issued', 'card', CAST(k.id AS {text}),
       {object}('level', k.level, 'serial', k.serial, 'clock', k.clock_id, 'rule', k.rule, 'unit', k.unit_id,
                'breached_at', {breached}), k.demo
FROM cards_card k WHERE k.sweep_id = %(run)s
"""
_NOTICES = """
INSERT INTO notifications_notice
  (key, recipient_id, channel, kind, params, path, made_at, send_at, sent_at, tries, error, demo)
SELECT 'card-' || k.id || '-issued', u.id, ch.channel, 'card.issued',
       {object}('number', '效能卡〔' || k.year || '〕' || k.serial || '号', 'matter', m.reference, 'title', m.title,
                'unit', t.name, 'level', k.level, 'due', {breached}),
       '/cards/' || k.id || '/', k.issued_at, CASE WHEN ch.channel = 'email' THEN k.issued_at END,
       CASE WHEN ch.channel = 'inbox' THEN k.issued_at END, 0, '', k.demo
FROM cards_card k JOIN clocks_matter m ON m.id = k.matter_id JOIN organization_unit t ON t.id = k.unit_id
JOIN organization_user u ON u.unit_id = k.unit_id AND (u.id = k.officer_id OR u.email <> '')
JOIN (SELECT 'inbox' AS channel UNION ALL SELECT 'email') ch ON ch.channel = 'inbox' OR u.email <> ''
WHERE k.sweep_id = %(run)s
"""
_CLOCKS = "UPDATE clocks_clock SET look_at = grave_at, stage = 2 WHERE look_at <= {cutoff}"

_WRITTEN = {
    "cards": "SELECT COUNT(*) FROM cards_card WHERE sweep_id = %(run)s",
    "facts": "SELECT {shape} FROM cards_card WHERE sweep_id = %(run)s LIMIT 1",
    "entries": (
        "SELECT COUNT(*) FROM audit_entry e JOIN cards_card k ON e.subject_kind = 'card'"
        " AND e.subject_id = CAST(k.id AS {text}) WHERE k.sweep_id = %(run)s"
    ),
    "notices": (
        "SELECT COUNT(*) FROM notifications_notice t JOIN cards_card k ON t.key = 'card-' || k.id || '-issued'"
        " WHERE k.sweep_id = %(run)s"
    ),
    "clocks": (
        "SELECT COUNT(*) FROM clocks_clock c JOIN cards_card k ON k.clock_id = c.id"
        " WHERE k.sweep_id = %(run)s AND c.stage = 2 AND c.look_at = c.grave_at"
    ),
}


def write(*, run: int, last: int, now: datetime, cutoff: datetime, answer_by: datetime) -> None:
    """Write cards, entries and notices for every clock due by `cutoff`, and move the clocks on."""
    adapt = connection.ops.adapt_datetimefield_value
    values = {
        "run": run,
        "last": last,
        "year": now.year,
        "now": adapt(now),
        "cutoff": adapt(cutoff),
        "answer_by": adapt(answer_by),
    }
    with connection.cursor() as cursor:
        for statement in (_CARDS, _ENTRIES, _NOTICES, _CLOCKS):
            cursor.execute(statement.format(**_spelling()), values)


def written(run: int) -> dict[str, Any]:
    """How many rows of each table a run left, and which facts a card holds."""
    found = {}
    with connection.cursor() as cursor:
        for what, statement in _WRITTEN.items():
            cursor.execute(statement.format(**_spelling()), {"run": run})
            found[what] = cursor.fetchone()[0]
    return found


def _spelling() -> dict[str, str]:
    postgres = connection.vendor == "postgresql"

    def moment(column: str) -> str:
        if postgres:
            return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')"""
        return f"strftime('%%Y-%%m-%%dT%%H:%%M:%%S+00:00', {column})"

    names = "SELECT string_agg(key, ' ' ORDER BY key) FROM jsonb_object_keys(facts) key"
    lite_names = "SELECT group_concat(key, ' ') FROM (SELECT key FROM json_each(facts) ORDER BY key)"
    return {
        "object": "jsonb_build_object" if postgres else "json_object",
        "text": "varchar" if postgres else "text",
        "shape": f"({names if postgres else lite_names})",
        **{name: f"%({name})s::timestamptz" if postgres else f"%({name})s" for name in ("now", "cutoff", "answer_by")},
        "started": moment("c.started_at"),
        "due": moment("c.due_at"),
        "breached": moment("k.breached_at"),
    }
