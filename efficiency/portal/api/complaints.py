"""Complaints, for those who work on them: without the citizens, and with what a unit does."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import actions
from complaints.kinds import Identity, IntakeChannel, Kind, State
from complaints.models import Addition, Complaint, Dispatch, Reply
from complaints.rules import READERS, can_reply, can_sign_for
from efficiency.cards.rules import UNIT_STAFF
from efficiency.clocks.actions import UnableToPause, UnableToStart, UnableToStop
from efficiency.common.moments import SHANGHAI
from efficiency.integrators.scopes import Scope
from efficiency.portal.api.clocks import ClockOut
from efficiency.portal.api.matters import REFERENCE
from efficiency.portal.api.once import KEY, once
from efficiency.portal.api.operation import Operation, Refused, actor_of
from efficiency.portal.api.shapes import DayFilter, ListQuestion, Nothing, Strict, asked, given, page_of, rows_of, told

_RELATED = ("matter__unit",)
_REFUSALS = (actions.UnableToAct, UnableToStop, UnableToStart, UnableToPause)


class ComplaintOut(serializers.Serializer[Complaint]):
    """A complaint. Nothing in it names the citizen, whoever asks."""

    number = serializers.CharField(source="matter.reference")
    title = serializers.CharField(source="matter.title")
    kind = serializers.ChoiceField(choices=Kind.choices, help_text="What the citizen wants.")
    channel = serializers.ChoiceField(choices=IntakeChannel.choices)
    state = serializers.ChoiceField(choices=State.choices)
    unit = serializers.CharField(source="matter.unit.code", help_text="Code of the unit that has it now.")
    identity = serializers.ChoiceField(
        choices=Identity.choices, help_text="How far the citizen lets the name be known."
    )
    filed_at = serializers.DateTimeField()
    dispatched_at = serializers.DateTimeField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    reworks = serializers.IntegerField(help_text="How often the answer was sent back.")
    demo = serializers.BooleanField(source="matter.demo")


class AdditionOut(serializers.Serializer[Addition]):
    """Something the citizen added, without names and numbers."""

    at = serializers.DateTimeField()
    text = serializers.CharField(source="shared_text")


class DispatchOut(serializers.Serializer[Dispatch]):
    """The complaint given to a unit."""

    unit = serializers.CharField(source="unit.code")
    note = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class ReplyOut(serializers.Serializer[Reply]):
    """An answer of a unit."""

    unit = serializers.CharField(source="unit.code")
    text = serializers.CharField()
    contacted_how = serializers.CharField()
    at = serializers.DateTimeField()
    sent_back_at = serializers.DateTimeField(allow_null=True)
    sent_back_note = serializers.CharField(allow_blank=True)
    checked_at = serializers.DateTimeField(allow_null=True, help_text="When the hotline found it good.")


class ComplaintDetail(ComplaintOut):
    """A complaint with its clocks and what was said."""

    content = serializers.CharField(source="shared_content", help_text="What happened, without names and numbers.")
    place = serializers.CharField(allow_blank=True)
    clocks = ClockOut(many=True)
    dispatches = DispatchOut(many=True)
    replies = ReplyOut(many=True)
    additions = AdditionOut(many=True)
    can = serializers.ListField(
        child=serializers.ChoiceField(choices=["sign-for", "reply"]), help_text="What the asking account can do now."
    )


class ComplaintQuestion(ListQuestion):
    """Which complaints."""

    state = serializers.ChoiceField(choices=State.choices, required=False)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    unit = serializers.CharField(required=False, max_length=40, help_text="Code of the unit that has it now.")
    filed_from = DayFilter(help_text="First day of filing.")
    filed_until = DayFilter(help_text="Last day of filing.")


class Answer(Strict):
    """The answer, and how the citizen was reached."""

    text = serializers.CharField(max_length=5000, help_text="Read by the citizen once the hotline has checked it.")
    contacted_how = serializers.CharField(max_length=200, help_text="Or why that was not possible.")


class ComplaintsView(Operation):
    """Complaints that the asking account may see."""

    who = READERS
    scope = Scope.COMPLAINTS_READ

    @extend_schema(
        parameters=[ComplaintQuestion], responses=page_of(ComplaintOut, "ComplaintPage"), tags=["complaints"]
    )
    def get(self, request: Request) -> Response:
        """List complaints, newest first."""
        question = asked(ComplaintQuestion, request)
        rows = _narrowed(Complaint.objects.visible_to(request.user).select_related(*_RELATED), question)
        return Response(rows_of(request, rows, question, order=["-filed_at", "-pk"], shape=ComplaintOut))


class ComplaintView(Operation):
    """One complaint."""

    who = READERS
    scope = Scope.COMPLAINTS_READ

    @extend_schema(parameters=[REFERENCE], responses=ComplaintDetail, tags=["complaints"])
    def get(self, request: Request, reference: str) -> Response:
        """Show one complaint with its clocks and what was said."""
        asked(Nothing, request)
        return Response(_detail(_complaint(request, reference), request.user))


class SignForView(Operation):
    """Receipt of a complaint."""

    who = UNIT_STAFF
    scope = Scope.COMPLAINTS_ACT

    @extend_schema(parameters=[REFERENCE, KEY], request=None, responses=ComplaintDetail, tags=["complaints"])
    @once
    def post(self, request: Request, reference: str) -> Response:
        """Sign for a complaint in the name of its unit."""
        given(Nothing, request)
        complaint = _complaint(request, reference)
        return _act(lambda: actions.sign_for(complaint=complaint, actor=actor_of(request)), request, reference)


class ReplyView(Operation):
    """Answer to a complaint."""

    who = UNIT_STAFF
    scope = Scope.COMPLAINTS_ACT

    @extend_schema(parameters=[REFERENCE, KEY], request=Answer, responses=ComplaintDetail, tags=["complaints"])
    @once
    def post(self, request: Request, reference: str) -> Response:
        """Answer a complaint: its unit's head, or the handler he assigned.

        Stops the unit's clock. The citizen reads the answer once the hotline has checked it.
        """
        said = given(Answer, request)
        complaint = _complaint(request, reference)
        return _act(lambda: actions.reply(complaint=complaint, actor=actor_of(request), **said), request, reference)


def _narrowed(rows: "QuerySet[Complaint]", question: dict[str, Any]) -> "QuerySet[Complaint]":
    same = {"state": "state", "kind": "kind", "unit": "matter__unit__code"}
    rows = rows.filter(**{path: question[name] for name, path in same.items() if name in question})
    if "filed_from" in question:
        rows = rows.filter(filed_at__gte=datetime.combine(question["filed_from"], time(), SHANGHAI))
    if "filed_until" in question:
        end = datetime.combine(question["filed_until"] + timedelta(days=1), time(), SHANGHAI)
        rows = rows.filter(filed_at__lt=end)
    return rows


def _complaint(request: Request, reference: str) -> Complaint:
    rows = Complaint.objects.visible_to(request.user).select_related(*_RELATED)
    return get_object_or_404(rows, matter__reference=reference)


def _detail(complaint: Complaint, user: Any) -> dict[str, Any]:
    acts = {"sign-for": can_sign_for, "reply": can_reply}
    clocks = complaint.matter.clocks.select_related("unit", "matter", "policy").order_by("pk")
    return ComplaintOut(complaint).data | {
        "content": complaint.shared_content,
        "place": complaint.place,
        "clocks": told(ClockOut, clocks),
        "dispatches": told(DispatchOut, complaint.dispatches.select_related("unit")),
        "replies": told(ReplyOut, complaint.replies.select_related("unit")),
        "additions": told(AdditionOut, complaint.additions.all()),
        "can": [name for name, may in acts.items() if may(user, complaint)],
    }


def _act(do: Any, request: Request, reference: str) -> Response:
    try:
        do()
    except _REFUSALS as error:
        raise Refused(str(error)) from error
    return Response(_detail(_complaint(request, reference), request.user))
