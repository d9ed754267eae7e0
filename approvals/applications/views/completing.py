"""After a one-time notice: the applicant sends what is missing, from his progress page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from approvals.applications import actions, budgets, granting
from approvals.applications.actions.completing import open_points
from approvals.applications.forms import FilesForm
from approvals.applications.showing import may_complete_online
from approvals.applications.views.doors import BOTH, later, tried
from approvals.models import Case, Point
from efficiency.common.access import ANYONE, allow
from efficiency.common.requests import address_of


@allow(ANYONE)
@never_cache
@require_http_methods(BOTH)
def complete(request: HttpRequest) -> HttpResponse:
    """Number and code of a case, sent along by its progress page or typed here."""
    if request.method != "POST":
        return redirect("case_progress")
    form, refused = tried(request)
    if refused:
        return refused
    case = granting.case_for(form.cleaned_data["number"], form.cleaned_data["code"]) if form.is_valid() else None
    if case is None:
        budgets.count_failure(address_of(request))
        return redirect("case_progress")
    granting.grant(request, case.matter.reference)
    return redirect("complete_case", case.matter.reference)


@allow(ANYONE)
@never_cache
@require_http_methods(BOTH)
def complete_case(request: HttpRequest, reference: str) -> HttpResponse:
    """What the notice asks for, each with its files; then all that is here is handed in at once."""
    case = _granted(request, reference)
    if case is None:
        return redirect("case_progress")
    points = open_points(case)
    if request.method != "POST":
        return _page(request, case, points, None)
    removed = request.POST.get("remove", "")
    form = FilesForm(request.POST, request.FILES, things=_things(points))
    try:
        if removed.isascii() and removed.isdigit():
            actions.take_back_from_point(case=case, upload=int(removed))
        files = {int(key): found for key, found in form.clean_files().items()}
        if files and not budgets.may_send(address_of(request), sum(len(each) for each in files.values())):
            return later(request)
        if files:
            actions.add_to_point(case=case, files=files)
        if request.POST.get("do") == "hand-in" and not form.errors:
            actions.hand_in(case=case)
            messages.success(request, _("Handed in. The office looks at it within 5 working days."))
    except actions.UnableToApply as refusal:
        form.add_error(None, str(refusal))
    if form.errors:
        return _page(request, case, open_points(case), form)
    return redirect("complete_case", reference)


def _granted(request: HttpRequest, reference: str) -> Case | None:
    if not granting.is_granted(request, reference):
        return None
    rows = Case.objects.select_related("matter__unit", "item__unit")
    case = rows.filter(matter__reference=reference).first()
    return case if case is not None and may_complete_online(case) else None


def _things(points: list[Point]) -> list[tuple[str, str]]:
    return [(str(point.pk), point.about or point.words) for point in points]


def _page(request: HttpRequest, case: Case, points: list[Point], form: FilesForm | None) -> HttpResponse:
    shown = form or FilesForm(things=_things(points))
    rows = [(point, shown[f"file-{point.pk}"]) for point in points if f"file-{point.pk}" in shown.fields]
    context = {
        "case": case,
        "form": shown,
        "rows": rows,
        "given": case.corrections.filter(answered_at=None).first(),
        "sent": sum(bool(point.uploads.all()) for point in points),
    }
    return render(request, "applications/complete.html", context, status=422 if form else 200)
