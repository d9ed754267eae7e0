"""Progress for applicants: status and dates for a number with its query code, nothing else (T-31)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from approvals.forms import ProgressForm
from approvals.models import Case
from approvals.panels import panels_for_applicant
from approvals.progress import clock_of, papers_of, steps_of
from efficiency.budgets import guessing
from efficiency.common.access import ANYONE, allow
from efficiency.common.keys import query_code_digest


@allow(ANYONE)
def case_progress(request: HttpRequest) -> HttpResponse:
    """Show where a case stands. A wrong number and a wrong code get the same answer."""
    if request.method != "POST":
        form = ProgressForm(initial={"number": request.GET.get("number", "")[:50]})
        return render(request, "approvals/progress.html", {"form": form})
    shut = guessing.refused(request)
    if shut is not None:
        return shut
    form = ProgressForm(request.POST)
    if form.is_valid():
        case = _find(form.cleaned_data["number"], form.cleaned_data["code"])
        if case is not None:
            context = {
                "case": case,
                "clock": clock_of(case),
                "entries": steps_of(case),
                "papers": papers_of(case),
                "waiting": case.corrections.filter(answered_at=None).first() if case.open else None,
                "panels": panels_for_applicant("progress", case),
            }
            return render(request, "approvals/progress.html", context)
        guessing.count_failure(request)
        form.add_error(None, _("No case has this number with this query code. Please compare both with your receipt."))
    return render(request, "approvals/progress.html", {"form": form}, status=422)


def _find(number: str, code: str) -> Case | None:
    rows = Case.objects.select_related("matter__unit", "item")
    return rows.filter(matter__reference=number.strip().upper(), code_digest=query_code_digest(code)).first()
