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
    "rating": _("ratings"),
    "commitment": _("public commitments"),
    "enquiry": _("questions passed on by whoever was asked first"),
    "leave": _("leave"),
    "presence": _("who is away and back"),
    "change": _("changes that take two persons"),
    "fee": _("waivers and refunds of fees"),
}


def room_choices() -> list[Choice]:
    """The rooms that tell anything: known names first; one that has none here is offered by its code."""
    rooms = {kind.partition(".")[0] for kind in kinds()} - {"alerts"}
    named: list[Choice] = [(room, label) for room, label in _ROOMS.items() if room in rooms]
    return [*named, *((room, room) for room in sorted(rooms - set(_ROOMS)))]


def event_choices() -> list[Choice]:
    """What can be subscribed."""
    return [*_SINGLE, *room_choices()]


def event_names(events: list[str]) -> list[str]:
    """The names of what is subscribed."""
    names = {**dict(_SINGLE), **_ROOMS}
    return [str(names.get(one, one)) for one in events]
