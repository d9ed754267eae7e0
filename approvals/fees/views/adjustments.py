"""Waivers and refunds: proposing one on a charge, the list, and the page on which it is decided and paid back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.fees.actions.adjusting import (
    UnableToAdjust,
    decide_adjustment,
    pay_back,
    propose_adjustment,
    withdraw_adjustment,
)
from approvals.fees.forms.bills import AdjustmentFilter, AdjustmentForm, DecideForm, PayForm
from approvals.fees.kinds import AdjustmentKind, Channel
from approvals.fees.models import Adjustment
from approvals.fees.rules import (
    BILL_READERS,
    CASHIERS,
    DECIDERS,
    PROPOSERS,
    may_charge,
    may_decide,
    may_propose_refund,
    may_propose_waiver,
)
from approvals.fees.views.bills import one_bill
from efficiency.audit.models import Entry
from efficiency.common.access import allow
from efficiency.common.lists import BadCursor, page
from efficiency.organization.models import User

_NEWEST = ("-pk",)


@allow(PROPOSERS)
@require_http_methods(["GET", "HEAD", "POST"])
def adjustment_new(request: HttpRequest, number: str, place: int, kind: str) -> HttpResponse:
    """Propose that a charge be waived or refunded."""
    assert isinstance(request.user, User)
    if kind not in AdjustmentKind.values:
        raise Http404
    found = one_bill(request, number)
    line = next((each for each in found.lines.all() if each.place == place), None)
    may = may_propose_waiver if kind == AdjustmentKind.WAIVER else may_propose_refund
    if line is None or not may(request.user, line):
        raise Http404
    form = AdjustmentForm(request.POST or None, line=line, kind=kind)
    if form.is_bound and form.is_valid():
        try:
            made = propose_adjustment(line=line, kind=AdjustmentKind(kind), actor=request.user, **form.cleaned_data)
        except UnableToAdjust as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Proposed. The efficiency office decides."))
            return redirect("adjustment", pk=made.pk)
    context = {"form": form, "bill": found, "line": line, "kind": AdjustmentKind(kind)}
    return render(request, "fees/adjustment_new.html", context, status=422 if form.errors else 200)


@allow(BILL_READERS)
@require_safe
def adjustments(request: HttpRequest) -> HttpResponse:
    """Waivers and refunds that one may see, newest first."""
    form = AdjustmentFilter(request.GET)
    rows = form.narrow(Adjustment.objects.visible_to(request.user))
    rows = rows.select_related("line__bill", "line__unit", "line__standard", "proposed_by")
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        found = page(rows, order=_NEWEST, after=after, before=before, size=50)
    except BadCursor:
        found = page(rows, order=_NEWEST, size=50)
    return render(request, "fees/adjustments.html", {"form": form, "page": found})


def _one(request: HttpRequest, pk: int) -> Adjustment:
    rows = Adjustment.objects.visible_to(request.user)
    people = ("proposed_by", "decided_by", "paid_back_by")
    return get_object_or_404(rows.select_related("line__bill", "line__unit", "line__standard", *people), pk=pk)


@allow(BILL_READERS)
@require_safe
def adjustment(request: HttpRequest, pk: int) -> HttpResponse:
    """One waiver or refund: ground, amounts, decision."""
    return _page(request, _one(request, pk))


def _page(request: HttpRequest, found: Adjustment, *, status: int = 200, **more: Any) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    context = {
        "adjustment": found,
        "line": found.line,
        "decides": found.waiting and may_decide(user, found),
        "withdraws": found.waiting and found.proposed_by_id == user.pk,
        "pays_back": found.to_pay_back and may_charge(user),
        "decide": DecideForm(),
        "pay": PayForm(),
        "entries": Entry.objects.about("adjustment", found.pk),
    }
    return render(request, "fees/adjustment.html", context | more, status=status)


@allow(DECIDERS)
@require_POST
def adjustment_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse."""
    assert isinstance(request.user, User)
    found, form = _one(request, pk), DecideForm(request.POST)
    if form.is_valid():
        try:
            decide_adjustment(adjustment=found, actor=request.user, **form.cleaned_data)
        except UnableToAdjust as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your decision is recorded."))
            return redirect("adjustment", pk=pk)
    return _page(request, found, status=422, decide=form)


@allow(PROPOSERS)
@require_POST
def adjustment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own proposal back."""
    assert isinstance(request.user, User)
    try:
        withdraw_adjustment(adjustment=_one(request, pk), actor=request.user)
    except UnableToAdjust as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The proposal is withdrawn."))
    return redirect("adjustment", pk=pk)


@allow(CASHIERS)
@require_POST
def adjustment_pay_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Pay an approved refund back."""
    assert isinstance(request.user, User)
    found, form = _one(request, pk), PayForm(request.POST)
    if form.is_valid():
        try:
            pay_back(adjustment=found, channel=Channel(form.cleaned_data["channel"]), actor=request.user)
        except UnableToAdjust as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Paid back."))
            return redirect("adjustment", pk=pk)
    return _page(request, found, status=422, pay=form)
