"""The citizen's form and the receipt."""

import secrets
from datetime import datetime

import segno
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from complaints import actions, proof
from complaints.defined import AN_HOUR_ADDRESS, AN_HOUR_PHONE, PROOF_BITS
from complaints.forms import ComplaintForm
from complaints.kinds import IntakeChannel, Suspicion
from complaints.models import Complaint
from complaints.rules import OPERATORS
from efficiency.budgets.actions import spend
from efficiency.changes.settings import value_of
from efficiency.clocks.kinds import ClockKind
from efficiency.common.access import ANYONE, allow
from efficiency.common.failpoints import failpoint
from efficiency.common.keys import query_code
from efficiency.common.requests import address_of
from efficiency.organization.models import User

_RECEIPT = "complaints.receipt"
_RECEIPT_SECONDS = 30 * 60


@allow(ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The public form: nothing sent here in good form is refused; what looks scripted is held for a check."""
    now = timezone.now()
    form = _form_of(request, now)
    if request.method == "POST" and form.is_valid():
        suspicious = _suspicion(request, form, now)
        filed = _file(form, IntakeChannel.WEB, suspicious, None, now)
        if filed:
            return _to_receipt(filed)
    return _shown(request, form, "complaints/new.html", now)


@allow(OPERATORS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    """The operator's form for a call: the same questions, no protection against scripts."""
    now = timezone.now()
    form = _form_of(request, now)
    form.fields["content"].widget.attrs["autofocus"] = True
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)  # OPERATORS
        filed = _file(form, IntakeChannel.PHONE, "", request.user, now)
        if filed:
            return _to_receipt(filed)
    return _shown(request, form, "complaints/call.html", now)


@allow(ANYONE)
@never_cache
@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Number, query code and promise, for half an hour after sending."""
    try:
        pk = signing.loads(token, salt=_RECEIPT, max_age=_RECEIPT_SECONDS)
    except signing.BadSignature:
        return render(request, "complaints/receipt_gone.html", status=410)
    complaint = get_object_or_404(Complaint.objects.select_related("matter"), pk=pk)
    code = query_code(complaint.submission)
    number = complaint.matter.reference
    # After the "#": the code never reaches a server's log.
    address = request.build_absolute_uri(reverse("track")) + f"#{number}.{code}"
    context = {
        "complaint": complaint,
        "number": number,
        "code": "-".join(code[start : start + 4] for start in range(0, len(code), 4)),
        "qr": segno.make(address, error="m").svg_data_uri(scale=4, border=2, light="#fff"),
        "clock": complaint.matter.clocks.filter(kind=ClockKind.CITIZEN).first(),
        "by_phone": complaint.channel == IntakeChannel.PHONE,
    }
    return render(request, "complaints/receipt.html", context)


def _form_of(request: HttpRequest, now: datetime) -> ComplaintForm:
    if request.method != "POST":
        return ComplaintForm(initial={"submission": proof.issue(now)})
    return ComplaintForm(request.POST, request.FILES)


def _suspicion(request: HttpRequest, form: ComplaintForm, now: datetime) -> str:
    """Why to hold what was sent; empty where nothing speaks for it. Counts it in the budgets."""
    data = form.cleaned_data
    reason = proof.suspicion(data["submission"], data["proof"], now)
    within = spend(what="address", value=address_of(request), limit=value_of(AN_HOUR_ADDRESS))
    reason = reason or ("" if within else Suspicion.ADDRESS)
    if form.person:
        within = spend(what="phone", value=form.person.phone, limit=value_of(AN_HOUR_PHONE))
        reason = reason or ("" if within else Suspicion.PHONE)
    return reason


def _file(
    form: ComplaintForm, channel: IntakeChannel, suspicious: str, actor: User | None, now: datetime
) -> Complaint | None:
    data = form.cleaned_data
    token = proof.read(data["submission"], now)
    try:
        return actions.file_complaint(
            submission=token.submission if token else secrets.token_urlsafe(24),
            kind=data["kind"],
            channel=channel,
            content=data["content"],
            place=data["place"],
            identity=data["identity"],
            person=form.person,
            files=data["files"],
            suspicious=suspicious,
            actor=actor,
        )
    except actions.UnableToFile as refusal:
        form.add_error(None, str(refusal))
        _renew(form, now)
        return None


def _renew(form: ComplaintForm, now: datetime) -> None:
    """Give a form that came back a token of its own; its proof is done again."""
    form.data = MultiValueDict(form.data.lists() if isinstance(form.data, MultiValueDict) else ())
    form.data["submission"], form.data["proof"] = proof.issue(now), ""


def _to_receipt(complaint: Complaint) -> HttpResponseRedirect:
    failpoint("intake.after-commit")
    token = signing.dumps(complaint.pk, salt=_RECEIPT)
    return HttpResponseRedirect(reverse("complaint_receipt", args=[token]))


def _shown(request: HttpRequest, form: ComplaintForm, template: str, now: datetime) -> HttpResponse:
    if form.is_bound and proof.read(form.data.get("submission", ""), now) is None:
        _renew(form, now)
    context = {"form": form, "files_lost": bool(request.FILES), "bits": value_of(PROOF_BITS)}
    return render(request, template, context, status=422 if form.is_bound else 200)
