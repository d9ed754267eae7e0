"""The counter: taking a case on one screen, and its receipt."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from approvals.actions import UnableToAccept, UnableToReceive, receive_case
from approvals.forms import CounterForm
from approvals.models import Case, Item
from approvals.panels import panels_for_applicant
from approvals.qr import qr_code
from approvals.rules import CASE_WORKERS, COUNTER
from efficiency.clocks.kinds import ClockKind
from efficiency.common.access import allow
from efficiency.organization.models import User


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
                applicant=form.applicant(),
                materials=cleaned["materials"],
                note=cleaned["note"],
                submission=cleaned["submission"],
                accept=accept,
                actor=request.user,
            )
        except (UnableToReceive, UnableToAccept) as error:
            form.add_error(None, str(error))
        else:
            return redirect("case_receipt", reference=case.matter.reference)
    return render(request, "approvals/case_new.html", {"form": form}, status=422)


def _typed(request: HttpRequest) -> dict[str, object]:
    typed: dict[str, object] = {name: str(value).replace("\0", "") for name, value in request.POST.items()}
    return typed | {"materials": request.POST.getlist("materials")}


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
    kinds = (ClockKind.PROMISED, ClockKind.ACCEPTANCE)
    clocks = list(case.matter.clocks.select_related("policy").filter(kind__in=kinds).order_by("-pk"))
    address = request.build_absolute_uri(f"{reverse('case_progress')}?number={reference}")
    context = {
        "case": case,
        "clock": clocks[0] if clocks else None,
        "qr": qr_code(address),
        "address": address,
        "panels": panels_for_applicant("receipt", case),
    }
    return render(request, "approvals/receipt.html", context)
