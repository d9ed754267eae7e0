"""Whoever stands in for somebody who was told of a card is told too, and the notice says for whom (S12)."""

from typing import Any

from django.db import connection

from efficiency.organization.deputies import stand_ins_sql

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


_ANYBODY_AWAY = "SELECT 1 FROM organization_absence a WHERE a.until_at > {now} AND a.from_at <= {now} LIMIT 1"


def tell_stand_ins(cursor: Any, spelled: dict[str, str], values: dict[str, Any]) -> None:
    """Write the notices of those who stand in, after the notices of the batch; one question where all are here."""
    cursor.execute(_ANYBODY_AWAY.format(now=spelled["now"]), values)
    if cursor.fetchone():
        more = {"stand_ins": stand_ins_sql(spelled["now"]), "instead_of": _INSTEAD_OF[connection.vendor]}
        cursor.execute(_INSERT_NOTICES.format(**spelled, **more), values)
