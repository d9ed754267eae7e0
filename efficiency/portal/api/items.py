"""The public catalogue: what the city handles, and the guide of each item as it is in force."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.catalogue.force import as_shown
from approvals.catalogue.rows import content_of
from approvals.codes import Audience, Channel, Delegation, Depth, Handling, ItemType, Theme
from approvals.content import OF_GUIDE
from approvals.models import Item
from efficiency.clocks.kinds import Ground, LimitUnit
from efficiency.common.access import ANYONE
from efficiency.integrators.scopes import OPEN
from efficiency.portal.api.operation import Operation
from efficiency.portal.api.shapes import ListQuestion, Nothing, asked, page_of, rows_of

CODE = OpenApiParameter("code", str, OpenApiParameter.PATH, description="Code of the item.")


class ItemOut(serializers.Serializer[Item]):
    """A handling item of the published catalogue."""

    code = serializers.CharField(help_text="Stable; cases name the item by it.")
    name = serializers.CharField()
    unit = serializers.CharField(source="unit.code", help_text="Code of the unit.")
    unit_name = serializers.CharField(source="unit.name")
    type = serializers.ChoiceField(choices=ItemType.choices)
    handling = serializers.ChoiceField(choices=Handling.choices)
    statutory_limit = serializers.IntegerField(allow_null=True, help_text="Null where no law sets one.")
    statutory_unit = serializers.ChoiceField(choices=LimitUnit.choices)
    promised_limit = serializers.IntegerField()
    promised_unit = serializers.ChoiceField(choices=LimitUnit.choices)
    depth = serializers.ChoiceField(choices=Depth.choices, help_text="How far an application goes online.")
    visits = serializers.IntegerField(help_text="How often the applicant comes.")
    next_change_at = serializers.DateTimeField(allow_null=True, help_text="When a scheduled change comes into force.")


class MaterialOut(serializers.Serializer[Any]):
    """A material that the item asks for."""

    name = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]  # the metaclass moves it away
    originals = serializers.IntegerField()
    copies = serializers.IntegerField()
    issuer = serializers.CharField(allow_blank=True)
    shared = serializers.BooleanField(help_text="Fetched by the office itself.")
    note = serializers.CharField(allow_blank=True)
    sample = serializers.CharField(allow_blank=True)


class StageOut(serializers.Serializer[Any]):
    """A stage of the process."""

    name = serializers.CharField()
    limit = serializers.IntegerField(allow_null=True)
    limit_unit = serializers.ChoiceField(choices=LimitUnit.choices)
    post = serializers.CharField(allow_blank=True)


class ItemGuideOut(ItemOut):
    """An item with everything that its guide says."""

    main = serializers.CharField(source="main.code", default=None, allow_null=True, help_text="Code of the main item.")
    version = serializers.IntegerField()
    in_force_since = serializers.DateTimeField(allow_null=True)
    basis = serializers.CharField()
    conditions = serializers.CharField(allow_blank=True)
    procedure = serializers.CharField(allow_blank=True)
    special = serializers.ListField(child=serializers.ChoiceField(choices=Ground.choices))
    audience = serializers.ListField(child=serializers.ChoiceField(choices=Audience.choices))
    themes = serializers.ListField(child=serializers.ChoiceField(choices=Theme.choices))
    channels = serializers.ListField(child=serializers.ChoiceField(choices=Channel.choices))
    venues = serializers.ListField(child=serializers.CharField(), help_text="4 city, 5 town, 6 village.")
    delegation = serializers.ChoiceField(choices=Delegation.choices)
    on_commitment = serializers.BooleanField(help_text="Decided at once on the applicant's commitment, checked later.")
    green = serializers.BooleanField(help_text="Counts for the green channel of large investments.")
    appointment = serializers.BooleanField()
    post = serializers.BooleanField()
    result = serializers.CharField(allow_blank=True)
    result_validity = serializers.CharField(allow_blank=True)
    materials = MaterialOut(many=True, source="shown_content.materials")
    stages = StageOut(many=True, source="shown_content.stages")
    guide = serializers.SerializerMethodField(help_text="Notes, places, hours, phones of offices, frequent questions.")

    def get_guide(self, item: Item) -> dict[str, str]:
        """The texts of the guide by their names."""
        content = item.shown_content or {}
        return {name: content.get(name) or "" for name in OF_GUIDE}


class ItemQuestion(ListQuestion):
    """Which items."""

    q = serializers.CharField(required=False, max_length=60, help_text="Words, pinyin initials, code, department.")
    unit = serializers.CharField(required=False, max_length=40, help_text="Code of the unit.")
    type = serializers.ChoiceField(choices=ItemType.choices, required=False)
    theme = serializers.ChoiceField(choices=Theme.choices, required=False)
    audience = serializers.ChoiceField(choices=Audience.choices, required=False)


class ItemsView(Operation):
    """The published catalogue."""

    who = ANYONE
    scope = OPEN

    @extend_schema(parameters=[ItemQuestion], responses=page_of(ItemOut, "ItemPage"), tags=["items"])
    def get(self, request: Request) -> Response:
        """List items by their codes."""
        question = asked(ItemQuestion, request)
        rows = Item.objects.published().search(question.get("q", "")).for_lists()
        for name, column in (("theme", "themes"), ("audience", "audience")):
            if name in question:
                rows = rows.with_code(column, question[name])
        same = {"unit": "unit__code", "type": "type"}
        rows = rows.filter(**{path: question[name] for name, path in same.items() if name in question})
        return Response(rows_of(request, rows, question, order=["code", "pk"], shape=ItemOut))


class ItemView(Operation):
    """One item."""

    who = ANYONE
    scope = OPEN

    @extend_schema(parameters=[CODE], responses=ItemGuideOut, tags=["items"])
    def get(self, request: Request, code: str) -> Response:
        """Show the guide of an item as it is in force."""
        asked(Nothing, request)
        rows = Item.objects.published().select_related("unit", "main")
        found = as_shown(get_object_or_404(rows, code=code), timezone.now())
        found.shown_content = found.shown_content or content_of(found)
        return Response(ItemGuideOut(found).data)
