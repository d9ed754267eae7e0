"""The documents of a case: as a sheet, as PDF, and with the applicant's name for whoever hands it over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from approvals.models import Case, Paper
from approvals.qr import qr_code
from approvals.rules import CASE_READERS, CASE_WORKERS, may_handle
from approvals.views.case import found
from efficiency.common.access import allow
from efficiency.common.printing import pdf_response
from efficiency.organization.models import User
from efficiency.vault.actions import UnableToReveal, reveal

_STYLE = "css/notice.css"


@allow(CASE_READERS)
@require_safe
def case_paper(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The document as a sheet, ready to be printed; the applicant is named by the number of the case."""
    case, paper = _both(request, reference, pk)
    assert isinstance(request.user, User)
    may_name = bool(case.applicant) and may_handle(request.user, case)
    return HttpResponse(_sheet(request, case, paper, may_name=may_name))


@allow(CASE_READERS)
@require_safe
def case_paper_pdf(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The same as PDF."""
    case, paper = _both(request, reference, pk)
    return pdf_response(_sheet(request, case, paper, printed=True), stylesheet=_STYLE, name=paper.number)


@allow(CASE_WORKERS)
@require_POST
def case_paper_named(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The PDF with the applicant's name on it, for who handles the case; the reading is recorded first."""
    case, paper = _both(request, reference, pk)
    assert isinstance(request.user, User)
    if case.applicant is None or not may_handle(request.user, case):
        messages.error(request, _("Only those who handle the case can read who applied."))
        return redirect("case_paper", reference=reference, pk=pk)
    purpose = _("To print %(paper)s") % {"paper": paper.number}
    try:
        person = reveal(case.applicant, reader=request.user, purpose=purpose, fields=("name",))
    except UnableToReveal as refusal:
        messages.error(request, str(refusal))
        return redirect("case_paper", reference=reference, pk=pk)
    sheet = _sheet(request, case, paper, printed=True, name=person.name)
    return pdf_response(sheet, stylesheet=_STYLE, name=paper.number)


def _both(request: HttpRequest, reference: str, pk: int) -> tuple[Case, Paper]:
    case = found(request, reference)
    return case, get_object_or_404(Paper.objects.select_related("unit"), matter=case.matter, pk=pk)


def _sheet(
    request: HttpRequest, case: Case, paper: Paper, *, printed: bool = False, may_name: bool = False, name: str = ""
) -> str:
    address = request.build_absolute_uri(f"{reverse('case_progress')}?number={case.matter.reference}")
    context = {
        "case": case,
        "paper": paper,
        "name": name,
        "printed": printed,
        "may_name": may_name,
        "qr": qr_code(address),
        "address": address,
        "back_words": _("Open the case"),
        "print_words": _("Print"),
        "pdf_words": _("PDF"),
        "named_words": _("PDF with the applicant's name; this is recorded"),
    }
    with override("zh-hans"):  # a Chinese document, whoever reads it
        return render_to_string("approvals/paper.html", context, request=request)
