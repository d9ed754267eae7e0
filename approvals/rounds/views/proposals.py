"""The proposals of a round: the list, one more, one changed, many by a sheet, and what departments say."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from approvals.rounds.actions.answering import UnableToAnswer, answer_proposals, keep_proposal
from approvals.rounds.actions.preparing import UnableToPrepare, Wanted, drop_proposal, put_proposals
from approvals.rounds.forms import AnswerForm, KeepForm, LimitForm, ProposalFilter, ProposalForm, UploadForm
from approvals.rounds.models import Proposal, Round
from approvals.rounds.rules import HEADS, OFFICE, READERS, can_answer, can_edit, may_prepare
from approvals.rounds.sheets import heads, read_proposals, rows_of
from efficiency.common.access import allow
from efficiency.common.lists import excel
from efficiency.common.sheets import Fault, UnreadableSheet
from efficiency.organization.models import Unit
from efficiency.organization.responsibility import duties_of
from efficiency.organization.views.answers import actor, answer, part, posted

MOST_FAULTS = 200


def _round(request: HttpRequest, pk: int) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user).select_related("change"), pk=pk)


@allow(READERS)
@require_safe
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposals of a round, by department and item."""
    user, round_ = actor(request), _round(request, pk)
    rows = round_.proposals.visible_to(user).select_related("unit")
    units = Unit.objects.filter(pk__in=round_.proposals.visible_to(user).order_by().values("unit")).order_by("path")
    form = ProposalFilter(units, request.GET)
    filters = form.cleaned_data if form.is_valid() else {}
    if filters.get("unit"):
        rows = rows.filter(unit=filters["unit"])
    chosen = filters.get("answer")
    if chosen == "none":
        rows = rows.unanswered()
    elif chosen == "unsettled":
        rows = rows.unsettled()
    elif chosen:
        rows = rows.filter(answer=chosen)
    page = part(request, rows, ["unit__path", "item_name", "pk"])
    context = {"round": round_, "page": page, "editable": may_prepare(user) and can_edit(round_)}
    return answer(request, "rounds/proposals.html", form, **context)


@allow(OFFICE)
def proposal_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a limit for one item more."""
    round_ = _round(request, pk)
    form = ProposalForm(round_, posted(request), initial={"unit": "wd"})
    if form.is_valid():
        given = form.cleaned_data
        try:
            wanted = Wanted(given["item"], given["limit"], given["unit"])
            put_proposals(round_=round_, wanted=[wanted], actor=actor(request))
        except UnableToPrepare as error:
            form.add_error("limit", str(error))
        else:
            messages.success(request, _("“%(item)s” is in the round.") % {"item": given["item"].name})
            return redirect("round-proposal-new" if "again" in request.POST else "round", pk)
    return answer(request, "rounds/proposal_new.html", form, round=round_)


@allow(OFFICE)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: change it, take it out, or keep it against an objection."""
    found = _proposal(request, pk)
    form = LimitForm(posted(request), initial={"limit": found.new_limit, "unit": found.new_unit})
    if form.is_valid():
        wanted = Wanted(found.item, form.cleaned_data["limit"], form.cleaned_data["unit"])
        try:
            put_proposals(round_=found.round, wanted=[wanted], actor=actor(request))
        except UnableToPrepare as error:
            form.add_error("limit", str(error))
        else:
            messages.success(request, _("The proposal is changed. The department answers anew."))
            return redirect("round-proposals", found.round_id)
    return _proposal_page(request, found, form, KeepForm())


def _proposal(request: HttpRequest, pk: int) -> Proposal:
    rows = Proposal.objects.select_related("round__change", "unit", "item__unit", "answered_by")
    return get_object_or_404(rows, pk=pk)


def _proposal_page(request: HttpRequest, found: Proposal, form: LimitForm, keep: KeepForm) -> HttpResponse:
    status = 422 if form.errors or keep.errors else 200
    context = {"proposal": found, "form": form, "keep": keep, "editable": can_edit(found.round)}
    return render(request, "rounds/proposal.html", context, status=status)


@allow(OFFICE)
@require_POST
def proposal_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a proposal against an objection, with the reason."""
    found, form = _proposal(request, pk), KeepForm(request.POST)
    if form.is_valid():
        try:
            keep_proposal(proposal=found, because=form.cleaned_data["because"], actor=actor(request))
        except (UnableToAnswer, UnableToPrepare) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The proposal is kept; the reason stands beside the objection."))
            return redirect("round-proposals", found.round_id)
    return _proposal_page(request, found, LimitForm(initial={"limit": found.new_limit, "unit": found.new_unit}), form)


@allow(OFFICE)
@require_POST
def proposal_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item out of the round."""
    found = _proposal(request, pk)
    try:
        drop_proposal(proposal=found, actor=actor(request))
    except UnableToPrepare as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(item)s” is no longer in the round.") % {"item": found.item_name})
    return redirect("round", found.round_id)


@allow(OFFICE)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Many proposals by a sheet: all of it is taken, or nothing and each fault is named."""
    round_ = _round(request, pk)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    faults: list[Fault] = []
    if form.is_valid():
        try:
            wanted, faults = read_proposals(form.cleaned_data["sheet"])
            if not faults:
                count = put_proposals(round_=round_, wanted=wanted, actor=actor(request))
                text = ngettext("%(count)s proposal was taken over.", "%(count)s proposals were taken over.", count)
                messages.success(request, text % {"count": count})
                return redirect("round", pk)
            form.add_error("sheet", _("The sheet has faults. Nothing was changed."))
        except (UnreadableSheet, UnableToPrepare) as error:
            form.add_error("sheet", str(error))
    more = {"round": round_, "faults": faults[:MOST_FAULTS], "more_faults": max(0, len(faults) - MOST_FAULTS)}
    return answer(request, "rounds/upload.html", form, **more)


@allow(OFFICE)
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet to fill: the published catalogue, with what the round proposes so far."""
    return excel(f"round-{pk}-sheet", heads(), rows_of(_round(request, pk)))


@allow(HEADS)
def answer_round(request: HttpRequest, pk: int) -> HttpResponse:
    """The head agrees or objects, for the items of his own unit alone."""
    user, now = actor(request), timezone.now()
    round_ = _round(request, pk)
    own = list(round_.proposals.filter(unit__in=duties_of(user, now).heads).select_related("unit"))
    if not own:
        raise Http404
    form = AnswerForm(own, posted(request))
    if form.is_valid():
        said = form.said(agree_to_rest=request.POST.get("do") == "agree")
        try:
            answer_proposals(round_=round_, said=said, actor=user)
        except UnableToAnswer as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your answers are with the efficiency office."))
            return redirect("round", pk)
    context: dict[str, Any] = {"round": round_, "open": can_answer(round_)}
    return answer(request, "rounds/answer.html", form, **context)
