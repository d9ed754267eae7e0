"""Office hours as the city sets them, in text: 09:00–17:00. No database."""

import re
from datetime import time
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from efficiency.clocks.deadlines import OfficeHours

OFFICE_HOURS = "office.hours"
_SPAN = re.compile(r"(\d{1,2}[:：]\d{2})\s*(?:[-–—~～至到])\s*(\d{1,2}[:：]\d{2})")


@cache
def read_hours(text: str) -> OfficeHours:
    """The hours of a text. Raises ValueError where it holds none, or they end before they begin."""
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    opens, closes = (time.fromisoformat(part.replace("：", ":").zfill(5)) for part in match.groups())
    return OfficeHours(opens, closes)


def say_hours(hours: OfficeHours) -> str:
    """The hours in text."""
    return f"{hours.open:%H:%M}–{hours.close:%H:%M}"


class HoursField(forms.CharField):
    """From opening to closing."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=20, help_text=_("From opening to closing, e.g. 09:00–17:00."), **given)

    def clean(self, value: object) -> str:
        """One spelling for the same hours."""
        text = str(super().clean(value))
        try:
            return say_hours(read_hours(text))
        except ValueError as error:
            raise ValidationError(
                _("Write when the office opens and closes, e.g. 09:00–17:00; it closes after it opens.")
            ) from error
