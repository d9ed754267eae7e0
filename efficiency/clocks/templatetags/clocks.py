"""The clock face and the deadline chip."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from efficiency.clocks.explanation import Explanation, explain
from efficiency.clocks.models import Clock

register = template.Library()
SOON = 2  # working days left at which a chip asks for attention


@register.inclusion_tag("components/clock_face.html")
def clock_face(clock: Clock, now: datetime | None = None) -> dict[str, Any]:
    """Draw a clock day by day."""
    return face(explain(clock, now or timezone.now()))


def face(explanation: Explanation) -> dict[str, Any]:
    """What the clock face needs of an explanation: words for every day, and a legend of what occurs."""
    days, month = [], None
    for number, explained in enumerate(explanation.days):
        days.append(
            {
                "day": explained.day,
                "state": explained.state,
                "filled": explained.state == "due" and explained.day < _today(explanation, number),
                "name": explained.name,
                "words": words(explained),
                "month": date_format(explained.day, pgettext("month above a calendar", "M"))
                if explained.day.month != month
                else "",
            }
        )
        month = explained.day.month
    occurring = dict.fromkeys(explained.state for explained in explanation.days)
    return {
        "explanation": explanation,
        "days": days,
        "legend": [(state, legend_words(state)) for state in occurring],
        "standing": standing(explanation),
    }
