"""The counter: taking a case on one screen, and its receipt."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.actions import UnableToAct, receive_case
from approvals.applicants import known_before, masked
from approvals.credentials import plain
from approvals.finding import address_of
from approvals.forms import CounterForm
from approvals.models import Case, CaseState, Item, Paper
from approvals.needs import WORDS, needed
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
        given = {name: request.GET.get(name, "")[:50] for name in ("item", "queue_number")}
        return render(request, "approvals/case_new.html", {"form": CounterForm(initial=given)})
    assert isinstance(request.user, User)
    accept = request.POST.get("do") == "accept"
    form = CounterForm(request.POST, accept=accept)
    if request.POST.get("do") == "materials":  # without JavaScript, and for the Enter of a reader: only look
        form = CounterForm(initial=_typed(request))
        response = render(request, "approvals/case_new.html", {"form": form} | _known(request, request.user))
        response["Cache-Control"] = "no-store"
        return response
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
                queue_number=cleaned["queue_number"],
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
    response = render(request, "approvals/case_known.html", _known(request, request.user))
    response["Cache-Control"] = "no-store"
    return response


def _more(code: str) -> list[str]:
    """What the item needs of an applicant and the counter does not ask for."""
    item = Item.objects.published().filter(code=code[:50]).first()
    return [str(WORDS[name]) for name in needed(item) if name in ("email", "address")] if item else []


def _known(request: HttpRequest, reader: User) -> dict[str, object]:
    before = known_before(plain(request.POST.get("number", "")[:40]))
    if before is None or before.applicant is None:
        return {"before": None}
    try:
        kept = reveal(before.applicant, reader=reader, purpose=_KNOWN, fields=("name", "phone"))
    except UnableToReveal:
        return {"before": None}
    name, phone = masked(kept.name, kept.phone)
    more = _more(request.POST.get("item", ""))
    return {"before": before, "name": name, "phone": phone, "more": more}


@allow(COUNTER)
@require_safe
def case_find(request: HttpRequest) -> HttpResponse:
    """Open the case or whatever else a typed or scanned number belongs to; else say so."""
    assert isinstance(request.user, User)
    address = address_of(request.GET.get("text", "")[:300], request.user)
    if address is not None:
        return redirect(address)
    messages.error(request, _("Nothing that you may open has this number. Please scan or type it again."))
    return redirect("case_new")


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
