"""Rounds: the list, a round with its departments, and what the office does with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.rounds.actions.approving import propose_round, refusals
from approvals.rounds.actions.exporting import record_export
from approvals.rounds.actions.preparing import UnableToPrepare, change_round, make_round, open_round, withdraw_round
from approvals.rounds.charts import before_and_after
from approvals.rounds.forms import GroundForm, RoundForm, WithdrawForm
from approvals.rounds.models import Proposal, Round
from approvals.rounds.picture import picture_of, summaries
from approvals.rounds.rules import OFFICE, READERS, can_answer, can_edit, may_prepare
from efficiency.common.access import allow
from efficiency.common.lists import excel
from efficiency.common.moments import local_date
from efficiency.organization.models import User
from efficiency.organization.responsibility import duties_of
from efficiency.organization.views.answers import actor, answer, part, posted


@allow(READERS)
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds, newest first; a head's are those that concern his unit."""
    user = actor(request)
    page = part(request, Round.objects.visible_to(user).select_related("change"), ["-pk"])
    sums = summaries(Proposal.objects.visible_to(user).filter(round__in=[one.pk for one in page.rows]))
    today = local_date(timezone.now())
    lines = [(one, sums.get(one.pk), one.is_in_force(today)) for one in page.rows]
    return render(request, "rounds/rounds.html", {"page": page, "lines": lines, "office": may_prepare(user)})


@allow(OFFICE)
def round_new(request: HttpRequest) -> HttpResponse:
    """Begin a round."""
    form = RoundForm(posted(request))
    if form.is_valid():
        try:
            made = make_round(**form.cleaned_data, actor=actor(request))
        except UnableToPrepare as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The round is begun. Add its items, one by one or by a sheet."))
            return redirect("round", made.pk)
    return answer(request, "rounds/round_form.html", form)


@allow(OFFICE)
def round_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the frame of a round."""
    found = _found(request, pk)
    fields = ("title", "document", "answer_by", "effective_on", "note")
    form = RoundForm(posted(request), initial={name: getattr(found, name) for name in fields})
    if form.is_valid():
        try:
            change_round(round_=found, **form.cleaned_data, actor=actor(request))
        except UnableToPrepare as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The round is changed."))
            return redirect("round", pk)
    return answer(request, "rounds/round_form.html", form, round=found)


@allow(READERS)
@require_safe
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: totals before and after, its departments, what they said, and what comes next."""
    return _page(request, _found(request, pk))


def _found(request: HttpRequest, pk: int) -> Round:
    rows = Round.objects.visible_to(request.user).select_related("change", "made_by")
    return get_object_or_404(rows, pk=pk)


def _page(request: HttpRequest, found: Round, *, status: int = 200, **more: Any) -> HttpResponse:
    user, now = actor(request), timezone.now()
    picture = picture_of(found.proposals.visible_to(user).select_related("unit"))
    office = may_prepare(user)
    editable = office and can_edit(found)
    context = {
        "round": found,
        "picture": picture,
        "chart": before_and_after(picture) if picture.total.items else None,
        "office": office,
        "editable": editable,
        "answering": can_answer(found) and _answers(user, found, now),
        "in_force": found.is_in_force(local_date(now)),
        "refusals": refusals(found, now) if editable and found.state == "open" else [],
        "withdraw": WithdrawForm(),
        "put_forward": GroundForm(),
    }
    return render(request, "rounds/round.html", context | more, status=status)


def _answers(user: User, found: Round, now: Any) -> bool:
    return found.proposals.filter(unit__in=duties_of(user, now).heads).exists()


@allow(OFFICE)
@require_POST
def round_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a round to the departments."""
    try:
        open_round(round_=_found(request, pk), actor=actor(request))
    except UnableToPrepare as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The departments have been asked."))
    return redirect("round", pk)


@allow(OFFICE)
@require_POST
def round_put_forward(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a round before the second person."""
    found, form = _found(request, pk), GroundForm(request.POST)
    if form.is_valid():
        try:
            change = propose_round(round_=found, ground=form.cleaned_data["ground"], actor=actor(request))
        except UnableToPrepare as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The round is proposed. Another person of the office approves it."))
            return redirect("change", change.pk)
    return _page(request, found, status=422, put_forward=form)


@allow(OFFICE)
@require_POST
def round_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a round up."""
    found, form = _found(request, pk), WithdrawForm(request.POST)
    if form.is_valid():
        try:
            withdraw_round(round_=found, reason=form.cleaned_data["reason"], actor=actor(request))
        except UnableToPrepare as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The round is given up."))
            return redirect("round", pk)
    return _page(request, found, status=422, withdraw=form)


@allow(READERS)
@require_safe
def round_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposals that the reader sees, with the answers, as an Excel file; the export is recorded."""
    user, found = actor(request), _found(request, pk)
    rows = [
        (
            one.unit.name,
            one.item_name,
            one.old_words,
            one.new_words,
            one.get_answer_display() or _("no answer"),
            one.reason,
            one.kept_because,
        )
        for one in found.proposals.visible_to(user).select_related("unit")
    ]
    heads = [
        *(_("Department"), _("Item"), _("Promised until now"), _("Promised from then on"), _("Department’s answer")),
        *(_("Reason"), _("Kept because")),
    ]
    record_export(round_=found, rows=len(rows), actor=user)
    return excel(f"round-{found.pk}", heads, rows)
