"""The judge's statements: one batch of clocks, set-based, the same on both databases.

A batch is a list of clock ids whose rows this transaction has locked. Each statement compares
recorded moments only. The dialect differs in how JSON and moments are spelled, never in rules.
"""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from efficiency.cards.models import Launch
from efficiency.cards.stand_ins import tell_stand_ins
from efficiency.cards.telling import tell_robots, ways_out
from efficiency.common.failpoints import failpoint

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
   ground, facts, calendar, breached_at, issued_at, sweep_id, answer_by, terms_id, level_version,
   state, standing_level, standing_points)
SELECT %(year)s,
       CASE WHEN v.level > 0 THEN s.last + row_number() OVER (
         PARTITION BY v.demo, CASE WHEN v.level > 0 THEN 1 ELSE 0 END ORDER BY v.breached_at, v.id) END,
       v.demo, v.level, v.id, v.attempt, v.matter_id, v.unit_id, v.officer_id, v.rule, v.version,
       '', {facts}, v.calendar, v.breached_at, {now}, {sweep},
       CASE WHEN v.level > 0 THEN {answer_by} END, {terms}, l.version,
       CASE WHEN v.level > 0 THEN 'issued' ELSE 'noted' END,
       v.level, l.points
FROM ({earned}) v
JOIN ({levels}) l ON l.number = v.level
JOIN cards_series s ON s.year = %(year)s AND s.demo = v.demo
WHERE NOT {on_trial} AND NOT EXISTS (
  SELECT 1 FROM cards_card k WHERE k.clock_id = v.id AND k.level = v.level AND k.attempt = v.attempt)
