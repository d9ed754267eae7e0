"""What a payer sees of his bill, by its number and query code: no name, no account."""

from hmac import compare_digest

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from approvals.fees.models import Bill
from efficiency.budgets import guessing
from efficiency.common.access import ANYONE, allow
from efficiency.common.keys import query_code


class BillCheckForm(forms.Form):
    """A bill's number with its query code."""

    number = forms.CharField(
        label=_("Bill number"),
        max_length=20,
        error_messages={"required": _("Please write the number on your bill.")},
    )
    code = forms.CharField(
        label=_("Query code"),
        max_length=20,
        error_messages={"required": _("Please write the query code on your bill.")},
    )


@allow(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def bill_check(request: HttpRequest) -> HttpResponse:
    """What is charged, on which basis, and whether it is paid. An unknown number and a wrong code answer alike."""
    if request.method != "POST":
        form = BillCheckForm(initial={"number": request.GET.get("number", "")[:20]})
        return render(request, "fees/bill_check.html", {"form": form})
    shut = guessing.refused(request)
    if shut is not None:
        return shut
    form = BillCheckForm(request.POST)
    if form.is_valid():
        number = form.cleaned_data["number"].strip().upper()
        code = form.cleaned_data["code"].replace("-", "").replace(" ", "").upper()
        bill = Bill.objects.filter(number=number).first()
        if compare_digest(query_code(f"bill {number}").encode(), code.encode()) and bill is not None:
            lines = bill.lines.select_related("standard__fee", "unit", "case__matter")
            return render(request, "fees/bill_check.html", {"bill": bill, "lines": lines})
        guessing.count_failure(request)
        form.add_error(None, _("No bill has this number with this query code. Please compare both with your bill."))
    return render(request, "fees/bill_check.html", {"form": form}, status=422)
