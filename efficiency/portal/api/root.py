"""What can be asked here: the list of addresses, the OpenAPI document, and its page."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from efficiency.common.access import ANYONE, allow
from efficiency.integrators.scopes import OPEN
from efficiency.portal.api.operation import Operation
from efficiency.portal.api.shapes import Nothing, asked

_RESOURCES = {
    "cards": "api-cards",
    "clocks": "api-clocks",
    "complaints": "api-complaints",
    "docs": "api-docs",
    "due": "api-due",
    "matters": "api-matters",
    "schema": "api-schema",
    "units": "api-units",
}


class Addresses(serializers.Serializer[Any]):
    """Where things are."""

    cards = serializers.URLField()
    clocks = serializers.URLField()
    complaints = serializers.URLField()
    docs = serializers.URLField(help_text="The page that describes all operations.")
    due = serializers.URLField()
    matters = serializers.URLField()
    schema = serializers.URLField(help_text="The OpenAPI document.")
    units = serializers.URLField()


class RootView(Operation):
    """What can be asked here."""

    who = ANYONE
    scope = OPEN

    @extend_schema(responses=Addresses, tags=["api"])
    def get(self, request: Request) -> Response:
        """List the addresses."""
        asked(Nothing, request)
        return Response({key: request.build_absolute_uri(reverse(name)) for key, name in _RESOURCES.items()})


class SchemaView(Operation):
    """The OpenAPI document, in JSON or YAML."""

    who = ANYONE
    scope = OPEN
    renderer_classes = (OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Give the document."""
        asked(Nothing, request)
        return Response(_document(get_language() or "en"))


@allow(ANYONE)
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the document for people, with forms to try each operation."""
    return render(request, "portal/api_docs.html")


@lru_cache(maxsize=8)
def _document(_language: str) -> Any:
    """The document; it changes with the program alone, and labels with the language."""
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
