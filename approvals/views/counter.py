"""The counter: taking a case on one screen, and its receipt."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from approvals.actions import UnableToAct, receive_case
from approvals.applicants import known_before, masked
from approvals.forms import CounterForm
from approvals.models import Case, CaseState, Item, Paper
from approvals.panels import panels_for_applicant
from approvals.progress import clock_of
from approvals.qr import qr_code
from approvals.rules import CASE_WORKERS, COUNTER
from efficiency.common.access import allow
from efficiency.organization.models import User
from efficiency.vault.actions import UnableToReveal, reveal

_KNOWN = "窗口收件：核对申请人是否曾经登记"


@allow(COUNTER)
def case_new(request: HttpRequest) -> HttpResponse:
    """Take a case; "receive and accept" takes and accepts it in one act."""
    if request.method != "POST":
        form = CounterForm(initial={"item": request.GET.get("item", "")})
        return render(request, "approvals/case_new.html", {"form": form})
    assert isinstance(request.user, User)
    accept = request.POST.get("do") == "accept"
    form = CounterForm(request.POST, accept=accept)
    if request.POST.get("do") == "materials":  # without JavaScript: show the chosen item's list
        form = CounterForm(initial=_typed(request))
        return render(request, "approvals/case_new.html", {"form": form})
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            case = receive_case(
                item=cleaned["item"],
                applicant=form.applicant(request.user),
                materials=cleaned["materials"],
                note=cleaned["note"],
                fixed=cleaned["fixed"],
                capital=cleaned["capital"],
                currency=cleaned["currency"],
                points=form.points() if request.POST.get("do") == "tell" else (),
                submission=cleaned["submission"],
                accept=accept,
                actor=request.user,
            )
        except (UnableToAct, UnableToReveal) as error:
            form.add_error(None, str(error))
        else:
            if case.state == CaseState.CORRECTING:
                paper = Paper.objects.filter(matter=case.matter).latest("pk")
                return redirect("case_paper", reference=case.matter.reference, pk=paper.pk)
            return redirect("case_receipt", reference=case.matter.reference)
    return render(request, "approvals/case_new.html", {"form": form}, status=422)


def _typed(request: HttpRequest) -> dict[str, object]:
    typed: dict[str, object] = {name: str(value).replace("\0", "") for name, value in request.POST.items()}
    return typed | {"materials": request.POST.getlist("materials")}


@allow(COUNTER)
@require_POST
def case_known(request: HttpRequest) -> HttpResponse:
    """Whether the counter has an applicant of this number: masked, and the reading is recorded."""
    assert isinstance(request.user, User)
    number = re.sub(r"[\s\-]", "", request.POST.get("number", "")[:40]).upper()
    before = known_before(number)
    context: dict[str, object] = {"before": before}
    if before is not None and before.applicant is not None:
        try:
            kept = reveal(before.applicant, reader=request.user, purpose=_KNOWN, fields=("name", "phone"))
        except UnableToReveal:
            context = {"before": None}
        else:
            context["name"], context["phone"] = masked(kept.name, kept.phone)
    response = render(request, "approvals/case_known.html", context)
    response["Cache-Control"] = "no-store"
    return response


@allow(COUNTER)
def case_items(request: HttpRequest) -> HttpResponse:
    """The items that fit what the clerk types: options for the list."""
    words = request.GET.get("words", "")[:60]
    rows = Item.objects.published().search(words).select_related("unit")[:50]
    return render(request, "approvals/case_items.html", {"items": rows})


@allow(COUNTER)
def case_materials(request: HttpRequest) -> HttpResponse:
    """The chosen item's materials as a checklist, with its limits."""
    form = CounterForm(initial={"item": request.GET.get("item", "")})
    return render(request, "approvals/case_materials.html", {"form": form})


@allow(CASE_WORKERS)
def case_receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """What the applicant takes home: number, query code, QR code, limits with their clock face."""
    rows = Case.objects.visible_to(request.user).select_related("matter__unit", "item", "clerk__unit")
    case = get_object_or_404(rows, matter__reference=reference)
    if not case.open:
        raise Http404
    address = request.build_absolute_uri(f"{reverse('case_progress')}?number={reference}")
    context = {
        "case": case,
        "clock": clock_of(case),
        "qr": qr_code(address),
        "address": address,
        "panels": panels_for_applicant("receipt", case),
    }
    return render(request, "approvals/receipt.html", context)
