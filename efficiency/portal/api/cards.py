"""Cards: those that the asking account may see, and what a unit does with its own."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from efficiency.cards import actions
from efficiency.cards.kinds import ActKind, LevelNumber, RulingKind, State
from efficiency.cards.models import Act, Card, Ruling, StandIn
from efficiency.cards.rules import HEADS, READERS, UNIT_STAFF, can_acknowledge, can_answer, sees_officer
from efficiency.common.moments import SHANGHAI
from efficiency.integrators.scopes import Scope
from efficiency.portal.api.clocks import PK
from efficiency.portal.api.once import KEY, once
from efficiency.portal.api.operation import Operation, Refused, actor_of
from efficiency.portal.api.shapes import DayFilter, ListQuestion, Nothing, Strict, asked, given, page_of, rows_of, told

_RELATED = ("unit", "matter")


class CardOut(serializers.Serializer[Card]):
    """A card or a reminder against a unit. No person is named."""

    id = serializers.IntegerField()
    number = serializers.CharField(allow_blank=True, help_text="As printed; empty on a reminder.")
    level = serializers.ChoiceField(choices=LevelNumber.choices)
    standing_level = serializers.ChoiceField(choices=LevelNumber.choices, help_text="Lower after a downgrade.")
    standing_points = serializers.DecimalField(max_digits=5, decimal_places=2)
    state = serializers.ChoiceField(choices=State.choices)
    unit = serializers.CharField(source="unit.code", help_text="Code of the unit.")
    unit_name = serializers.CharField(source="unit.name")
    matter = serializers.CharField(
        source="matter.reference", default=None, allow_null=True, help_text="Number of the matter, where there is one."
    )
    subsystem = serializers.CharField(source="matter.subsystem", default=None, allow_null=True)
    clock = serializers.IntegerField(
        source="clock_id", allow_null=True, help_text="`id` of the clock that ran out; null on a card by hand."
    )
    rule = serializers.CharField(help_text="Number of the rule that was broken.")
    breached_at = serializers.DateTimeField()
    issued_at = serializers.DateTimeField()
    served_at = serializers.DateTimeField(allow_null=True, help_text="When the unit signed for it.")
    answer_by = serializers.DateTimeField(
        allow_null=True, help_text="Until when the unit is heard before the points count."
    )
    demo = serializers.BooleanField()


class ActOut(serializers.Serializer[Act]):
    """What was done to a card."""

    kind = serializers.ChoiceField(choices=ActKind.choices)
    at = serializers.DateTimeField()
    text = serializers.CharField(allow_blank=True)


class RulingOut(serializers.Serializer[Ruling]):
    """A revocation or downgrade that was proposed."""

    kind = serializers.ChoiceField(choices=RulingKind.choices)
    ground = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    confirmed = serializers.BooleanField(allow_null=True)


class StandInOut(serializers.Serializer[StandIn]):
    """Who stood in for whom when the card was issued."""

    away = serializers.CharField(source="away.display_name", help_text="Who was told of the card and was away.")
    stand_in = serializers.CharField(
        source="person.display_name", default=None, allow_null=True, help_text="Null where nobody was left."
    )
    is_officer = serializers.BooleanField(help_text="Away was the officer in charge; else the head of the unit.")


class CardDetail(CardOut):
    """A card with what the unit and the office did and said."""

    stand_ins = StandInOut(many=True, help_text="For the unit, the office and those it names; empty for others.")
    ground = serializers.CharField(allow_blank=True, help_text="Written by hand; empty where a clock ran out.")
    acts = ActOut(many=True)
    rulings = RulingOut(many=True)


class CardQuestion(ListQuestion):
    """Which cards."""

    level = serializers.ChoiceField(choices=LevelNumber.choices, required=False)
    state = serializers.ChoiceField(choices=State.choices, required=False)
    unit = serializers.CharField(required=False, max_length=40, help_text="Code of the unit.")
    issued_from = DayFilter(help_text="First day of issue.")
    issued_until = DayFilter(help_text="Last day of issue.")


class Statement(Strict):
    """The unit's side of the story."""

    text = serializers.CharField(max_length=4000, help_text="What happened, why, and what the office should know.")


class CardsView(Operation):
    """Cards that the asking account may see."""

    who = READERS
    scope = Scope.CARDS_READ

    @extend_schema(parameters=[CardQuestion], responses=page_of(CardOut, "CardPage"), tags=["cards"])
    def get(self, request: Request) -> Response:
        """List cards and reminders, newest first."""
        question = asked(CardQuestion, request)
        rows = _narrowed(Card.objects.visible_to(request.user).select_related(*_RELATED), question)
        return Response(rows_of(request, rows, question, order=["-issued_at", "-pk"], shape=CardOut))


class CardView(Operation):
    """One card."""

    who = READERS
    scope = Scope.CARDS_READ

    @extend_schema(parameters=[PK], responses=CardDetail, tags=["cards"])
    def get(self, request: Request, pk: int) -> Response:
        """Show one card with what was done and said."""
        asked(Nothing, request)
        return Response(_detail(_card(request, pk), request.user))


class ReceiveCardView(Operation):
    """Receipt of a card."""

    who = UNIT_STAFF
    scope = Scope.CARDS_ACT

    @extend_schema(parameters=[PK, KEY], request=None, responses=CardDetail, tags=["cards"])
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Sign for a card in the name of the unit, once."""
        given(Nothing, request)
        card = _card(request, pk)
        if not can_acknowledge(request.user, card):
            raise Refused(_not_now(card))
        return _act(lambda: actions.acknowledge(card=card, actor=actor_of(request)), request, pk)


class AnswerCardView(Operation):
    """Statement on a card."""

    who = HEADS
    scope = Scope.CARDS_ACT

    @extend_schema(parameters=[PK, KEY], request=Statement, responses=CardDetail, tags=["cards"])
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Make the unit's statement on a card; the office then decides."""
        text = given(Statement, request)["text"]
        card = _card(request, pk)
        if not can_answer(request.user, card):
            raise Refused(_not_now(card))
        return _act(lambda: actions.answer(card=card, text=text, actor=actor_of(request)), request, pk)


def _narrowed(rows: "QuerySet[Card]", question: dict[str, Any]) -> "QuerySet[Card]":
    same = {"level": "level", "state": "state", "unit": "unit__code"}
    rows = rows.filter(**{path: question[name] for name, path in same.items() if name in question})
    if "issued_from" in question:
        rows = rows.filter(issued_at__gte=datetime.combine(question["issued_from"], time(), SHANGHAI))
    if "issued_until" in question:
        end = datetime.combine(question["issued_until"] + timedelta(days=1), time(), SHANGHAI)
        rows = rows.filter(issued_at__lt=end)
    return rows


def _card(request: Request, pk: int) -> Card:
    return get_object_or_404(Card.objects.visible_to(request.user).select_related(*_RELATED), pk=pk)


def _detail(card: Card, user: Any) -> dict[str, Any]:
    stand_ins = card.stand_ins.select_related("away", "person") if sees_officer(user, card) else []
    return CardOut(card).data | {
        "stand_ins": told(StandInOut, stand_ins),
        "ground": card.ground,
        "acts": told(ActOut, card.acts.all()),
        "rulings": told(RulingOut, card.rulings.all()),
    }


def _act(do: Any, request: Request, pk: int) -> Response:
    try:
        do()
    except actions.UnableToAct as error:
        raise Refused(str(error)) from error
    return Response(_detail(_card(request, pk), request.user))


def _not_now(card: Card) -> str:
    return _("This is not possible for you as the card stands now: %(state)s.") % {"state": card.get_state_display()}
