"""The deadline calculator, open to everybody."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from efficiency.clocks.deadlines import LedgerDay, PausedSpan
from efficiency.clocks.moving import office_hours
from efficiency.clocks.questions import (
    UNITS,
    Answer,
    Question,
    UnableToAnswer,
    answer,
    days_of,
    read_limit,
    read_moment,
    read_pause,
)
from efficiency.common.access import ANYONE
from efficiency.integrators.scopes import OPEN
from efficiency.portal.api.operation import Operation
from efficiency.portal.api.shapes import Strict, asked
from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.current import current_calendar

# What one question may ask for, so that a stranger's question stays cheap.
_MOST_DAYS = 3 * 366
_MOST_PAUSES = 50


class MomentField(serializers.CharField):
    """A day or a moment; local time of Shanghai unless it says otherwise."""

    def to_internal_value(self, data: Any) -> Any:
        """Read it."""
        return _read(read_moment, super().to_internal_value(data))


class PauseField(serializers.CharField):
    """FROM:TO, the days after FROM up to and including TO."""

    def to_internal_value(self, data: Any) -> Any:
        """Read it."""
        return _read(read_pause, super().to_internal_value(data))


def _read(reader: Any, text: str) -> Any:
    try:
        return reader(text)
    except UnableToAnswer as error:
        raise serializers.ValidationError(str(error)) from error


class DueQuestion(Strict):
    """When does this limit end?"""

    start = MomentField(help_text="2026-02-12, or for working hours 2026-02-13T16:00")
    limit = serializers.IntegerField(min_value=0, max_value=1000)
    unit = serializers.ChoiceField(choices=list(UNITS))
    pause = serializers.ListField(
        child=PauseField(), max_length=_MOST_PAUSES, required=False, default=list, help_text="FROM:TO, repeatable"
    )
    roll = serializers.BooleanField(default=True, help_text="false for status periods, which may end on a rest day")


class DueDayOut(serializers.Serializer[LedgerDay]):
    """One day of the explanation."""

    day = serializers.DateField()
    counted = serializers.BooleanField()
    number = serializers.IntegerField(allow_null=True)
    working = serializers.BooleanField()
    name = serializers.CharField()
    make_up = serializers.BooleanField()
    paused = serializers.BooleanField()


class DueAnswer(serializers.Serializer[Any]):
    """The last day of the limit, or the moment for working hours."""

    due = serializers.CharField()
    raw = serializers.DateField(allow_null=True, help_text="before rolling to a working day")
    provisional = serializers.BooleanField(help_text="the year's arrangement is not published yet")
    calendar = serializers.IntegerField(help_text="version of the calendar")
    days = DueDayOut(many=True)


class DueView(Operation):
    """The deadline calculator."""

    who = ANYONE
    scope = OPEN

    @extend_schema(parameters=[DueQuestion], responses=DueAnswer, tags=["working days"])
    def get(self, request: Request) -> Response:
        """Say when a limit ends, and which days counted.

        Counts by the working-day calendar in force, with its holidays and make-up working days. The
        day after the start is the first; days within a pause do not count.
        """
        calendar, question = current_calendar(), _question(asked(DueQuestion, request))
        found = _answer(calendar, question)
        shown = {
            "due": found.text,
            "raw": found.raw,
            "provisional": found.provisional,
            "calendar": calendar.version,
            "days": days_of(calendar, question, found),
        }
        return Response(DueAnswer(shown).data)


def _question(given: dict[str, Any]) -> Question:
    pauses: list[PausedSpan] = given["pause"]
    return Question(given["start"], read_limit(given["limit"], given["unit"]), pauses, given["roll"])


def _answer(calendar: WorkCalendar, question: Question) -> Answer:
    try:
        found = answer(calendar, question, office_hours())
        if not calendar.first <= question.start or found.day > calendar.last:
            raise UnableToAnswer(
                _("The calendar covers %(first)s to %(last)s; the limit leads beyond.")
                % {"first": calendar.first, "last": calendar.last}
            )
        if (found.day - question.start).days > _MOST_DAYS:
            raise UnableToAnswer(_("The limit ends more than three years after its start."))
    except UnableToAnswer as error:
        raise serializers.ValidationError({"limit": [str(error)]}) from error
    return found
