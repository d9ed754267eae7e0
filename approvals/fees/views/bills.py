"""Bills: the list, making one, its page with what can be done now, and its papers."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.fees.actions.billing import UnableToCharge, cancel_bill, make_bill, pay_bill
from approvals.fees.actions.setting import record_export
from approvals.fees.forms.bills import BillFilter, BillForm, CancelForm, PayForm
from approvals.fees.kinds import Channel
from approvals.fees.models import Adjustment, Bill, BillLine
from approvals.fees.offers import cases_to_charge, offers
from approvals.fees.rules import BILL_READERS, CASHIERS, may_charge, may_propose_refund, may_propose_waiver
from approvals.qr import qr_code
from efficiency.audit.models import Entry
from efficiency.common.access import allow
from efficiency.common.lists import BadCursor, Page, excel, page
from efficiency.common.moments import SHANGHAI
from efficiency.organization.models import User

_NEWEST = ("-made_at", "-pk")
_EXPORT_AT_MOST = 10_000


def _found(request: HttpRequest) -> tuple[BillFilter, Any]:
    form = BillFilter(request.GET)
    return form, form.narrow(Bill.objects.visible_to(request.user))


@allow(BILL_READERS)
@require_safe
def bills(request: HttpRequest) -> HttpResponse:
    """Bills that one may see, newest first."""
    form, rows = _found(request)
    context = {"form": form, "page": _page(request, rows), "cashier": may_charge_now(request)}
    return render(request, "fees/bills.html", context)


def may_charge_now(request: HttpRequest) -> bool:
    """Tell whether whoever asks may take money."""
    return isinstance(request.user, User) and may_charge(request.user)


def _page(request: HttpRequest, rows: Any) -> Page[Bill]:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        return page(rows, order=_NEWEST, after=after, before=before, size=50)
    except BadCursor:
        return page(rows, order=_NEWEST, size=50)


@allow(BILL_READERS)
@require_safe
def bills_export(request: HttpRequest) -> HttpResponse:
    """The same list as a sheet, without payers; the export is recorded."""
    assert isinstance(request.user, User)
    form, rows = _found(request)
    heads = [
        _("Bill number"),
        _("State"),
        _("Sum"),
        _("Waived"),
        _("Paid"),
        _("Refunded"),
        _("Channel"),
        pgettext("bill", "Made at"),
    ]
    heads.append(_("Paid or cancelled at"))
    lines = [
        (
            bill.number,
            bill.get_state_display(),
            *(f"{amount:.2f}" for amount in (bill.due, bill.waived, bill.paid, bill.refunded)),
            bill.get_channel_display(),
            *(written_moment(at) for at in (bill.made_at, bill.settled_at)),
        )
        for bill in rows.order_by(*_NEWEST)[:_EXPORT_AT_MOST]
    ]
    kept = {name: str(value) for name, value in form.cleaned_data.items() if value}
    record_export(actor=request.user, name="bills", rows=len(lines), filters=kept)
    return excel("bills", heads, lines)


def written_moment(moment: Any) -> str:
    """A moment for a cell of a sheet."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if moment else ""


@allow(CASHIERS)
@require_http_methods(["GET", "HEAD", "POST"])
def bill_new(request: HttpRequest) -> HttpResponse:
    """Choose the cases of one applicant, then the fees; one bill for all departments."""
    assert isinstance(request.user, User)
    asked = [word for given in request.GET.getlist("case") for word in given.replace(",", " ").split()]
    cases = cases_to_charge(asked)
    missing = [word for word in asked if word.strip().upper() not in {str(case) for case in cases}]
    form = BillForm(request.POST or None, offers=offers(cases))
    if form.is_bound and form.is_valid():
        try:
            made = make_bill(charges=form.charges(), submission=form.cleaned_data["submission"], actor=request.user)
        except UnableToCharge as error:
            form.add_error(None, str(error))
        else:
            return redirect("bill", number=made.number)
    context = {"form": form, "cases": cases, "missing": missing}
    return render(request, "fees/bill_new.html", context, status=422 if form.errors else 200)


def one_bill(request: HttpRequest, number: str) -> Bill:
    """The bill with its lines, where one may see it."""
    waiting = Prefetch("adjustments", Adjustment.objects.order_by("pk"))
    lines = BillLine.objects.select_related("case__matter", "standard", "unit", "fee").prefetch_related(waiting)
    rows = Bill.objects.visible_to(request.user).select_related("made_by", "settled_by")
    return get_object_or_404(rows.prefetch_related(Prefetch("lines", lines)), number=number)


@allow(BILL_READERS)
@require_safe
def bill(request: HttpRequest, number: str) -> HttpResponse:
    """One bill: its lines, what was taken off, what can be done now, what happened."""
    return bill_page(request, one_bill(request, number))


def bill_page(request: HttpRequest, found: Bill, *, status: int = 200, **more: Any) -> HttpResponse:
    """Draw the page of a bill; `more` are forms with what was typed."""
    user = request.user
    assert isinstance(user, User)
    lines = [
        {
            "line": line,
            "waive": found.open and may_propose_waiver(user, line) and _free(line),
            "refund": found.state == "paid" and line.left > 0 and may_propose_refund(user, line) and _free(line),
        }
        for line in found.lines.all()
    ]
    context = {
        "bill": found,
        "lines": lines,
        "adjustments": [each for line in found.lines.all() for each in line.adjustments.all()],
        "entries": Entry.objects.about("bill", found.pk),
        "cashier": may_charge(user),
        "pay": PayForm(),
        "cancel": CancelForm(),
    }
    return render(request, "fees/bill.html", context | more, status=status)


def _free(line: BillLine) -> bool:
    """Nothing awaits a decision or is owed for this charge."""
    return not any(each.waiting or each.to_pay_back for each in line.adjustments.all())


@allow(CASHIERS)
@require_POST
def bill_pay(request: HttpRequest, number: str) -> HttpResponse:
    """Take the whole sum; the receipt follows."""
    assert isinstance(request.user, User)
    found, form = one_bill(request, number), PayForm(request.POST)
    if form.is_valid():
        try:
            pay_bill(bill=found, channel=Channel(form.cleaned_data["channel"]), actor=request.user)
        except UnableToCharge as error:
            form.add_error(None, str(error))
        else:
            return redirect("bill_slip", number=number)
    return bill_page(request, found, status=422, pay=form)


@allow(CASHIERS)
@require_POST
def bill_cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Give up a bill that is not paid."""
    assert isinstance(request.user, User)
    found, form = one_bill(request, number), CancelForm(request.POST)
    if form.is_valid():
        try:
            cancel_bill(bill=found, because=form.cleaned_data["because"], actor=request.user)
        except UnableToCharge as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The bill is cancelled. Its fees can be charged anew."))
            return redirect("bill", number=number)
    return bill_page(request, found, status=422, cancel=form)


@allow(BILL_READERS)
@require_safe
def bill_print(request: HttpRequest, number: str) -> HttpResponse:
    """The bill on A4: lines by department, sum, and where to check it."""
    return _paper(request, number, "fees/bill_print.html")


@allow(BILL_READERS)
@require_safe
def bill_slip(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt on a narrow roll."""
    return _paper(request, number, "fees/bill_slip.html")


def _paper(request: HttpRequest, number: str, template: str) -> HttpResponse:
    found = one_bill(request, number)
    address = request.build_absolute_uri(f"{reverse('bill_check')}?number={number}")
    context = {"bill": found, "lines": found.lines.all(), "qr": qr_code(address), "address": address}
    return render(request, template, context)