RETURNING id, level, demo, matter_id, facts ->> 'kind' = 'promised'
"""

# What is in force at this moment of all versions (terms.py).
_TERMS = "(SELECT id FROM cards_cardpolicy WHERE effective_from <= {now} ORDER BY version DESC LIMIT 1)"
_LEVELS = """
  SELECT a.number, a.version, a.points FROM cards_level a WHERE a.version = (
    SELECT MAX(b.version) FROM cards_level b WHERE b.number = a.number AND b.effective_from <= {now})"""

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
ON_TRIAL = """EXISTS (
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
UPDATE cards_series SET last = last + CASE WHEN demo THEN %(demo_numbers)s ELSE %(numbers)s END
WHERE year = %(year)s
"""

# A second-level card replaces the first-level card of the same promise: the same clock, or the
# promised clock beside a statutory one (T-27). The replaced card stays on record.
#
# Here and below, what a row is compared with is a subquery for that row alone, never a join: a table
# that a sweep has just filled has no statistics yet, and a join would read all cards for each batch.
_SUPERSEDING = """(
  SELECT MAX(n.id) FROM cards_card n JOIN clocks_clock nc ON nc.id = n.clock_id
  WHERE n.matter_id = cards_card.matter_id AND n.sweep_id = %(sweep)s AND n.id >= %(first)s AND n.level = 2
    AND (n.clock_id = cards_card.clock_id OR (nc.kind = 'statutory' AND (
      SELECT oc.kind FROM clocks_clock oc WHERE oc.id = cards_card.clock_id) = 'promised')))"""

_SUPERSEDE = f"""
UPDATE cards_card SET state = 'superseded', superseded_by_id = {_SUPERSEDING}
WHERE matter_id {{matters}} AND level = 1 AND state IN ('issued', 'answered', 'upheld')
  AND {_SUPERSEDING} IS NOT NULL
"""  # noqa: S608  (a subquery of our own)

# The other way round: the promised clock is judged after the statutory one (two sweeps at once
# after a standstill, or a row that was set aside). Its card is issued, and replaced at once.
_STANDING_STATUTORY = """(
  SELECT MAX(n.id) FROM cards_card n JOIN clocks_clock nc ON nc.id = n.clock_id
  WHERE n.matter_id = cards_card.matter_id AND n.standing_level = 2 AND nc.kind = 'statutory'
    AND n.state IN ('issued', 'answered', 'upheld', 'closed'))"""

_SUPERSEDE_LATECOMERS = f"""
UPDATE cards_card SET state = 'superseded', superseded_by_id = {_STANDING_STATUTORY}
WHERE id {{cards}} AND level = 1 AND state = 'issued'
  AND (SELECT oc.kind FROM clocks_clock oc WHERE oc.id = cards_card.clock_id) = 'promised'
  AND {_STANDING_STATUTORY} IS NOT NULL
"""  # noqa: S608  (a subquery of our own)

_INSERT_ENTRIES = """
INSERT INTO audit_entry (at, actor_label, verb, subject_kind, subject_id, data, demo)
SELECT k.issued_at, '', 'card-issued', 'card', CAST(k.id AS {text}), {data}, k.demo
FROM cards_card k WHERE k.id {cards}
"""

_INSERT_SUPERSEDED = """
INSERT INTO audit_entry (at, actor_label, verb, subject_kind, subject_id, data, demo)
SELECT {now}, '', 'card-superseded', 'card', CAST(o.id AS {text}), {superseded}, o.demo
FROM cards_card o WHERE o.matter_id {matters} AND o.superseded_by_id IS NOT NULL
  AND (o.id {cards} OR o.superseded_by_id {cards})
"""

# The heads of the unit and the officer in charge, in the inbox and by e-mail where they have one.
# What a card says is put together once, however many hear of it.
_INSERT_NOTICES = """
WITH told AS MATERIALIZED (
  SELECT k.id, CAST(k.id AS {text}) AS pk, k.level, k.issued_at, k.demo, k.officer_id, k.unit_id, {params} AS params
  FROM cards_card k
  JOIN clocks_clock c ON c.id = k.clock_id
  JOIN clocks_matter m ON m.id = k.matter_id
  JOIN organization_unit t ON t.id = k.unit_id
  WHERE k.id {cards}
), people AS MATERIALIZED (
  SELECT u.id, u.unit_id, u.email <> '' AND COALESCE(a.email, '') <> 'digest' AS by_email, a.sms IS TRUE AS by_sms,
         EXISTS (SELECT 1 FROM organization_rolegrant g
                 WHERE g.user_id = u.id AND g.role = 'head' AND g.revoked_at IS NULL) AS head
  FROM organization_user u LEFT JOIN notifications_alertchoice a ON a.user_id = u.id
  WHERE u.is_active AND (u.id IN (SELECT officer_id FROM told) OR u.unit_id IN (SELECT unit_id FROM told))
)
INSERT INTO notifications_notice
  (key, recipient_id, channel, kind, params, path, made_at, send_at, sent_at, tries, error, demo)
SELECT 'card-' || k.pk || '-issued', k.person, ch.channel,
       CASE WHEN k.level > 0 THEN 'card.issued' ELSE 'card.reminder' END,
       k.params, '/cards/' || k.pk || '/', k.issued_at,
       CASE ch.channel WHEN 'email' THEN {email_at} WHEN 'sms' THEN {sms_at} END,
       CASE WHEN ch.channel = 'inbox' THEN k.issued_at END, 0, '', k.demo
FROM (
  SELECT o.*, u.id AS person, u.by_email, u.by_sms FROM told o JOIN people u ON u.id = o.officer_id
  UNION ALL
  SELECT o.*, u.id AS person, u.by_email, u.by_sms FROM told o JOIN people u ON u.unit_id = o.unit_id AND u.head
  WHERE o.officer_id IS NULL OR u.id <> o.officer_id
) k
JOIN (SELECT 'inbox' AS channel UNION ALL SELECT 'email' UNION ALL SELECT 'sms') ch ON ch.channel = 'inbox'
  OR (ch.channel = 'email' AND k.by_email)
  OR (ch.channel = 'sms' AND k.by_sms AND k.level >= %(sms_level)s)
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
WHERE c.id {clocks}
"""

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


class Issued(NamedTuple):
    """A card that a batch has just issued."""

    pk: int
    level: int
    demo: bool
    matter: int
    promised: bool  # its clock has a statutory one beside it


def judge(batch: Batch) -> dict[int, int]:
    """Write cards, entries and notices of a batch and move its clocks on; cards by level.

    The caller holds the transaction, the locks on the clocks and on the year's number series.
    """
    values: dict[str, Any] = {
        "sweep": batch.sweep,
        "now": _moment(batch.now),
        "cutoff": _moment(batch.cutoff),
        "answer_by": _moment(batch.answer_by),
        "year": batch.year,
        "clocks": _listed(batch.ids),
    }
    on_trial = Launch.objects.exists()
    spelled = _spelling(on_trial=on_trial)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_CARDS.format(**spelled), values)
        issued = [Issued(*row) for row in cursor.fetchall()]
        failpoint("sweep.after-cards")
        if issued:
            values["cards"] = _listed([card.pk for card in issued])
            values["matters"] = _listed([card.matter for card in issued])
            values |= ways_out(batch.now)
            _follow_up(cursor, spelled, values, issued)
        if on_trial:
            cursor.execute(_INSERT_SHADOWS.format(**spelled), values)
        cursor.execute(_MOVE_ON.format(**spelled), values)
    return dict(Counter(card.level for card in issued))


def _follow_up(cursor: Any, spelled: dict[str, str], values: dict[str, Any], issued: list[Issued]) -> None:
    """What new cards bring with them: their numbers used up, cards replaced, entries, notices."""
    numbered = [bool(card.demo) for card in issued if card.level > 0]
    if numbered:
        values |= {"numbers": numbered.count(False), "demo_numbers": numbered.count(True)}
        cursor.execute(_GIVE_NUMBERS, values)
    values["first"] = min(card.pk for card in issued)
    replaced = 0
    if grave := [card.matter for card in issued if card.level == 2]:
        cursor.execute(_SUPERSEDE.format(**spelled), values | {"matters": _listed(grave)})
        replaced += cursor.rowcount
    if promised := [card.pk for card in issued if card.level == 1 and card.promised]:
        cursor.execute(_SUPERSEDE_LATECOMERS.format(**spelled), values | {"cards": _listed(promised)})
        replaced += cursor.rowcount
    cursor.execute(_INSERT_ENTRIES.format(**spelled), values)
    if replaced:
        cursor.execute(_INSERT_SUPERSEDED.format(**spelled), values)
    failpoint("sweep.after-entries")
    cursor.execute(_INSERT_NOTICES.format(**spelled), values)
    tell_stand_ins(cursor, spelled, values)
    tell_robots(cursor, spelled, values)
    failpoint("sweep.after-notices")


def preview(cutoff: datetime) -> dict[int, int]:
    """Cards by level that a sweep would issue now (the first of each clock); writes nothing."""
    with connection.cursor() as cursor:
        earned = _EARNED.format(verdict=VERDICT, breached_at=BREACHED_AT, which="c.look_at <= %(cutoff)s")
        cursor.execute(_PREVIEW.format(earned=earned, on_trial=ON_TRIAL), {"cutoff": _moment(cutoff)})
        return dict(cursor.fetchall())


def _moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def _listed(ids: list[int]) -> Any:
    """A list of ids as one parameter: a statement is as short for a thousand of them as for one."""
    return ids if connection.vendor == "postgresql" else json.dumps(ids)


def _spelling(*, on_trial: bool) -> dict[str, str]:
    """How this database spells lists of ids, JSON objects, moments and casts."""
    postgres = connection.vendor == "postgresql"
    json_object = "jsonb_build_object" if postgres else "json_object"
    text = "varchar" if postgres else "text"
    cast = "::timestamptz" if postgres else ""

    def moment(column: str) -> str:
        if postgres:
            return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')"""
        return f"strftime('%%Y-%%m-%%dT%%H:%%M:%%S+00:00', {column})"

    def among(name: str) -> str:
        if postgres:
            return f"= ANY(%({name})s)"
        return f"IN (SELECT value FROM json_each(%({name})s))"  # noqa: S608  (a name of our own)

    number = (
        f"CASE WHEN k.demo THEN '演示卡〔' ELSE '效能卡〔' END || CAST(k.year AS {text}) || '〕'"
        f" || CAST(k.serial AS {text}) || '号'"
    )
    return {
        "clocks": among("clocks"),
        "cards": among("cards"),
        "matters": among("matters"),
        "text": text,
        "now": f"%(now)s{cast}",
        "sweep": "%(sweep)s",
        "answer_by": f"%(answer_by)s{cast}",
        "email_at": f"%(email_at)s{cast}",
        "sms_at": f"%(sms_at)s{cast}",
        "robot_at": f"%(robot_at)s{cast}",
        "terms": _TERMS.format(now=f"%(now)s{cast}"),
        "levels": _LEVELS.format(now=f"%(now)s{cast}"),
        "earned": _EARNED.format(verdict=VERDICT, breached_at=BREACHED_AT, which=f"c.id {among('clocks')}"),
        "on_trial": ON_TRIAL if on_trial else "(1 = 0)",
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
        "superseded": f"{json_object}('by', o.superseded_by_id)",
        "params": (
            f"{json_object}('number', COALESCE({number}, ''), 'matter', m.reference, 'title', m.title,"
            f" 'unit', t.name, 'level', k.level, 'due', {moment('c.due_at')})"
        ),
    }
