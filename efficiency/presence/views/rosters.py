"""Duty rosters beside the working calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from efficiency.common.access import allow
from efficiency.common.moments import local_date
from efficiency.organization.models import Unit, User
from efficiency.organization.responsibility import duties_of
from efficiency.organization.views.answers import actor, answer, posted
from efficiency.presence import pasting, rules
from efficiency.presence.actions import rosters as actions
from efficiency.presence.forms.outings import RosterForm, UnitFilter
from efficiency.presence.models import Duty
from efficiency.presence.rules import ROSTER_KEEPERS, STAFF
from efficiency.workdays.calendar import DayFace
from efficiency.workdays.glance import calendar_of_page

_DAYS = 14


@dataclass(frozen=True)
class RosterDay:
    """One day with its turns; `bare`: a day of rest on which nobody is on duty."""

    face: DayFace
    duties: list[Duty]

    @property
    def bare(self) -> bool:
        """Nobody looks after the house."""
        return not self.face.working and not self.duties


@allow(STAFF)
@require_safe
def roster(request: HttpRequest) -> HttpResponse:
    """A unit's turns of duty for two weeks, weekends and holidays marked."""
    user, now = actor(request), timezone.now()
    form = UnitFilter(request.GET)
    unit = form.chosen(user.unit)
    first = (form.cleaned_data.get("first") if form.is_valid() else None) or _monday(local_date(now))
    calendar = calendar_of_page()
    first = min(max(first, calendar.first), calendar.last - timedelta(days=_DAYS))
    duties = Duty.objects.filter(unit=unit).between(first, first + timedelta(days=_DAYS - 1))
    days = _days(first, duties.select_related("user") if unit else [])
    context = {
        "unit": unit,
        "days": days,
        "today": local_date(now),
        "earlier": first - timedelta(days=_DAYS),
        "later": first + timedelta(days=_DAYS),
        "may_keep": bool(unit and rules.can_keep_roster(user, unit.pk, duties_of(user, now))),
    }
    return answer(request, "presence/roster.html", form, **context)


def _days(first: date, duties: Iterable[Duty]) -> list[RosterDay]:
    by_day: dict[date, list[Duty]] = {}
    for duty in duties:
        by_day.setdefault(duty.day, []).append(duty)
    calendar = calendar_of_page()
    days = [first + timedelta(days=number) for number in range(_DAYS)]
    return [RosterDay(calendar.kind_of(day), by_day.get(day, [])) for day in days]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@allow(ROSTER_KEEPERS)
def add_turns(request: HttpRequest, pk: int) -> HttpResponse:
    """Paste a table of duty: all of it is taken, or none and each fault is told."""
    user = actor(request)
    unit = get_object_or_404(Unit.objects.in_use(), pk=pk)
    if not rules.can_keep_roster(user, unit.pk, duties_of(user, timezone.now())):
        raise Http404
    form = RosterForm(posted(request))
    if form.is_valid():
        pasted = pasting.read(form.cleaned_data["table"], _people(unit))
        for fault in pasted.faults:
            form.add_error("table", fault)
        if not pasted.faults:
            try:
                count = actions.add_duties(unit=unit, turns=pasted.turns, actor=user)
            except actions.UnableToKeepRoster as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("%(count)s turns of duty were added.") % {"count": count})
                first = _monday(min(turn.day for turn in pasted.turns))
                return redirect(f"{reverse('roster')}?unit={unit.pk}&first={first}")
    return answer(request, "presence/roster_add.html", form, unit=unit)


@allow(ROSTER_KEEPERS)
@require_POST
def remove_turn(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a turn out of the roster."""
    user = actor(request)
    duty = get_object_or_404(Duty.objects.select_related("unit"), pk=pk)
    if not rules.can_keep_roster(user, duty.unit_id, duties_of(user, timezone.now())):
        raise Http404
    actions.remove_duty(duty=duty, actor=user)
    messages.success(request, _("The turn of duty was removed."))
    return redirect(f"{reverse('roster')}?unit={duty.unit_id}&first={_monday(duty.day)}")


def _people(unit: Unit) -> dict[str, User]:
    """The people of the unit and below by name and user name; a name that two bear stands for nobody."""
    found: dict[str, User] = {}
    twice = set()
    for user in User.objects.able().filter(unit__path__startswith=unit.path).order_by("pk"):
        if user.display_name in found:
            twice.add(user.display_name)
        found[user.display_name] = user
        found[user.username] = user
    return {name: user for name, user in found.items() if name not in twice}
