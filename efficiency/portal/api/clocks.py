"""Clocks: what is due and overdue, and why a clock is due when it is."""

from datetime import datetime, time, timedelta
from typing import Any, get_args

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from efficiency.cards.rules import READERS
from efficiency.clocks.explanation import ClockState, DayState, ExplainedDay, explain
from efficiency.clocks.kinds import ClockKind, DayEnd, LimitUnit, Subsystem
from efficiency.clocks.models import Clock
from efficiency.clocks.moving import NEVER
from efficiency.common.moments import SHANGHAI
from efficiency.integrators.scopes import Scope
from efficiency.portal.api.operation import Operation
from efficiency.portal.api.shapes import DayFilter, ListQuestion, Nothing, asked, page_of, rows_of, told

PK = OpenApiParameter("pk", int, OpenApiParameter.PATH, description="`id` of the row.")
_RELATED = ("unit", "matter", "policy")


class DueField(serializers.DateTimeField):
    """The due moment; null while a pause without an end keeps it open."""

    def to_representation(self, value: Any) -> Any:
        """Nothing for a moment that stands for never."""
        return None if value >= NEVER else super().to_representation(value)


class ClockOut(serializers.Serializer[Clock]):
    """One promise on a matter."""

    id = serializers.IntegerField()
    matter = serializers.CharField(source="matter.reference", help_text="Number of the matter.")
    kind = serializers.ChoiceField(choices=ClockKind.choices, help_text="What was promised.")
    rule = serializers.CharField(source="policy.rule", help_text="Number of the rule that a card would name.")
    unit = serializers.CharField(source="unit.code", help_text="Code of the unit that must keep it.")
    limit = serializers.IntegerField(help_text="In `limit_unit`.")
    limit_unit = serializers.ChoiceField(choices=LimitUnit.choices)
    day_end = serializers.ChoiceField(choices=DayEnd.choices, help_text="When the last day is over.")
    extended = serializers.IntegerField(help_text="Granted in addition, in `limit_unit`.")
    started_at = serializers.DateTimeField()
    due_at = DueField(
        allow_null=True, help_text="Exclusive: in time means stopped before it. null while a pause has no end."
    )
    stopped_at = serializers.DateTimeField(allow_null=True, help_text="When the promise was kept.")
    cancelled_at = serializers.DateTimeField(allow_null=True)
    paused = serializers.BooleanField()
    provisional = serializers.BooleanField(help_text="true: leads into a year whose holidays are not published yet.")


class DayOut(serializers.Serializer[ExplainedDay]):
    """One day of the explanation."""

    day = serializers.DateField()
    state = serializers.ChoiceField(choices=list(get_args(DayState)), help_text="left: yet to be counted.")
    number = serializers.IntegerField(allow_null=True, help_text="Of the counted days, from 1.")
    name = serializers.CharField(allow_blank=True, help_text="Of the holiday, or empty.")
    make_up = serializers.BooleanField(help_text="true: a weekend day that is worked.")


class ClockDetail(ClockOut):
    """A clock that explains itself."""

    state = serializers.ChoiceField(choices=list(get_args(ClockState)))
    due_day = serializers.DateField(allow_null=True, help_text="The last day of the limit.")
    days_left = serializers.IntegerField(allow_null=True, help_text="Working days; null when late.")
    days_late = serializers.IntegerField(allow_null=True, help_text="Working days; null unless late.")
    days = DayOut(many=True, help_text="Day by day from the start, at most 121 days.")


class ClockQuestion(ListQuestion):
    """Which clocks."""

    state = serializers.ChoiceField(
        choices=["running", "late", "all"], default="running", help_text="late: running past the due moment."
    )
    kind = serializers.ChoiceField(choices=ClockKind.choices, required=False)
    subsystem = serializers.ChoiceField(choices=Subsystem.choices, required=False)
    unit = serializers.CharField(required=False, max_length=40, help_text="Code of the unit that must keep it.")
    due_from = DayFilter(help_text="First due day.")
    due_until = DayFilter(help_text="Last due day.")


class ClocksView(Operation):
    """Clocks that the asking account may see."""

    who = READERS
    scope = Scope.CLOCKS_READ

    @extend_schema(parameters=[ClockQuestion], responses=page_of(ClockOut, "ClockPage"), tags=["clocks"])
    def get(self, request: Request) -> Response:
        """List clocks in the order in which they are due."""
        question = asked(ClockQuestion, request)
        rows = _narrowed(Clock.objects.visible_to(request.user).select_related(*_RELATED), question)
        return Response(rows_of(request, rows, question, order=["due_at", "pk"], shape=ClockOut))


class ClockView(Operation):
    """One clock."""

    who = READERS
    scope = Scope.CLOCKS_READ

    @extend_schema(parameters=[PK], responses=ClockDetail, tags=["clocks"])
    def get(self, request: Request, pk: int) -> Response:
        """Show one clock and explain, day by day, why it is due when it is."""
        asked(Nothing, request)
        rows = Clock.objects.visible_to(request.user).select_related(*_RELATED).prefetch_related("pauses")
        found = get_object_or_404(rows, pk=pk)
        explained = explain(found, timezone.now())
        return Response(
            ClockOut(found).data
            | {
                "state": explained.state,
                "due_day": explained.due_day,
                "days_left": explained.days_left,
                "days_late": explained.days_late,
                "days": told(DayOut, explained.days),
            }
        )


def _narrowed(rows: "QuerySet[Clock]", question: dict[str, Any]) -> "QuerySet[Clock]":
    if question["state"] != "all":
        rows = rows.filter(stopped_at=None, cancelled_at=None)
    if question["state"] == "late":
        rows = rows.filter(due_at__lte=timezone.now())
    same = {"kind": "kind", "subsystem": "matter__subsystem", "unit": "unit__code"}
    rows = rows.filter(**{path: question[name] for name, path in same.items() if name in question})
    # The stored moment is exclusive: the midnight after the last day, or a moment within it.
    if "due_from" in question:
        rows = rows.filter(due_at__gt=datetime.combine(question["due_from"], time(), SHANGHAI))
    if "due_until" in question:
        rows = rows.filter(due_at__lte=datetime.combine(question["due_until"] + timedelta(days=1), time(), SHANGHAI))
    return rows
