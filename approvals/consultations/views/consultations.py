"""Consultations: the list, one of them, convening, answering, concluding."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.consultations import actions, rules
from approvals.consultations.forms import CallOffForm, ConcludeForm, ConsultationFilter, ConveneForm, OpinionForm
from approvals.consultations.kinds import Outcome, Stance
from approvals.consultations.models import Consultation, Invitation
from approvals.models import Case
from approvals.projects.models import Project
from approvals.projects.rules import may_ask_for
from efficiency.audit.models import Entry
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.common.access import allow
from efficiency.organization.models import Unit, User
from efficiency.organization.views.answers import actor, answer, part, posted

_SHOWN = ("matter__unit", "leader", "case__matter", "project__matter", "convened_by", "ended_by")
# What a consultation may let stand still, by a second person; what the law sets never.
_PAUSABLE = (ClockKind.PROMISED, ClockKind.PROJECT, ClockKind.LICENCE_WEEK, ClockKind.PERMIT_MONTH)


@allow(rules.READERS)
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """Consultations under way, newest first; others by filter."""
    user, form = actor(request), ConsultationFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    rows, state = Consultation.objects.visible_to(user), given.get("state") or "open"
    if state == ConsultationFilter.MINE:
        rows = rows.awaiting(Unit.objects.visible_to(user))
    elif state != "all":
        rows = rows.filter(state=state)
    if words := (given.get("q") or "").strip():
        rows = rows.filter(Q(matter__reference__icontains=words) | Q(matter__title__icontains=words))
    waiting = (
        Invitation.objects.filter(answered_at=None).select_related("unit", "clock").order_by("clock__due_at", "pk")
    )
    rows = rows.select_related(*_SHOWN).prefetch_related(Prefetch("invitations", waiting, to_attr="waiting"))
    context = {"form": form, "found": part(request, rows, ["-pk"])}
    return render(request, "consultations/consultations.html", context)


@allow(rules.CONVENERS)
@require_http_methods(["GET", "HEAD", "POST"])
def convene(request: HttpRequest, reference: str) -> HttpResponse:
    """Convene units on the case or project of this number."""
    user = actor(request)
    about = _about(user, reference)
    form = ConveneForm(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.convene(
                about=about,
                question=given["question"],
                units=list(given["units"]),
                leader=given["leader"],
                held_at=form.held_at(),
                place=given["place"],
                actor=user,
            )
        except actions.UnableToConsult as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The units are invited; each has its reply limit."))
            return redirect("consultation", made.matter.reference)
    return answer(request, "consultations/convene.html", form, matter=about.matter)


def _about(user: User, reference: str) -> Case | Project:
    case = Case.objects.visible_to(user).filter(matter__reference=reference).select_related("matter__unit").first()
    if case is not None:
        return case
    rows = Project.objects.visible_to(user).select_related("matter__unit")
    return get_object_or_404(rows, matter__reference=reference)


@allow(rules.READERS)
@require_safe
def consultation(request: HttpRequest, reference: str) -> HttpResponse:
    """One consultation: question, opinions with their limits, outcome, and what it does to the clocks."""
    return _page(request, _found(request, reference))


@allow(rules.READERS)
@require_safe
def minutes(request: HttpRequest, reference: str) -> HttpResponse:
    """The minutes on paper."""
    found = _found(request, reference)
    invitations = found.invitations.select_related("unit", "answered_by")
    return render(request, "consultations/minutes.html", {"consultation": found, "invitations": invitations})


_DONE = {
    "answer": gettext_lazy("Your opinion is given."),
    "conclude": gettext_lazy("The consultation is concluded."),
    "call-off": gettext_lazy("The consultation is called off."),
}
_FORMS: dict[str, type[forms.Form]] = {"answer": OpinionForm, "conclude": ConcludeForm, "call-off": CallOffForm}


@allow(rules.ACTORS)
@require_POST
def act(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Answer, conclude or call off."""
    if name not in _DONE:
        raise Http404
    found, user = _found(request, reference), actor(request)
    form = _FORMS[name](request.POST)
    if form.is_valid():
        try:
            _ACTS[name](found, form.cleaned_data, user)
        except actions.UnableToConsult as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, str(_DONE[name]))
            return redirect("consultation", reference)
    return _page(request, found, name, form)


def _answer(found: Consultation, given: dict[str, Any], user: User) -> None:
    invitation = _own_invitation(found, user)
    if invitation is None:
        raise actions.UnableToConsult(_("No opinion of your unit is awaited."))
    actions.answer(invitation=invitation, stance=Stance(given["stance"]), text=given["text"], actor=user)


def _conclude(found: Consultation, given: dict[str, Any], user: User) -> None:
    told = {"minutes": given["minutes"], "decision": given["decision"]}
    actions.conclude(consultation=found, outcome=Outcome(given["outcome"]), **told, actor=user)


def _call_off(found: Consultation, given: dict[str, Any], user: User) -> None:
    actions.call_off(consultation=found, reason=given["reason"], actor=user)


_ACTS: dict[str, Callable[[Consultation, dict[str, Any], User], None]] = {
    "answer": _answer,
    "conclude": _conclude,
    "call-off": _call_off,
}


def _own_invitation(found: Consultation, user: User) -> Invitation | None:
    rows = found.invitations.filter(answered_at=None).select_related("unit", "clock", "consultation")
    return next((one for one in rows if rules.may_answer(user, one)), None)


def _found(request: HttpRequest, reference: str) -> Consultation:
    rows = Consultation.objects.visible_to(request.user).select_related(*_SHOWN)
    return get_object_or_404(rows, matter__reference=reference)


def _page(request: HttpRequest, found: Consultation, name: str = "", refused: forms.Form | None = None) -> HttpResponse:
    user = actor(request)
    offered: dict[str, forms.Form] = {}
    if found.open:
        if _own_invitation(found, user) is not None:
            offered["answer"] = OpinionForm()
        if rules.may_conclude(user, found):
            offered["conclude"] = ConcludeForm()
        if rules.may_convene(user, found.matter.unit):
            offered["call-off"] = CallOffForm()
    if refused is not None:
        offered[name] = refused
    running = Clock.objects.running().filter(matter=found.subject).select_related("unit", "policy").order_by("due_at")
    context = {
        "consultation": found,
        "invitations": found.invitations.select_related("unit", "clock__policy", "answered_by"),
        "clocks": [(clock, clock.kind in _PAUSABLE and may_ask_for(user, clock)) for clock in running],
        "entries": Entry.objects.about("consultation", found.pk),
        "offered": offered,
        "refused": refused,
    }
    return render(request, "consultations/consultation.html", context, status=422 if refused is not None else 200)
