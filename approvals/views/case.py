"""One case: its page, what is done to it, and who applied."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.act_forms import ActForm
from approvals.actions import UnableToAct
from approvals.forms import RevealForm
from approvals.models import Case, Paper
from approvals.needs import needed
from approvals.panels import panels
from approvals.rules import CASE_READERS, CASE_WORKERS, may_handle
from approvals.views.acts import ACTS, BY_NAME
from efficiency.audit.models import Entry
from efficiency.cards.models import Card
from efficiency.cards.rules import READERS as CARD_READERS
from efficiency.clocks.kinds import ClockKind
from efficiency.common.access import allow
from efficiency.organization.models import User
from efficiency.vault.actions import UnableToReveal, reveal


def found(request: HttpRequest, reference: str) -> Case:
    """The case, where this reader may see it; else 404."""
    rows = Case.objects.visible_to(request.user)
    rows = rows.select_related("matter__unit", "item", "clerk__unit", "predecessor__matter", "commitment")
    return get_object_or_404(rows, matter__reference=reference)


@allow(CASE_READERS)
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case: its clocks, what happened, what can be done now."""
    return page(request, found(request, reference))


@allow(CASE_WORKERS)
@require_POST
def case_act(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Do one act: 422 where something is missing in the form or the act is refused."""
    assert isinstance(request.user, User)
    act, this = BY_NAME.get(name), found(request, reference)
    if act is None:
        raise Http404
    if not act.may(request.user, this):
        messages.error(request, _("Nothing was done: the case is in another state by now, or it is not for you to do."))
        return redirect("case", reference=reference)
    form = act.form(request.POST, case=this, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            act.run(this, form.cleaned_data, request.user)
        except UnableToAct as refusal:
            form.add_error(None, str(refusal))
            this = found(request, reference)
        else:
            messages.success(request, str(act.done))
            return redirect("case", reference=reference)
    return page(request, this, status=422, failed=(name, form))


def page(
    request: HttpRequest, this: Case, *, failed: tuple[str, ActForm] | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of a case, with a form that came back where one failed."""
    assert isinstance(request.user, User)
    order = (F("stopped_at").asc(nulls_first=True), "due_at", "pk")
    clocks = list(this.matter.clocks.select_related("policy").order_by(*order))
    context = {
        "case": this,
        "clocks": clocks,
        "pressing": next((clock for clock in clocks if clock.running), None),
        "may_extend": any(clock.running and clock.kind == ClockKind.STATUTORY for clock in clocks)
        and not any(clock.extended for clock in clocks),
        "cards": Card.objects.numbered().filter(matter=this.matter),
        "readable": _readable(request.user, this),
        "entries": Entry.objects.about("case", this.pk),
        "papers": Paper.objects.filter(matter=this.matter).select_related("unit"),
        "corrections": this.corrections.prefetch_related("points"),
        "stages": this.stages.select_related("done_by", "second"),
        "asks": this.asks.all(),
        "handovers": this.handovers.select_related("from_unit", "to_unit"),
        "explanations": this.explanations.select_related("by"),
        "panels": panels(this, request.user),
        "worker": may_handle(request.user, this),
        "offers": _offers(request.user, this, failed),
        "failed": failed[1] if failed else None,
        "reveal": RevealForm(),
    }
    return render(request, "approvals/case.html", context | more, status=status)


def _offers(user: User, this: Case, failed: tuple[str, ActForm] | None) -> list[dict[str, Any]]:
    """The acts that are this reader's now, each with its form; what comes next stands open."""
    acts = [act for act in ACTS if act.may(user, this)]
    coming = [act.name for act in acts if not (act.final or act.quiet)]
    next_one = "tell" if "tell" in coming and this.missing else next(iter(coming), "")
    offers: list[dict[str, Any]] = []
    for act in acts:
        came_back = failed is not None and failed[0] == act.name
        form = failed[1] if failed and came_back else act.form(case=this, auto_id=f"{act.name}_%s")
        offers.append({"act": act, "form": form, "open": came_back or (failed is None and act.name == next_one)})
    return offers


def _readable(user: User, this: Case) -> set[int]:
    """The cards on a case that somebody may open: the counter knows of them, the unit reads them (T-38)."""
    if not CARD_READERS.includes(user):
        return set()
    return set(Card.objects.visible_to(user).filter(matter=this.matter).values_list("pk", flat=True))


@allow(CASE_WORKERS)
@require_POST
def case_applicant(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who applied, to those who handle the case, for a purpose; the reading is recorded first."""
    assert isinstance(request.user, User)
    this = found(request, reference)
    form = RevealForm(request.POST)
    if form.is_valid() and this.applicant and may_handle(request.user, this):
        fields = needed(this.item)
        try:
            person = reveal(this.applicant, reader=request.user, purpose=form.cleaned_data["purpose"], fields=fields)
        except UnableToReveal as error:
            form.add_error(None, str(error))
        else:
            response = page(request, this, applicant=person)
            response["Cache-Control"] = "no-store"
            return response
    return page(request, this, status=422, reveal=form)
