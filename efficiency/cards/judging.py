"""The judge's statements: one batch of clocks, set-based, the same on both databases.

A batch is a list of clock ids whose rows this transaction has locked. Each statement compares
recorded moments only. The dialect differs in how JSON and moments are spelled, never in rules.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from efficiency.cards.models import Launch

# What a clock has earned by `cutoff`: NULL where nothing. Stage 0 awaits the reminder, 1 the
# breach, 2 the second level. A sweep that comes after the due moment skips the reminder.
VERDICT = """
    CASE
      WHEN c.stage <= 1 AND c.due_at <= %(cutoff)s
        THEN CASE WHEN c.stopped_at IS NULL OR c.stopped_at >= c.due_at THEN c.breach_level END
      WHEN c.stage = 0 AND c.stopped_at IS NULL THEN 0
      WHEN c.stage = 2 AND (c.stopped_at IS NULL OR c.stopped_at >= c.grave_at) THEN 2
    END"""

BREACHED_AT = """
    CASE
      WHEN c.stage <= 1 AND c.due_at <= %(cutoff)s THEN c.due_at
      WHEN c.stage = 0 THEN c.warn_at
      ELSE c.grave_at
    END"""

_INSERT_CARDS = """
INSERT INTO cards_card
  (year, serial, demo, level, clock_id, attempt, matter_id, unit_id, officer_id, rule, rule_version,
   ground, facts, calendar, breached_at, issued_at, sweep_id, answer_by, state,
   standing_level, standing_points)
SELECT %(year)s,
       CASE WHEN v.level > 0 THEN s.last + row_number() OVER (
         PARTITION BY v.demo, CASE WHEN v.level > 0 THEN 1 ELSE 0 END ORDER BY v.breached_at, v.id) END,
       v.demo, v.level, v.id, v.attempt, v.matter_id, v.unit_id, v.officer_id, v.rule, v.version,
       '', {facts}, v.calendar, v.breached_at, {now}, {sweep},
       CASE WHEN v.level > 0 THEN {answer_by} END,
       CASE WHEN v.level > 0 THEN 'issued' ELSE 'noted' END,
       v.level, l.points
FROM ({earned}) v
JOIN cards_level l ON l.number = v.level
JOIN cards_series s ON s.year = %(year)s AND s.demo = v.demo
WHERE NOT {on_trial} AND NOT EXISTS (
  SELECT 1 FROM cards_card k WHERE k.clock_id = v.id AND k.level = v.level AND k.attempt = v.attempt)
"""

# What the clocks of a batch have earned, with all that a card says of it.
_EARNED = """
  SELECT c.id, c.attempt, c.matter_id, c.unit_id, c.calendar, c.kind, c."limit", c.limit_unit, c.extended,
         c.started_at, c.stopped_at, c.due_at, m.officer_id, m.demo, m.subsystem, t.path, p.rule, p.version,
         {verdict} AS level, {breached_at} AS breached_at
  FROM clocks_clock c
  JOIN clocks_matter m ON m.id = c.matter_id
  JOIN organization_unit t ON t.id = c.unit_id
  JOIN clocks_policy p ON p.id = c.policy_id
  WHERE {which}
"""

# In a part of the city that is going live, a breach before the start is only noted (models.Launch).
_ON_TRIAL = """EXISTS (
  SELECT 1 FROM cards_launch a LEFT JOIN organization_unit au ON au.id = a.unit_id
  WHERE (a.subsystem = '' OR a.subsystem = v.subsystem)
    AND (a.unit_id IS NULL OR substr(v.path, 1, length(au.path)) = au.path)
    AND (a.cards_from IS NULL OR v.breached_at < a.cards_from))"""

_INSERT_SHADOWS = """
INSERT INTO cards_shadow (clock_id, level, attempt, matter_id, unit_id, rule, breached_at, noted_at, demo)
SELECT v.id, v.level, v.attempt, v.matter_id, v.unit_id, v.rule, v.breached_at, {now}, v.demo
FROM ({earned}) v
WHERE v.level > 0 AND {on_trial}
ON CONFLICT DO NOTHING
"""

_GIVE_NUMBERS = """
UPDATE cards_series SET last = (
  SELECT COALESCE(MAX(k.serial), cards_series.last) FROM cards_card k
  WHERE k.sweep_id = %(sweep)s AND k.id > %(last)s AND k.demo = cards_series.demo AND k.level > 0)
WHERE year = %(year)s
"""

# A second-level card replaces the first-level card of the same promise: the same clock, or the
# promised clock beside a statutory one (T-27). The replaced card stays on record.
_SUPERSEDE = """
UPDATE cards_card SET state = 'superseded', superseded_by_id = (
  SELECT MAX(n.id) FROM cards_card n JOIN clocks_clock nc ON nc.id = n.clock_id
  WHERE n.sweep_id = %(sweep)s AND n.id > %(last)s AND n.level = 2 AND n.matter_id = cards_card.matter_id
    AND (n.clock_id = cards_card.clock_id OR nc.kind = 'statutory'))
