"""Bringing in the open matters of an older system: the same rules and the same second person as the page."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from efficiency.cards.backlog import MOST, Backlog, backlogs, checked
from efficiency.cards.rules import OFFICE
from efficiency.changes.actions import propose
from efficiency.changes.kinds import UnableToChange
from efficiency.integrators.scopes import Scope
from efficiency.portal.api.once import KEY, once
from efficiency.portal.api.operation import Operation, Refused, actor_of
from efficiency.portal.api.shapes import Nothing, Strict, asked, given

_MOST_FAULTS = 200


class ColumnOut(serializers.Serializer[Any]):
    """One column of a sheet."""

    name = serializers.CharField(help_text="Under this name a row carries the cell.")
    title = serializers.CharField()
    mandatory = serializers.BooleanField(help_text="An empty cell is refused.")


class BacklogOut(serializers.Serializer[Any]):
    """What can be brought in."""

    code = serializers.CharField()
    name = serializers.CharField()
    columns = ColumnOut(many=True)


class BacklogIn(Strict):
    """A sheet as rows. Cells are text; moments are local, e.g. 2026-03-02 09:00."""

    ground = serializers.CharField(max_length=500, help_text="Why it is brought in; kept with the change.")
    document = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    rows = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=4000)),
        min_length=1,
        max_length=MOST,
        help_text="Each row: the columns' names with their cells; a name that is left out is an empty cell.",
    )


class ProposedOut(serializers.Serializer[Any]):
    """The change that awaits its second person."""

    change = serializers.IntegerField()
    rows = serializers.IntegerField()
    effect = serializers.ListField(child=serializers.CharField(), help_text="What confirming it would do.")


class BacklogsView(Operation):
    """Backlogs."""

    who = OFFICE
    scope = Scope.BACKLOG_PROPOSE

    @extend_schema(responses=BacklogOut(many=True), tags=["backlog"])
    def get(self, request: Request) -> Response:
        """List what can be brought in, with the columns of each sheet."""
        asked(Nothing, request)
        return Response(BacklogOut([_told(backlog) for backlog in backlogs().values()], many=True).data)


class BacklogView(Operation):
    """One backlog."""

    who = OFFICE
    scope = Scope.BACKLOG_PROPOSE

    @extend_schema(parameters=[KEY], request=BacklogIn, responses={201: ProposedOut}, tags=["backlog"])
    @once
    def post(self, request: Request, code: str) -> Response:
        """Propose to bring rows in. Nothing is brought in unless every row is well and a second person confirms."""
        body = given(BacklogIn, request)
        backlog = backlogs().get(code)
        if backlog is None:
            raise Http404
        rows = [backlog.scrub(cells) for cells in _cells(backlog, body["rows"])]
        faults = checked(backlog, rows, now=timezone.now())[1]
        if faults:
            # The first row of a sheet holds the titles; here rows count from 1.
            said = [f"{fault.row - 1}, {fault.column}: {fault.text}" for fault in faults[:_MOST_FAULTS]]
            raise serializers.ValidationError({"rows": said})
        count = ngettext("%(n)s row", "%(n)s rows", len(rows)) % {"n": len(rows)}
        try:
            change = propose(
                kind="backlog",
                title=f"{backlog.name}: {count}",
                payload={"backlog": code, "rows": rows},
                ground=body["ground"],
                document=body["document"],
                actor=actor_of(request),
                demo=actor_of(request).demo,
            )
        except UnableToChange as error:
            raise Refused(str(error)) from error
        return Response({"change": change.pk, "rows": len(rows), "effect": change.effect}, status=201)


def _told(backlog: Backlog) -> dict[str, Any]:
    fields = backlog.row_form().fields.items()
    columns = [{"name": name, "title": str(field.label), "mandatory": field.required} for name, field in fields]
    return {"code": backlog.code, "name": str(backlog.name), "columns": columns}


def _cells(backlog: Backlog, rows: list[dict[str, str]]) -> list[list[str]]:
    names = list(backlog.row_form().fields)
    unknown = [
        _("%(row)s: the column “%(name)s” is not known here.") % {"row": number, "name": name}
        for number, row in enumerate(rows, 1)
        for name in row
        if name not in names
    ]
    if unknown:
        raise serializers.ValidationError({"rows": unknown[:_MOST_FAULTS]})
    return [[row.get(name, "") for name in names] for row in rows]
