"""Payments: the rows behind every figure, bringing in what banks report, and what is not as the list says (E-10)."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.fees.actions.importing import UnableToImport, import_payments
from approvals.fees.actions.setting import record_export
from approvals.fees.forms.payments import PaymentFilter, ReportSheetForm
from approvals.fees.kinds import Mismatch
from approvals.fees.models import Payment
from approvals.fees.reports import MOST_ROWS, heads, read_reports
from approvals.fees.rules import IMPORTERS, INCOME_READERS, MISMATCH_READERS
from approvals.fees.views.bills import written_moment
from efficiency.common.access import allow
from efficiency.common.lists import BadCursor, Page, excel, page
from efficiency.common.sheets import Fault, UnreadableSheet, read_sheet
from efficiency.organization.models import User

_NEWEST = ("-paid_at", "-pk")
_EXPORT_AT_MOST = 10_000
_MOST_FAULTS = 200
_SALT = "fees.payments-read"
_GOOD_FOR = 30 * 60  # seconds that a preview may lie before it is confirmed


def _found(request: HttpRequest, *, wrong: bool) -> tuple[PaymentFilter, Any]:
    form = PaymentFilter(request.GET, user=request.user)
    rows = Payment.objects.visible_to(request.user)
    rows = form.narrow(rows.violations() if wrong else rows)
    return form, rows.select_related("unit", "bill", "case__matter", "fee", "standard")


def _page(request: HttpRequest, rows: Any) -> Page[Payment]:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        return page(rows, order=_NEWEST, after=after, before=before, size=50)
    except BadCursor:
        return page(rows, order=_NEWEST, size=50)


@allow(INCOME_READERS)
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """Payments that one may see, newest first."""
    form, rows = _found(request, wrong=False)
    context = {
        "form": form,
        "page": _page(request, rows),
        "importer": IMPORTERS.includes(request.user),
        "checker": MISMATCH_READERS.includes(request.user),
    }
    return render(request, "fees/payments.html", context)


@allow(INCOME_READERS)
@require_safe
def payments_export(request: HttpRequest) -> HttpResponse:
    """The same list as a sheet, without payers; the export is recorded."""
    return _export(request, wrong=False, name="payments")


@allow(MISMATCH_READERS)
@require_safe
def fee_mismatches(request: HttpRequest) -> HttpResponse:
    """E-10: every payment that is not what the list says, with the reason."""
    form, rows = _found(request, wrong=True)
    found = _page(request, rows)
    for payment in found.rows:
        payment.reason = Mismatch(payment.mismatch).label  # type: ignore[attr-defined]
    return render(request, "fees/mismatches.html", {"form": form, "page": found})


@allow(MISMATCH_READERS)
@require_safe
def fee_mismatches_export(request: HttpRequest) -> HttpResponse:
    """The same list as a sheet; the export is recorded."""
    return _export(request, wrong=True, name="fee-mismatches")


def _export(request: HttpRequest, *, wrong: bool, name: str) -> HttpResponse:
    assert isinstance(request.user, User)
    form, rows = _found(request, wrong=wrong)
    titles = [
        _("Slip number"),
        _("Paid at"),
        _("Charged for"),
        pgettext("of the list", "Fee"),
        _("Case"),
        _("Paid"),
        _("By the list"),
    ]
    titles += [_("Channel"), _("Source"), *([_("What is wrong")] if wrong else [])]
    lines = [
        (
            payment.slip,
            written_moment(payment.paid_at),
            payment.unit.name,
            payment.named,
            str(payment.case or ""),
            f"{payment.amount:.2f}",
            f"{payment.expected:.2f}",
            payment.get_channel_display(),
            payment.get_source_display(),
            *([Mismatch(payment.mismatch).label] if wrong else []),
        )
        for payment in rows.order_by(*_NEWEST)[:_EXPORT_AT_MOST]
    ]
    kept = {key: str(value) for key, value in form.cleaned_data.items() if value}
    record_export(actor=request.user, name=name, rows=len(lines), filters=kept)
    return excel(name, titles, lines)


@allow(IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def payments_import(request: HttpRequest) -> HttpResponse:
    """Read a sheet: every fault with its row and column, or what each row would do, to be confirmed."""
    assert isinstance(request.user, User)
    form = ReportSheetForm(request.POST, request.FILES) if request.method == "POST" else ReportSheetForm()
    faults: list[Fault] = []
    if form.is_bound and form.is_valid():
        try:
            rows = read_sheet(form.cleaned_data["sheet"], heads=heads(), most=MOST_ROWS)
            reports, faults = read_reports(rows, now=timezone.now())
            if not faults:
                token = signing.dumps([request.user.pk, rows], salt=_SALT, compress=True)
                return render(request, "fees/payments_preview.html", {"reports": reports, "token": token})
            form.add_error("sheet", _("The sheet has faults. Nothing was changed."))
        except UnreadableSheet as error:
            form.add_error("sheet", str(error))
    context = {"form": form, "faults": faults[:_MOST_FAULTS], "more_faults": max(0, len(faults) - _MOST_FAULTS)}
    return render(request, "fees/payments_import.html", context, status=422 if form.is_bound else 200)


@allow(IMPORTERS)
@require_POST
def payments_confirm(request: HttpRequest) -> HttpResponse:
    """Record what the preview showed, for whoever saw it, within half an hour."""
    assert isinstance(request.user, User)
    try:
        reader, rows = signing.loads(request.POST.get("token", ""), salt=_SALT, max_age=_GOOD_FOR)
        if reader != request.user.pk:
            raise signing.BadSignature
        reports = import_payments(rows=rows, actor=request.user)
    except signing.BadSignature:
        messages.error(request, _("This preview is too old. Please read the sheet again."))
        return redirect("payments_import")
    except UnableToImport as error:
        messages.error(request, str(error))
        return redirect("payments_import")
    wrong = sum(report.differs for report in reports)
    words = _("%(count)s payments are recorded; %(wrong)s of them are not what the list says.")
    messages.success(request, words % {"count": len(reports), "wrong": wrong})
    return redirect("payments")


@allow(IMPORTERS)
@require_safe
def payments_template(request: HttpRequest) -> HttpResponse:
    """Hand out the empty sheet with the titles of the columns."""
    return excel("payments-empty", heads(), [])