WHERE level = 1 AND state IN ('issued', 'answered', 'upheld')
  AND EXISTS (
    SELECT 1 FROM cards_card n JOIN clocks_clock nc ON nc.id = n.clock_id
    WHERE n.sweep_id = %(sweep)s AND n.id > %(last)s AND n.level = 2 AND n.matter_id = cards_card.matter_id
      AND (n.clock_id = cards_card.clock_id
           OR (nc.kind = 'statutory' AND EXISTS (
             SELECT 1 FROM clocks_clock oc WHERE oc.id = cards_card.clock_id AND oc.kind = 'promised'))))
"""

# The other way round: the promised clock is judged after the statutory one (two sweeps at once
# after a standstill, or a row that was set aside). Its card is issued, and replaced at once.
_SUPERSEDE_LATECOMERS = """
UPDATE cards_card SET state = 'superseded', superseded_by_id = (
  SELECT MAX(n.id) FROM cards_card n JOIN clocks_clock nc ON nc.id = n.clock_id
  WHERE n.matter_id = cards_card.matter_id AND n.standing_level = 2 AND nc.kind = 'statutory'
    AND n.state IN ('issued', 'answered', 'upheld', 'closed'))
WHERE sweep_id = %(sweep)s AND id > %(last)s AND level = 1 AND state = 'issued'
  AND EXISTS (SELECT 1 FROM clocks_clock oc WHERE oc.id = cards_card.clock_id AND oc.kind = 'promised')
  AND EXISTS (
    SELECT 1 FROM cards_card n JOIN clocks_clock nc ON nc.id = n.clock_id
    WHERE n.matter_id = cards_card.matter_id AND n.standing_level = 2 AND nc.kind = 'statutory'
      AND n.state IN ('issued', 'answered', 'upheld', 'closed'))
"""

_INSERT_ENTRIES = """
INSERT INTO audit_entry (at, actor_label, verb, subject_kind, subject_id, data, demo)
SELECT k.issued_at, '', 'card-issued', 'card', CAST(k.id AS {text}), {data}, k.demo
FROM cards_card k WHERE k.sweep_id = %(sweep)s AND k.id > %(last)s
UNION ALL
SELECT {now}, '', 'card-superseded', 'card', CAST(o.id AS {text}), {superseded}, o.demo
FROM cards_card o JOIN cards_card k ON k.id = o.superseded_by_id
WHERE k.sweep_id = %(sweep)s AND k.id > %(last)s
UNION ALL
SELECT {now}, '', 'card-superseded', 'card', CAST(o.id AS {text}), {superseded}, o.demo
FROM cards_card o JOIN cards_card k ON k.id = o.superseded_by_id
WHERE o.sweep_id = %(sweep)s AND o.id > %(last)s AND NOT (k.sweep_id = %(sweep)s AND k.id > %(last)s)
"""

# The heads of the unit and the officer in charge, in the inbox and by e-mail where they have one.
_INSERT_NOTICES = """
INSERT INTO notifications_notice
  (key, recipient_id, channel, kind, params, path, made_at, send_at, sent_at, tries, error, demo)
SELECT 'card-' || CAST(k.id AS {text}) || '-issued', u.id, ch.channel,
       CASE WHEN k.level > 0 THEN 'card.issued' ELSE 'card.reminder' END,
       {params}, '/cards/' || CAST(k.id AS {text}) || '/', k.issued_at,
       CASE WHEN ch.channel = 'email' THEN k.issued_at END,
       CASE WHEN ch.channel = 'inbox' THEN k.issued_at END, 0, '', k.demo
FROM cards_card k
JOIN clocks_clock c ON c.id = k.clock_id
JOIN clocks_matter m ON m.id = k.matter_id
JOIN organization_unit t ON t.id = k.unit_id
JOIN organization_user u ON u.is_active AND (
  u.id = k.officer_id OR (u.unit_id = k.unit_id AND EXISTS (
    SELECT 1 FROM organization_rolegrant g
    WHERE g.user_id = u.id AND g.role = 'head' AND g.revoked_at IS NULL)))
JOIN (SELECT 'inbox' AS channel UNION ALL SELECT 'email') ch ON ch.channel = 'inbox' OR u.email <> ''
WHERE k.sweep_id = %(sweep)s AND k.id > %(last)s
ON CONFLICT DO NOTHING
"""

_MOVE_ON = """
UPDATE clocks_clock AS c SET
  look_at = CASE
    WHEN c.stage <= 1 AND c.due_at <= %(cutoff)s
      THEN CASE WHEN c.stopped_at IS NULL OR c.stopped_at >= c.grave_at THEN c.grave_at END
    WHEN c.stage = 0 AND c.stopped_at IS NULL THEN c.due_at
  END,
  stage = CASE
    WHEN c.stage <= 1 AND c.due_at <= %(cutoff)s
      THEN CASE WHEN c.grave_at IS NOT NULL AND (c.stopped_at IS NULL OR c.stopped_at >= c.grave_at)
             THEN 2 ELSE 3 END
    WHEN c.stage = 0 AND c.stopped_at IS NULL THEN 1
    ELSE 3
  END
