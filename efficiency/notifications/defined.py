"""What the city sets about its alerts."""

from datetime import time
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from efficiency.changes.settings import define
from efficiency.notifications.events import room_choices
from efficiency.notifications.hours import ALWAYS, Hours
from efficiency.notifications.policies import DIGEST_AT, EMAIL_HOURS, QUIET_EXEMPT, ROBOT_HOURS, SMS_HOURS, SMS_KINDS

_GROUP = _("Alerts")
_HELP = _("On working days, for example 08:30-18:00; empty: day and night. What is told outside waits.")


class HoursField(forms.CharField):
    """Hours of a working day, as text; none for day and night."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=20)

    def prepare_value(self, value: Any) -> Any:
        """Day and night is an empty field."""
        return "" if value == ALWAYS else value

    def clean(self, value: Any) -> str:
        """Refuse what cannot be read as hours."""
        text = str(super().clean(value)).strip().replace("–", "-").replace("\uff1a", ":") or ALWAYS
        try:
            Hours.parsed(text)
        except ValueError as error:
            raise ValidationError(gettext("Write the hours like 08:30-18:00, or nothing.")) from error
        return text


def _rooms() -> forms.Field:
    return forms.MultipleChoiceField(choices=room_choices, required=False, widget=forms.CheckboxSelectMultiple)


def _say_rooms(value: Any) -> str:
    names = dict(room_choices())
    return "、".join(str(names.get(one, one)) for one in value) or gettext("nothing")


def _say_hours(value: Any) -> str:
    return gettext("day and night") if value == ALWAYS else str(value)


define(
    EMAIL_HOURS,
    label=_("Hours of e-mails"),
    help=_HELP,
    group=_GROUP,
    field=HoursField,
    default=lambda: settings.EMAIL_HOURS,
    words=_say_hours,
)
define(
    SMS_HOURS,
    label=_("Hours of text messages"),
    help=_HELP,
    group=_GROUP,
    field=HoursField,
    default=lambda: settings.SMS_HOURS,
    words=_say_hours,
)
define(
    ROBOT_HOURS,
    label=_("Hours of robots and webhooks"),
    help=_HELP,
    group=_GROUP,
    field=HoursField,
    default=lambda: settings.ROBOT_HOURS,
    words=_say_hours,
)
define(
    QUIET_EXEMPT,
    label=_("What does not wait for working hours"),
    help=_("It leaves the house at once, at night and on holidays too. The inbox is always at once."),
    group=_GROUP,
    field=_rooms,
    default=lambda: settings.QUIET_EXEMPT,
    words=_say_rooms,
)
define(
    SMS_KINDS,
    label=_("What is worth a text message"),
    help=_("To those who asked for text messages."),
    group=_GROUP,
    field=_rooms,
    default=lambda: settings.SMS_KINDS,
    words=_say_rooms,
)
define(
    DIGEST_AT,
    label=_("When the daily summaries are written"),
    help=_("On working days."),
    group=_GROUP,
    field=lambda: forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")),
    default=lambda: time.fromisoformat(settings.DIGEST_AT),
)
