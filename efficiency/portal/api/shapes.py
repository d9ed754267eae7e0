"""Reading what was sent, strictly, and giving lists page by page."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from efficiency.common.lists import BadCursor, page

MOST_ROWS = 100


class Strict(serializers.Serializer[Any]):
    """Takes no name that it does not know: a misspelled filter must not look like an unfiltered list."""

    def to_internal_value(self, data: Any) -> Any:
        """Read it. Raises ValidationError naming what is unknown."""
        if isinstance(data, Mapping):
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                raise serializers.ValidationError({name: [_("This name is not known here.")] for name in unknown})
        return super().to_internal_value(data)


class Nothing(Strict):
    """No parameters, or an empty body."""


class DayFilter(serializers.DateField):
    """A day that can be counted from: not the year 1, not 9999."""

    def __init__(self, **given: Any) -> None:
        bounds = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2199, 12, 31))]
        super().__init__(required=False, validators=bounds, **given)


class ListQuestion(Strict):
    """What every list is asked: which page, and how long."""

    after = serializers.CharField(
        required=False, max_length=500, help_text="The cursor in `next`: the rows that follow."
    )
    before = serializers.CharField(
        required=False, max_length=500, help_text="The cursor in `previous`: the rows that come before."
    )
    size = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_ROWS, default=50, help_text="Rows of a page."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One direction at a time."""
        if "after" in attrs and "before" in attrs:
            raise serializers.ValidationError({"before": [_("Send either “after” or “before”.")]})
        return attrs


def asked(question: type[Strict], request: Request) -> dict[str, Any]:
    """The query, read strictly. Raises ValidationError."""
    fields = question().fields
    data: dict[str, Any] = {}
    for name, values in request.query_params.lists():
        if isinstance(fields.get(name), serializers.ListField):
            data[name] = values
        elif len(values) > 1 and name in fields:
            raise serializers.ValidationError({name: [_("Send this once.")]})
        else:
            data[name] = values[-1]
    # A plain dict: in form data a missing yes-or-no would be read as no.
    return _valid(question, data)


def given(body: type[Strict], request: Request) -> dict[str, Any]:
    """The body, read strictly. Raises ValidationError."""
    asked(Nothing, request)
    return _valid(body, request.data)


def rows_of(
    request: Request, rows: "QuerySet[Any]", question: Mapping[str, Any], *, order: list[str], shape: Any
) -> dict[str, Any]:
    """One page of `rows` with the addresses of its neighbours. Raises ValidationError for a bad cursor."""
    after, before = question.get("after", ""), question.get("before", "")
    try:
        found = page(rows, order=order, after=after, before=before, size=question["size"])
    except BadCursor as error:
        name = "before" if before else "after"
        raise serializers.ValidationError({name: [_("This cursor was not given by this list.")]}) from error
    return {
        "results": told(shape, found.rows),
        "next": _neighbour(request, after=found.after),
        "previous": _neighbour(request, before=found.before),
    }


def told(shape: Any, rows: Iterable[Any]) -> Any:
    """Rows in a shape."""
    return shape(rows, many=True).data


@cache
def page_of(shape: type[serializers.BaseSerializer[Any]], name: str) -> type[serializers.Serializer[Any]]:
    """The shape of a page of these rows, for the document."""
    members = {
        "__doc__": "One page of a list.",
        "results": shape(many=True),
        "next": serializers.URLField(allow_null=True, help_text="Address of the next page."),
        "previous": serializers.URLField(allow_null=True, help_text="Address of the previous page."),
    }
    return type(name, (serializers.Serializer,), members)


def _valid(shape: type[Strict], data: Any) -> dict[str, Any]:
    read = shape(data=data)
    read.is_valid(raise_exception=True)
    values: dict[str, Any] = read.validated_data
    return values


def _neighbour(request: Request, **cursor: str | None) -> str | None:
    if not any(cursor.values()):
        return None
    query = request.query_params.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query.update({name: value for name, value in cursor.items() if value})
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
