"""Cases: the list by days left, the case page, and what is done to a case."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.actions import (
    UnableToAccept,
    UnableToFinish,
    accept_case,
    finish_case,
    record_export,
    withdraw_case,
)
from approvals.forms import CaseFilter, FinishForm, RevealForm, WithdrawForm
from approvals.listing import export_lines, lines
from approvals.models import Case, Outcome
from approvals.panels import panels
from approvals.rules import CASE_READERS, CASE_WORKERS, COUNTER, may_handle
from efficiency.audit.models import Entry
from efficiency.cards.models import Card
from efficiency.cards.rules import READERS as CARD_READERS
from efficiency.common.access import allow
from efficiency.common.lists import excel
from efficiency.common.moments import SHANGHAI, database_now
from efficiency.organization.models import User
from efficiency.vault.actions import UnableToReveal, reveal

_EXPORT_AT_MOST = 10_000


def _filters(request: HttpRequest) -> tuple[CaseFilter, dict[str, Any]]:
    form = CaseFilter(request.GET)
    return form, form.cleaned_data if form.is_valid() else {}


@allow(CASE_READERS)
def cases(request: HttpRequest) -> HttpResponse:
    """Open cases by days left; ended ones by filter."""
    form, filters = _filters(request)
    now = database_now()
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    context = {
        "form": form,
        "page": lines(request.user, filters, now=now, after=after, before=before),
        "counter": COUNTER.includes(request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "approvals/cases.html", context)


@allow(CASE_READERS)
def cases_export(request: HttpRequest) -> HttpResponse:
    """The same list as an Excel file, without applicants; the export is recorded."""
    assert isinstance(request.user, User)
    _form, filters = _filters(request)
    found = export_lines(request.user, filters, now=database_now(), at_most=_EXPORT_AT_MOST)
    heads = [_("Number"), _("Item"), _("Department"), _("State"), _("Received"), _("Accepted"), _("Finished"), _("Due")]
    rows = [
        (
            line.case.matter.reference,
            line.case.item.name,
            line.case.matter.unit.name,
            line.case.get_state_display(),
            *(_moment(at) for at in (line.case.received_at, line.case.accepted_at, line.case.finished_at)),
            _moment(line.clock.due_at) if line.clock else "",
        )
        for line in found
    ]
    # Searched words may be somebody's name; an entry stands for ever.
    kept = {name: "…" if name == "q" else str(value) for name, value in filters.items() if value}
    record_export(actor=request.user, rows=len(rows), filters=kept)
    return excel("cases", heads, rows)


def _moment(moment: Any) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if moment else ""


def _case(request: HttpRequest, reference: str) -> Case:
    rows = Case.objects.visible_to(request.user).select_related("matter__unit", "item", "clerk__unit")
    return get_object_or_404(rows, matter__reference=reference)


@allow(CASE_READERS)
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case: its clocks, what happened, what can be done now."""
    return _page(request, _case(request, reference))


def _page(request: HttpRequest, found: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    assert isinstance(request.user, User)
    context = {
        "case": found,
        "clocks": found.matter.clocks.select_related("policy").order_by(F("stopped_at").asc(nulls_first=True), "pk"),
        "cards": Card.objects.numbered().filter(matter=found.matter),
        "readable": _readable(request.user, found),
        "entries": Entry.objects.about("case", found.pk),
        "panels": panels(found, request.user),
        "worker": may_handle(request.user, found),
        "finish": FinishForm(),
        "withdraw": WithdrawForm(),
        "reveal": RevealForm(),
    }
    return render(request, "approvals/case.html", context | more, status=status)


def _readable(user: User, found: Case) -> set[int]:
    """The cards on a case that somebody may open: the counter knows of them, the unit reads them (T-38)."""
    if not CARD_READERS.includes(user):
        return set()
    return set(Card.objects.visible_to(user).filter(matter=found.matter).values_list("pk", flat=True))


@allow(CASE_WORKERS)
@require_POST
def case_accept(request: HttpRequest, reference: str) -> HttpResponse:
    """Accept a case whose papers are complete."""
    assert isinstance(request.user, User)
    found = _case(request, reference)
    try:
        accept_case(case=found, actor=request.user)
    except UnableToAccept as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The case is accepted. The promised limit runs."))
    return redirect("case", reference=reference)


@allow(CASE_WORKERS)
@require_POST
def case_finish(request: HttpRequest, reference: str) -> HttpResponse:
    """Grant or refuse."""
    assert isinstance(request.user, User)
    found = _case(request, reference)
    form = FinishForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            finish_case(
                case=found,
                outcome=Outcome(given["outcome"]),
                result=given["result"],
                reasons=given["reasons"],
                actor=request.user,
            )
        except UnableToFinish as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The case is finished."))
            return redirect("case", reference=reference)
    return _page(request, found, status=422, finish=form)


@allow(CASE_WORKERS)
@require_POST
def case_withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """The applicant takes the application back."""
    assert isinstance(request.user, User)
    found = _case(request, reference)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            withdraw_case(case=found, reason=form.cleaned_data["reason"], actor=request.user)
        except UnableToFinish as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The case is withdrawn."))
            return redirect("case", reference=reference)
    return _page(request, found, status=422, withdraw=form)


@allow(CASE_WORKERS)
@require_POST
def case_applicant(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who applied, to those who handle the case, for a purpose; the reading is recorded first."""
    assert isinstance(request.user, User)
    found = _case(request, reference)
    form = RevealForm(request.POST)
    if form.is_valid() and found.applicant and may_handle(request.user, found):
        fields = ("name", "phone", "id_number")
        try:
            person = reveal(found.applicant, reader=request.user, purpose=form.cleaned_data["purpose"], fields=fields)
        except UnableToReveal as error:
            form.add_error(None, str(error))
        else:
            response = _page(request, found, applicant=person)
            response["Cache-Control"] = "no-store"
            return response
    return _page(request, found, status=422, reveal=form)
