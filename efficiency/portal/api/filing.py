"""Filing a complaint: for a citizen by himself, or by another system for him."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import actions
from complaints.defined import AN_HOUR_ADDRESS, AN_HOUR_PHONE
from complaints.forms import ComplaintForm
from complaints.kinds import Identity, IntakeChannel, Kind, Suspicion
from complaints.models import Complaint
from efficiency.budgets.actions import spend
from efficiency.changes.settings import value_of
from efficiency.clocks.kinds import ClockKind
from efficiency.common.access import ANYONE
from efficiency.common.keys import keyed_digest, query_code
from efficiency.common.requests import address_of
from efficiency.integrators.models import Token
from efficiency.integrators.scopes import Scope
from efficiency.portal.api.once import HEADER, KEY_NEEDED, key_of, once
from efficiency.portal.api.operation import Operation, Refused, Unprocessable, caller_of
from efficiency.portal.api.shapes import Strict, given


class Filing(Strict):
    """What the public form asks. Files cannot be sent here."""

    content = serializers.CharField(min_length=4, max_length=5000, help_text="What happened, in the citizen's words.")
    kind = serializers.ChoiceField(choices=Kind.choices, help_text="What the citizen wants.")
    place = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="Street, village, or nearby."
    )
    identity = serializers.ChoiceField(choices=Identity.choices, help_text="How far the name may be known.")
    name = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="Needed unless the citizen stays anonymous."
    )
    phone = serializers.CharField(
        max_length=30, required=False, allow_blank=True, help_text="Needed unless the citizen stays anonymous."
    )
    email = serializers.CharField(max_length=254, required=False, allow_blank=True)


class Filed(serializers.Serializer[Any]):
    """The receipt: number and code lead the citizen to the progress page."""

    number = serializers.CharField()
    code = serializers.CharField(help_text="Query code of 12 signs: for the citizen alone.")
    filed_at = serializers.DateTimeField()
    promised_at = serializers.DateTimeField(
        allow_null=True, help_text="Exclusive: the citizen has an answer before this moment."
    )
    track = serializers.URLField(help_text="Where the citizen asks for progress.")


class FilingView(Operation):
    """Filing."""

    who = ANYONE
    scope = Scope.COMPLAINTS_FILE

    @extend_schema(parameters=[KEY_NEEDED], request=Filing, responses={201: Filed}, tags=["complaints"])
    def post(self, request: Request) -> Response:
        """File a complaint and get its number and query code.

        Without a token it is held for a check by the hotline, as the web form does with what looks
        scripted; its clocks run all the same. Sent twice under one idempotency key it is one complaint.
        """
        key_of(request, needed=True)
        return self._filed(request)

    @once
    def _filed(self, request: Request) -> Response:
        form = _form(given(Filing, request))
        complaint = _file(request, form)
        clock = complaint.matter.clocks.filter(kind=ClockKind.CITIZEN).first()
        receipt = {
            "number": complaint.matter.reference,
            "code": query_code(complaint.submission),
            "filed_at": complaint.filed_at,
            "promised_at": clock.due_at if clock else None,
            "track": settings.SITE_URL.rstrip("/") + reverse("track"),
        }
        return Response(Filed(receipt).data, status=201)


def _form(said: dict[str, Any]) -> ComplaintForm:
    """The form of the page, which knows what belongs together. Raises ValidationError."""
    form = ComplaintForm(said)
    if not form.is_valid():
        raise serializers.ValidationError(
            {name: [str(sentence) for sentence in found] for name, found in form.errors.items()}
        )
    return form


def _file(request: Request, form: ComplaintForm) -> Complaint:
    data = form.cleaned_data
    token = request.auth if isinstance(request.auth, Token) else None
    # The submission is the key's own: even after its answer was forgotten it files nothing twice.
    submission = keyed_digest(settings.COMMITMENT_KEY, "filed", caller_of(request), request.headers[HEADER]).hex()
    try:
        return actions.file_complaint(
            submission=submission,
            kind=data["kind"],
            channel=IntakeChannel.API,
            content=data["content"],
            place=data["place"],
            identity=data["identity"],
            person=form.person,
            files=[],
            suspicious=_suspicion(request, form, token),
            actor=token.account if token else None,
            demo=bool(token and token.demo),
        )
    except actions.UnableToFileTwice as refusal:
        raise Unprocessable(str(refusal)) from refusal
    except actions.UnableToFile as refusal:
        raise Refused(str(refusal)) from refusal


def _suspicion(request: Request, form: ComplaintForm, token: Token | None) -> str:
    """Why to hold it for a check: nobody vouches for who sends it, or one phone sends many."""
    reason = "" if token else str(Suspicion.TOKEN)
    if not token:
        spend(what="address", value=address_of(request), limit=value_of(AN_HOUR_ADDRESS))
    if form.person:
        within = spend(what="phone", value=form.person.phone, limit=value_of(AN_HOUR_PHONE))
        reason = reason or ("" if within else str(Suspicion.PHONE))
    return reason
