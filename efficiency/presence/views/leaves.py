"""Leave: mine, those I decide on, those of my unit."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from efficiency.common.access import allow
from efficiency.organization.responsibility import duties_of
from efficiency.organization.views.answers import actor, answer, part, posted
from efficiency.presence import rules
from efficiency.presence.actions import leaves as actions
from efficiency.presence.forms.leaves import DecisionForm, LeaveFilter, LeaveForm
from efficiency.presence.models import Leave
from efficiency.presence.querysets import LeaveQuerySet
from efficiency.presence.rules import STAFF

_SHOWN = ("user__unit", "deputy", "review_unit", "decided_by")


@allow(STAFF)
@require_safe
def leaves(request: HttpRequest) -> HttpResponse:
    """My leaves, newest first; or those that wait for me; or those of my unit."""
    user, now = actor(request), timezone.now()
    form = LeaveFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"show": "", "state": ""}
    duties = duties_of(user, now)
    waiting = Leave.objects.to_decide_by(user, duties)
    rows: LeaveQuerySet = Leave.objects.filter(user=user)
    if wanted["show"] == "decide":
        rows = waiting
    elif wanted["show"] == "unit":
        rows = Leave.objects.visible_to(user, duties).exclude(user=user)
    if wanted["state"] == "unreported":
        rows = rows.unreported(now)
    elif wanted["state"]:
        rows = rows.filter(state=wanted["state"])
    found = part(request, rows.select_related(*_SHOWN), ["-pk"])
    context = {
        "found": found,
        "lines": [(leave, leave.is_unreported(now)) for leave in found.rows],
        "answers": bool(duties.heads or duties.leads),
        "waiting": waiting.order_by()[:100].count(),
    }
    return answer(request, "presence/leaves.html", form, **context)


@allow(STAFF)
def new_leave(request: HttpRequest) -> HttpResponse:
    """Ask for leave."""
    user = actor(request)
    form = LeaveForm(posted(request), user=user)
    if form.is_valid():
        given = form.cleaned_data
        try:
            leave = actions.ask_leave(
                user=user, kind=given["kind"], span=form.span(), reason=given["reason"], deputy=given["deputy"]
            )
        except actions.UnableToLeave as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your request was sent. You are told of the decision."))
            return redirect("leave", leave.pk)
    return answer(request, "presence/leave_new.html", form)


@allow(STAFF)
@require_safe
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """One leave with what can be done about it."""
    return _page(request, _found(request, pk), DecisionForm())


@allow(STAFF)
@require_POST
def decide_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse."""
    row, form = _found(request, pk), DecisionForm(request.POST)
    if form.is_valid():
        try:
            row = actions.decide_leave(leave=row, **form.cleaned_data, actor=actor(request))
        except actions.UnableToLeave as error:
            form.add_error(None, str(error))
        else:
            done = _("The leave is approved.") if form.cleaned_data["approve"] else _("The leave is refused.")
            messages.success(request, done)
            return redirect("leave", pk)
    return _page(request, row, form)


@allow(STAFF)
@require_POST
def cancel_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a leave back before it begins."""
    return _done(request, pk, actions.cancel_leave, gettext_lazy("The leave is cancelled."))


@allow(STAFF)
@require_POST
def return_from_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Report back."""
    return _done(request, pk, actions.report_return, gettext_lazy("The return is on record."))


def _done(request: HttpRequest, pk: int, act: Callable[..., Any], words: str | Promise) -> HttpResponse:
    try:
        act(leave=_found(request, pk), actor=actor(request))
    except actions.UnableToLeave as error:
        messages.error(request, str(error))
    else:
        messages.success(request, str(words))
    return redirect("leave", pk)


def _found(request: HttpRequest, pk: int) -> Leave:
    user = actor(request)
    seen = Leave.objects.visible_to(user, duties_of(user, timezone.now()))
    return get_object_or_404(seen.select_related(*_SHOWN), pk=pk)


def _page(request: HttpRequest, row: Leave, form: DecisionForm) -> HttpResponse:
    user, now = actor(request), timezone.now()
    duties = duties_of(user, now)
    context = {
        "leave": row,
        "unreported": row.is_unreported(now),
        "may_decide": rules.can_decide(user, row, duties),
        "may_cancel": rules.can_cancel(user, row, now),
        "may_return": rules.can_report_return(user, row, duties, now),
    }
    return answer(request, "presence/leave.html", form, **context)
