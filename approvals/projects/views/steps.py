"""One step of a project, and what is done to it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from approvals.models import Case
from approvals.projects import actions, rules
from approvals.projects.forms import AnswerForm, CaseNumberForm, PapersForm, ReasonForm, ResultForm
from approvals.projects.kinds import StepState, Verdict
from approvals.projects.models import Part, Run, Step
from approvals.projects.views.projects import found_project
from efficiency.clocks.models import Clock
from efficiency.common.access import allow
from efficiency.organization.models import User
from efficiency.organization.views.answers import actor

_DONE = {
    "papers": gettext_lazy("The papers are complete; what is promised runs from now."),
    "case": gettext_lazy("The case fulfils this step."),
    "finish": gettext_lazy("The step is done."),
    "conclude": gettext_lazy("Joint handling is concluded; the step is done."),
    "back": gettext_lazy("The application for this step is taken back."),
    "answer": gettext_lazy("Your part is answered."),
}


@allow(rules.READERS)
@require_safe
def step(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One step: its papers, its clocks, its parts, and what can be done now."""
    return _page(request, _found(request, reference, number))


@allow(rules.WORKERS)
@require_POST
def step_act(request: HttpRequest, reference: str, number: int, name: str) -> HttpResponse:
    """Do something to a step."""
    if name not in _DONE:
        raise Http404
    found, user = _found(request, reference, number), actor(request)
    form = _form(name, found, request.POST)
    if form.is_valid():
        try:
            _ACTS[name](found, form, user)
        except actions.UnableToStep as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, str(_DONE[name]))
            return redirect("project-step", reference, number)
    return _page(request, found, name, form)


def _papers(found: Step, form: Any, user: User) -> None:
    actions.record_papers(step=found, taken=form.papers(), actor=user)


def _case(found: Step, form: Any, user: User) -> None:
    number = form.cleaned_data["case"].strip().upper()
    case = Case.objects.visible_to(user).filter(matter__reference=number).first()
    if case is None:
        raise actions.UnableToStep(_("There is no such case, or you may not see it."))
    actions.link_case(step=found, case=case, actor=user)


def _finish(found: Step, form: Any, user: User) -> None:
    actions.finish_step(step=found, result=form.cleaned_data["result"], actor=user)


def _conclude(found: Step, form: Any, user: User) -> None:
    actions.conclude_joint(step=found, result=form.cleaned_data["result"], actor=user)


def _back(found: Step, form: Any, user: User) -> None:
    actions.take_back(step=found, reason=form.cleaned_data["reason"], actor=user)


def _answer(found: Step, form: Any, user: User) -> None:
    part = _own_part(found, user)
    if part is None:
        raise actions.UnableToStep(_("No part of this step waits for your unit."))
    given = form.cleaned_data
    actions.answer_part(part=part, verdict=Verdict(given["verdict"]), text=given["text"], actor=user)


_ACTS: dict[str, Callable[[Step, Any, User], None]] = {
    "papers": _papers,
    "case": _case,
    "finish": _finish,
    "conclude": _conclude,
    "back": _back,
    "answer": _answer,
}


def _form(name: str, found: Step, typed: Any = None) -> forms.Form:
    if name == "papers":
        return PapersForm(typed, step=found)
    kinds: dict[str, type[forms.Form]] = {
        "case": CaseNumberForm,
        "finish": ResultForm,
        "conclude": ResultForm,
        "back": ReasonForm,
        "answer": AnswerForm,
    }
    return kinds[name](typed)


def _own_part(found: Step, user: User) -> Part | None:
    parts = Part.objects.filter(run__step=found, run__ended_at=None, answered_at=None)
    mine = (part for part in parts.select_related("unit", "run__step__project__matter") if rules.may_answer(user, part))
    return next(mine, None)


def _found(request: HttpRequest, reference: str, number: int) -> Step:
    project = found_project(request, reference)
    rows = Step.objects.select_related("unit", "item", "promise_clock", "complete_by")
    found = get_object_or_404(rows, project=project, number=number)
    found.project = project
    return found


def _page(request: HttpRequest, found: Step, name: str = "", refused: forms.Form | None = None) -> HttpResponse:
    user = actor(request)
    runs = list(
        Run.objects.filter(step=found)
        .select_related("case__matter", "joint_clock")
        .prefetch_related("parts__unit", "parts__answered_by", "parts__clock")
        .order_by("pk")
    )
    run = next((one for one in runs if one.ended_at is None), None)
    offered = {one: _form(one, found) for one in _offered(found, run, user)}
    if refused is not None:
        offered[name] = refused
    clocks = [found.promise_clock, run.joint_clock if run else None]
    shown = Clock.objects.filter(pk__in=[clock.pk for clock in clocks if clock]).select_related("policy", "unit")
    context = {
        "project": found.project,
        "step": found,
        "runs": runs,
        "clocks": [(clock, _requests(clock, user)) for clock in shown.order_by("pk")],
        "offered": offered,
        "refused": refused,
        "earlier": found.project.steps.filter(number__in=found.after).order_by("number"),
        "cases": _fitting(found, user) if "case" in offered else [],
    }
    return render(request, "projects/step.html", context, status=422 if refused is not None else 200)


def _offered(found: Step, run: Run | None, user: User) -> list[str]:
    """What this person can do to the step now."""
    if not found.project.open:
        return []
    offered = []
    works, checks = rules.may_work(user, found), rules.may_check_papers(user, found)
    if run is None and found.state == StepState.READY and works:
        offered.append("case")
    if found.state in (StepState.READY, StepState.RUNNING) and found.complete_at is None and checks:
        offered.append("papers")
    if run is None:
        return offered
    if _own_part(found, user) is not None:
        offered.append("answer")
    if run.case is None and found.complete_at is not None and works:
        waiting = any(part.answered_at is None for part in run.parts.all())
        if not waiting:
            offered.append("conclude" if found.joint else "finish")
    if run.case is None and checks:
        offered.append("back")
    return offered


def _requests(clock: Clock, user: User) -> str:
    """What this person may ask for on a clock: the name of the request, or nothing."""
    if not clock.running or not rules.may_ask_for(user, clock) or clock.requests.filter(decided_at=None).exists():
        return ""
    return "extension" if clock.kind == "joint" else "pause"


def _fitting(found: Step, user: User) -> list[Case]:
    """Open cases that could fulfil the step: the newest ten."""
    rows = Case.objects.visible_to(user).open().filter(run=None)
    rows = rows.filter(item=found.item_id) if found.item_id else rows.filter(matter__unit=found.unit_id)
    return list(rows.select_related("matter", "item").order_by("-pk")[:10])
