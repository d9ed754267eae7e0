"""The fee window: find by number or scan, what waits, today's sums; the day's closing sheet."""

from urllib.parse import parse_qs, urlsplit

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from approvals.fees.closing import closing_of
from approvals.fees.models import Adjustment, Bill
from approvals.fees.offers import cases_to_charge, offers
from approvals.fees.rules import CASHIERS
from efficiency.common.access import allow
from efficiency.common.fields import DayField
from efficiency.common.moments import local_date

_SHOWN = 20


class DayForm(forms.Form):
    """Which day."""

    day = DayField(label=_("Day"), required=False)


@allow(CASHIERS)
@require_safe
def fee_window(request: HttpRequest) -> HttpResponse:
    """One field for bill and case numbers, typed or scanned; below it what waits, and what came in today."""
    asked = _number(request.GET.get("q", ""))
    if asked:
        found = Bill.objects.filter(number=asked).values_list("number", flat=True).first()
        if found is not None:
            return redirect("bill", number=found)
        cases = cases_to_charge([asked])
        if cases:
            bills = Bill.objects.open().filter(lines__case=cases[0]).distinct()
            first = bills.first()
            if first is not None and not offers(cases):
                return redirect("bill", number=first.number)
            return redirect(f"{reverse('bill_new')}?case={asked}")
    today = local_date(timezone.now())
    refunds = Adjustment.objects.to_pay_back().select_related("line__bill", "line__standard")
    context = {
        "q": request.GET.get("q", "")[:60],
        "nothing": bool(asked),
        "open": Bill.objects.open().order_by("made_at", "pk")[:_SHOWN],
        "refunds": refunds.order_by("decided_at", "pk")[:_SHOWN],
        "closing": closing_of(today),
    }
    return render(request, "fees/window.html", context, status=404 if asked else 200)


def _number(text: str) -> str:
    """A number as typed, or out of the address that a scanner reads from a paper's code."""
    text = text.strip()[:300]
    if "number=" in text:
        text = parse_qs(urlsplit(text).query).get("number", [""])[0]
    return text.replace("\0", "").upper()[:50]


@allow(CASHIERS)
@require_safe
def fee_closing(request: HttpRequest) -> HttpResponse:
    """The sheet of a day, to print and sign."""
    form = DayForm(request.GET)
    day = (form.cleaned_data.get("day") if form.is_valid() else None) or local_date(timezone.now())
    return render(request, "fees/closing.html", {"form": form, "closing": closing_of(day), "day": day})
