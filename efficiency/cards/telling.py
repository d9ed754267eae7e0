"""How notices of a batch of cards leave the house: when, and which robots hear of them."""

from datetime import datetime
from typing import Any

from django.db import connection

from efficiency.notifications.kinds import Channel
from efficiency.notifications.models import Endpoint
from efficiency.notifications.outbox import Times

_NEVER = 99
# A unit's robot hears of the unit's cards, the city's of all, each once.
_INSERT_ROBOT_NOTICES = """
INSERT INTO notifications_notice
  (key, endpoint_id, channel, kind, params, path, made_at, send_at, tries, error, demo)
SELECT 'card-' || CAST(k.id AS {text}) || '-issued', e.id, 'robot',
       CASE WHEN k.level > 0 THEN 'card.issued' ELSE 'card.reminder' END,
       {params}, '/cards/' || CAST(k.id AS {text}) || '/', k.issued_at, {robot_at}, 0, '', k.demo
FROM cards_card k
JOIN clocks_clock c ON c.id = k.clock_id
JOIN clocks_matter m ON m.id = k.matter_id
JOIN organization_unit t ON t.id = k.unit_id
JOIN notifications_endpoint e ON (e.unit_id IS NULL OR e.unit_id = k.unit_id)
  AND ((k.level > 0 AND e.id IN ({hear_cards})) OR (k.level = 0 AND e.id IN ({hear_reminders})))
WHERE k.id {cards}
ON CONFLICT DO NOTHING
"""


def ways_out(now: datetime) -> dict[str, Any]:
    """The moments from which notices of this batch may leave the house, as values of its statements."""
    times = Times(now)
    moments = {
        f"{channel.value}_at": connection.ops.adapt_datetimefield_value(times.of(channel, "card.issued"))
        for channel in (Channel.EMAIL, Channel.SMS, Channel.ROBOT)
    }
    return {**moments, "sms_level": 1 if times.rules.sends_sms("card.issued") else _NEVER}


def tell_robots(cursor: Any, spelled: dict[str, str], values: dict[str, Any]) -> None:
    """Write what robots hear of the batch's cards; one question where there is none."""
    endpoints = list(Endpoint.objects.in_use())
    ears = {
        "hear_cards": [one.pk for one in endpoints if one.hears("card.issued")],
        "hear_reminders": [one.pk for one in endpoints if one.hears("card.reminder")],
    }
    if any(ears.values()):
        lists = {name: ", ".join(map(str, ids)) or "NULL" for name, ids in ears.items()}
        cursor.execute(_INSERT_ROBOT_NOTICES.format(**spelled, **lists), values)