WHERE c.id IN ({ids})
"""

_COUNT = "SELECT level, COUNT(*) FROM cards_card WHERE sweep_id = %(sweep)s AND id > %(last)s GROUP BY level"
_LAST = "SELECT COALESCE(MAX(id), 0) FROM cards_card WHERE sweep_id = %(sweep)s"
_PREVIEW = "SELECT level, COUNT(*) FROM ({earned}) v WHERE level IS NOT NULL AND NOT {on_trial} GROUP BY level"


@dataclass(frozen=True)
class Batch:
    """What a batch is judged with: locked clock ids, and the moments of this run."""

    ids: list[int]
    sweep: int
    now: datetime
    cutoff: datetime
    answer_by: datetime
    year: int


def judge(batch: Batch) -> dict[int, int]:
    """Write cards, entries and notices of a batch and move its clocks on; cards by level.

    The caller holds the transaction, the locks on the clocks and on the year's number series.
    """
    values = {
        "sweep": batch.sweep,
        "now": _moment(batch.now),
        "cutoff": _moment(batch.cutoff),
        "answer_by": _moment(batch.answer_by),
        "year": batch.year,
        **{f"id{i}": pk for i, pk in enumerate(batch.ids)},
    }
    spelled = _spelling(", ".join(f"%(id{i})s" for i in range(len(batch.ids))))
    on_trial = Launch.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute(_LAST, values)
        values["last"] = cursor.fetchone()[0]
        cursor.execute(_INSERT_CARDS.format(**spelled), values)
        cursor.execute(_COUNT, values)
        counts = dict(cursor.fetchall())
        if any(level > 0 for level in counts):
            cursor.execute(_GIVE_NUMBERS, values)
        if 2 in counts:
            cursor.execute(_SUPERSEDE, values)
        if 1 in counts:
            cursor.execute(_SUPERSEDE_LATECOMERS, values)
        if counts:
            cursor.execute(_INSERT_ENTRIES.format(**spelled), values)
            cursor.execute(_INSERT_NOTICES.format(**spelled), values)
        if on_trial:
            cursor.execute(_INSERT_SHADOWS.format(**spelled), values)
        cursor.execute(_MOVE_ON.format(**spelled), values)
    return counts


def preview(cutoff: datetime) -> dict[int, int]:
    """Cards by level that a sweep would issue now (the first of each clock); writes nothing."""
    with connection.cursor() as cursor:
        earned = _EARNED.format(verdict=VERDICT, breached_at=BREACHED_AT, which="c.look_at <= %(cutoff)s")
        cursor.execute(_PREVIEW.format(earned=earned, on_trial=_ON_TRIAL), {"cutoff": _moment(cutoff)})
        return dict(cursor.fetchall())


def _moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def _spelling(ids: str) -> dict[str, str]:
    """How this database spells JSON objects, moments and casts."""
    postgres = connection.vendor == "postgresql"
    json_object = "jsonb_build_object" if postgres else "json_object"
    text = "varchar" if postgres else "text"
    cast = "::timestamptz" if postgres else ""

    def moment(column: str) -> str:
        if postgres:
            return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')"""
        return f"strftime('%%Y-%%m-%%dT%%H:%%M:%%S+00:00', {column})"

    number = (
        f"CASE WHEN k.demo THEN '演示卡〔' ELSE '效能卡〔' END || CAST(k.year AS {text}) || '〕'"
        f" || CAST(k.serial AS {text}) || '号'"
    )
    return {
        "ids": ids,
        "text": text,
        "now": f"%(now)s{cast}",
        "sweep": "%(sweep)s",
        "answer_by": f"%(answer_by)s{cast}",
        "earned": _EARNED.format(verdict=VERDICT, breached_at=BREACHED_AT, which=f"c.id IN ({ids})"),
        "on_trial": _ON_TRIAL,
        "facts": (
            f"{json_object}('kind', v.kind, 'limit', v.\"limit\", 'limit_unit', v.limit_unit,"
            " 'extended', v.extended,"
            f" 'started_at', {moment('v.started_at')}, 'due_at', {moment('v.due_at')},"
            f" 'stopped_at', {moment('v.stopped_at')})"
        ),
        "data": (
            f"{json_object}('level', k.level, 'serial', k.serial, 'clock', k.clock_id, 'rule', k.rule,"
            f" 'unit', k.unit_id, 'breached_at', {moment('k.breached_at')})"
        ),
        "superseded": f"{json_object}('by', k.id)",
        "params": (
            f"{json_object}('number', COALESCE({number}, ''), 'matter', m.reference, 'title', m.title,"
            f" 'unit', t.name, 'level', k.level, 'due', {moment('c.due_at')})"
        ),
    }
