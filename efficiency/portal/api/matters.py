"""Matters under supervision, whatever room they belong to."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from efficiency.cards.rules import READERS
from efficiency.clocks.kinds import Subsystem
from efficiency.clocks.models import Matter
from efficiency.integrators.scopes import Scope
from efficiency.portal.api.clocks import ClockOut
from efficiency.portal.api.operation import Operation
from efficiency.portal.api.shapes import ListQuestion, Nothing, asked, page_of, rows_of, told

REFERENCE = OpenApiParameter("reference", str, OpenApiParameter.PATH, description="Number, e.g. TS-261009-123456.")


class MatterOut(serializers.Serializer[Matter]):
    """A complaint, a case or another matter with a promise on it. No person is named."""

    reference = serializers.CharField(help_text="The number that all papers of the matter bear.")
    title = serializers.CharField()
    subsystem = serializers.ChoiceField(choices=Subsystem.choices)
    unit = serializers.CharField(source="unit.code", help_text="Code of the unit that has it now.")
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    demo = serializers.BooleanField()


class MatterDetail(MatterOut):
    """A matter with its clocks, oldest first."""

    clocks = ClockOut(many=True)


class MatterQuestion(ListQuestion):
    """Which matters."""

    subsystem = serializers.ChoiceField(choices=Subsystem.choices, required=False)
    unit = serializers.CharField(required=False, max_length=40, help_text="Code of the unit that has it now.")
    open = serializers.BooleanField(required=False, help_text="true: not closed yet; false: closed.")


class MattersView(Operation):
    """Matters that the asking account may see."""

    who = READERS
    scope = Scope.CLOCKS_READ

    @extend_schema(parameters=[MatterQuestion], responses=page_of(MatterOut, "MatterPage"), tags=["clocks"])
    def get(self, request: Request) -> Response:
        """List matters, newest first."""
        question = asked(MatterQuestion, request)
        rows = Matter.objects.visible_to(request.user).select_related("unit")
        if "subsystem" in question:
            rows = rows.filter(subsystem=question["subsystem"])
        if "unit" in question:
            rows = rows.filter(unit__code=question["unit"])
        if "open" in question:
            rows = rows.filter(closed_at__isnull=question["open"])
        return Response(rows_of(request, rows, question, order=["-pk"], shape=MatterOut))


class MatterView(Operation):
    """One matter."""

    who = READERS
    scope = Scope.CLOCKS_READ

    @extend_schema(parameters=[REFERENCE], responses=MatterDetail, tags=["clocks"])
    def get(self, request: Request, reference: str) -> Response:
        """Show one matter with its clocks."""
        asked(Nothing, request)
        rows = Matter.objects.visible_to(request.user).select_related("unit")
        found: Any = get_object_or_404(rows, reference=reference)
        clocks = found.clocks.select_related("unit", "matter", "policy").order_by("pk")
        return Response(MatterOut(found).data | {"clocks": told(ClockOut, clocks)})
