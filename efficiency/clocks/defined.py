"""What the city sets about time."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from efficiency.changes import desk
from efficiency.changes.kinds import Effect
from efficiency.changes.settings import define
from efficiency.clocks import policy_changes
from efficiency.clocks.deadlines import OfficeHours
from efficiency.clocks.hours import OFFICE_HOURS, HoursField, say_hours
from efficiency.clocks.kinds import DayEnd, LimitUnit
from efficiency.clocks.models import Clock


def _effect(_before: Any, _after: Any, _since: datetime) -> Effect:
    """Running clocks keep the hours of the day on which they started."""
    concerned = Q(day_end=DayEnd.CLOSING) | Q(limit_unit=LimitUnit.WORKING_HOURS)
    running = Clock.objects.running().filter(concerned).count()
    return Effect(
        sentences=[
            _("Clocks that start from then on end at the new closing time and count the new working hours."),
            ngettext(
                "%(count)s running clock that depends on the hours keeps those under which it started.",
                "%(count)s running clocks that depend on the hours keep those under which they started.",
                running,
            )
            % {"count": running},
            _("Reminders are sent at the new opening time."),
        ]
    )


define(
    OFFICE_HOURS,
    label=gettext_lazy("Office hours of the counters"),
    help=gettext_lazy("For limits in working hours, and for days that end at closing time. Set for whole days."),
    group=gettext_lazy("Limits"),
    field=HoursField,
    default=lambda: say_hours(OfficeHours(settings.OFFICE_OPENS, settings.OFFICE_CLOSES)),
    whole_days=True,
    effect=_effect,
)
desk.register("1-limits", policy_changes.rows)
