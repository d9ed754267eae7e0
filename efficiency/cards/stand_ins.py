"""Whoever stands in for somebody who was told of a card is told too, and the record says so (S12).

Where nobody in the city is away, a batch of cards costs one question more, and nothing is written.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.cards.models import Card, StandIn
from efficiency.organization.deputies import stand_ins, stand_ins_sql
from efficiency.organization.models import User

_INSERT_NOTICES = """
INSERT INTO notifications_notice
  (key, recipient_id, channel, kind, params, path, made_at, send_at, sent_at, tries, error, demo)
SELECT n.key, b.id, ch.channel, n.kind, {instead_of}, n.path, n.made_at,
       CASE ch.channel WHEN 'email' THEN {email_at} WHEN 'sms' THEN {sms_at} END,
       CASE WHEN ch.channel = 'inbox' THEN n.made_at END, 0, '', n.demo
FROM cards_card k
JOIN notifications_notice n ON n.key = 'card-' || CAST(k.id AS {text}) || '-issued' AND n.channel = 'inbox'
JOIN ({stand_ins}) s ON s.user_id = n.recipient_id
JOIN organization_user b ON b.id = s.stand_in_id AND b.is_active
LEFT JOIN notifications_alertchoice a ON a.user_id = b.id
JOIN (SELECT 'inbox' AS channel UNION ALL SELECT 'email' UNION ALL SELECT 'sms') ch ON ch.channel = 'inbox'
  OR (ch.channel = 'email' AND b.email <> '' AND COALESCE(a.email, '') <> 'digest')
  OR (ch.channel = 'sms' AND a.sms AND k.level >= %(sms_level)s)
WHERE k.id {cards}
ON CONFLICT DO NOTHING
"""
_INSTEAD_OF = {
    "postgresql": "n.params || jsonb_build_object('stands_in_for', s.name)",
    "sqlite": "json_set(n.params, '$.stands_in_for', s.name)",
}


# The moment is the card's own: who was told of it and away just then.
_KEEP = """
INSERT INTO cards_standin (card_id, away_id, person_id)
SELECT k.id, s.user_id, s.stand_in_id
FROM cards_card k
JOIN notifications_notice n ON n.key = 'card-' || CAST(k.id AS {text}) || '-issued' AND n.channel = 'inbox'
JOIN ({stand_ins}) s ON s.user_id = n.recipient_id
WHERE k.id {cards}
ORDER BY k.id, s.user_id, s.stand_in_id
ON CONFLICT DO NOTHING
"""

_INSERT_ENTRIES = """
INSERT INTO audit_entry (at, actor_label, verb, subject_kind, subject_id, data, demo)
SELECT k.issued_at, '', 'card-stood-in', 'card', CAST(k.id AS {text}), {stood_in}, k.demo
FROM cards_standin s JOIN cards_card k ON k.id = s.card_id WHERE k.id {cards}
ORDER BY s.id
"""
_STOOD_IN = {
    "postgresql": "jsonb_build_object('away', s.away_id, 'stand_in', s.person_id)",
    "sqlite": "json_object('away', s.away_id, 'stand_in', s.person_id)",
}

_ANYBODY_AWAY = "SELECT 1 FROM organization_absence a WHERE a.until_at > {now} AND a.from_at <= {now} LIMIT 1"


def tell_stand_ins(cursor: Any, spelled: dict[str, str], values: dict[str, Any]) -> None:
    """Keep who stands in, and tell them, after the notices of the batch; one question where all are here."""
    cursor.execute(_ANYBODY_AWAY.format(now=spelled["now"]), values)
    if cursor.fetchone():
        vendor = connection.vendor
        more = {"instead_of": _INSTEAD_OF[vendor], "stood_in": _STOOD_IN[vendor]}
        more["stand_ins"] = stand_ins_sql(spelled["now"])
        for statement in (_KEEP, _INSERT_ENTRIES, _INSERT_NOTICES):
            cursor.execute(statement.format(**spelled, **more), values)


def keep_stand_ins(card: Card, told: Iterable[User], now: datetime) -> None:
    """The same for a card that was issued by hand; one question where all who are told are here."""
    for away, person in sorted(stand_ins(told, now).items()):
        StandIn.objects.create(card=card, away_id=away, person=person)
        data = {"away": away, "stand_in": person.pk}
        record(Verb.CARD_STOOD_IN, at=now, actor=None, kind="card", subject=card.pk, data=data, demo=card.demo)
