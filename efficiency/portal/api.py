"""The API's doors: what other systems of the city may ask. Every answer is scoped as its page is."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from efficiency.cards.kinds import LevelNumber, State
from efficiency.cards.models import Card
from efficiency.cards.rules import READERS
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
from efficiency.common.access import ANYONE, Declared
from efficiency.common.lists import BadCursor, page
from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.current import current_calendar

# What one question may ask for, so that a stranger's question stays cheap.
_MOST_DAYS = 3 * 366
_MOST_PAUSES = 50


class RootView(APIView):
    """What can be asked here."""

    who = ANYONE

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """List the addresses."""
        names = {"due": "api-due", "cards": "api-cards", "schema": "api-schema"}
        return Response({key: request.build_absolute_uri(reverse(name)) for key, name in names.items()})


class SchemaView(SpectacularAPIView):
    """The OpenAPI description of this API."""

    who = ANYONE
    permission_classes = (Declared,)


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


class DueQuestion(serializers.Serializer[Any]):
    """When does this limit end?"""

    start = MomentField(help_text="2026-02-12, or for working hours 2026-02-13T16:00")
    limit = serializers.IntegerField(min_value=0, max_value=1000)
    unit = serializers.ChoiceField(choices=list(UNITS))
    pause = serializers.ListField(
        child=PauseField(), max_length=_MOST_PAUSES, required=False, default=list, help_text="FROM:TO, repeatable"
    )
    roll = serializers.BooleanField(default=True, help_text="false for status periods, which may end on a rest day")

    def question(self) -> Question:
        """The question, once it is valid."""
        given = self.validated_data
        pauses: list[PausedSpan] = given["pause"]
        return Question(given["start"], read_limit(given["limit"], given["unit"]), pauses, given["roll"])


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


class DueView(APIView):
    """The deadline calculator, open to everybody."""

    who = ANYONE

    @extend_schema(parameters=[DueQuestion], responses=DueAnswer)
    def get(self, request: Request) -> Response:
        """Say when a limit ends, and which days counted."""
        # A plain dict: in form data a missing yes-or-no would be read as no.
        asked = DueQuestion(data=request.query_params.dict() | {"pause": request.query_params.getlist("pause")})
        asked.is_valid(raise_exception=True)
        calendar, question = current_calendar(), asked.question()
        found = _answer(calendar, question)
        shown = {
            "due": found.text,
            "raw": found.raw,
            "provisional": found.provisional,
            "calendar": calendar.version,
            "days": days_of(calendar, question, found),
        }
        return Response(DueAnswer(shown).data)


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


class CardOut(serializers.Serializer[Card]):
    """A card or a reminder against a unit. No person is named."""

    id = serializers.IntegerField()
    number = serializers.CharField(help_text="empty on a reminder")
    level = serializers.IntegerField()
    standing_level = serializers.IntegerField(help_text="after a downgrade lower than the level")
    standing_points = serializers.DecimalField(max_digits=5, decimal_places=2)
    state = serializers.ChoiceField(choices=State.choices)
    unit = serializers.CharField(source="unit.name")
    matter = serializers.CharField(source="matter.reference", default="")
    subsystem = serializers.CharField(source="matter.subsystem", default="")
    rule = serializers.CharField()
    breached_at = serializers.DateTimeField()
    issued_at = serializers.DateTimeField()
    answer_by = serializers.DateTimeField(allow_null=True)
    demo = serializers.BooleanField()


class CardQuestion(serializers.Serializer[Any]):
    """Which cards."""

    level = serializers.ChoiceField(choices=LevelNumber.choices, required=False)
    state = serializers.ChoiceField(choices=State.choices, required=False)


class CardPage(serializers.Serializer[Any]):
    """One page of cards, newest first."""

    cards = CardOut(many=True)
    next = serializers.URLField(allow_null=True)


class CardsView(APIView):
    """Cards that the asking person may see."""

    who = READERS

    @extend_schema(
        parameters=[CardQuestion, OpenApiParameter("after", str, description="cursor, as given in `next`")],
        responses=CardPage,
    )
    def get(self, request: Request) -> Response:
        """List cards, fifty at a time."""
        asked = CardQuestion(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        rows = Card.objects.visible_to(request.user).filter(**asked.validated_data).select_related("unit", "matter")
        try:
            found = page(rows, order=["-issued_at", "-pk"], after=request.query_params.get("after", ""))
        except BadCursor as error:
            raise serializers.ValidationError({"after": [_("This cursor was not given by this list.")]}) from error
        query = request.query_params.copy()
        query["after"] = found.after or ""
        following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}") if found.after else None
        return Response(CardPage({"cards": found.rows, "next": following}).data)
