"""Units of the city: what the public staff board says of them."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from efficiency.common.access import ANYONE
from efficiency.integrators.scopes import OPEN
from efficiency.organization.models import Unit, UnitKind
from efficiency.portal.api.operation import Operation
from efficiency.portal.api.shapes import ListQuestion, Nothing, asked, page_of, rows_of

CODE = OpenApiParameter("code", str, OpenApiParameter.PATH, description="Code of the unit.")
_RELATED = ("parent",)


class UnitOut(serializers.Serializer[Unit]):
    """A department, a town, a village room or another unit of the city."""

    code = serializers.CharField(help_text="Stable; other resources name the unit by it.")
    name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=UnitKind.choices)
    parent = serializers.CharField(  # type: ignore[assignment]  # the metaclass moves it away
        source="parent.code", default=None, allow_null=True, help_text="Code of the unit above."
    )
    phone = serializers.CharField(allow_blank=True, help_text="Of the office; may be empty.")
    address = serializers.CharField(allow_blank=True, help_text="May be empty.")


class UnitQuestion(ListQuestion):
    """Which units."""

    kind = serializers.ChoiceField(choices=UnitKind.choices, required=False)


class UnitsView(Operation):
    """The units of the city."""

    who = ANYONE
    scope = OPEN

    @extend_schema(parameters=[UnitQuestion], responses=page_of(UnitOut, "UnitPage"), tags=["units"])
    def get(self, request: Request) -> Response:
        """List the units in use, in the order of the tree."""
        question = asked(UnitQuestion, request)
        rows = Unit.objects.in_use().select_related(*_RELATED)
        if "kind" in question:
            rows = rows.filter(kind=question["kind"])
        return Response(rows_of(request, rows, question, order=["path", "pk"], shape=UnitOut))


class UnitView(Operation):
    """One unit."""

    who = ANYONE
    scope = OPEN

    @extend_schema(parameters=[CODE], responses=UnitOut, tags=["units"])
    def get(self, request: Request, code: str) -> Response:
        """Show one unit in use."""
        asked(Nothing, request)
        found: Any = get_object_or_404(Unit.objects.in_use().select_related(*_RELATED), code=code)
        return Response(UnitOut(found).data)
