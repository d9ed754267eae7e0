"""What a robot can subscribe to: single kinds of notices, or all that a room tells."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from efficiency.notifications.texts import kinds

Choice = tuple[str, str | Promise]

_SINGLE: list[Choice] = [
    ("card.issued", _("cards that are issued")),
    ("card.reminder", _("reminders before a limit")),
]
_ROOMS: dict[str, str | Promise] = {
    "card": _("everything about cards"),
    "ladder": _("escalations"),
    "digest": _("the daily summary"),
    "complaint": _("complaints"),
    "case": _("cases of the counter"),
    "change": _("changes that take two persons"),
}


def event_choices() -> list[Choice]:
    """Known names first; a room that has none here is offered by its code."""
    rooms = {kind.partition(".")[0] for kind in kinds()} - {"alerts", "test"}
    named: list[Choice] = [(room, label) for room, label in _ROOMS.items() if room in rooms]
    return [*_SINGLE, *named, *((room, room) for room in sorted(rooms - set(_ROOMS)))]


def event_names(events: list[str]) -> list[str]:
    """The names of what is subscribed."""
    names = {**dict(_SINGLE), **_ROOMS}
    return [str(names.get(one, one)) for one in events]
