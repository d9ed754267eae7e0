"""Taking an errand in, and its page: where the papers are, what comes next, what was done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.errands import actions
from approvals.errands.actions import UnableToRun
from approvals.errands.forms import ErrandForm, OutcomeForm, SendBackForm
from approvals.errands.kinds import State, Step
from approvals.errands.models import Errand
from approvals.errands.rules import COUNTER, READERS, is_agent_of, is_window_of, may_run
from approvals.materials import wanted
from approvals.models import Case
from approvals.progress import clock_of, steps_of
from efficiency.common.access import allow
from efficiency.common.moments import database_now, local_date
from efficiency.organization.models import User
from efficiency.organization.views.answers import actor
from efficiency.vault.actions import UnableToReveal


@allow(COUNTER)
@require_http_methods(["GET", "HEAD", "POST"])
def errand_new(request: HttpRequest) -> HttpResponse:
    """Take an application from somebody in the village."""
    user = actor(request)
    if not may_run(user):
        return render(request, "errands/not_here.html")
    if request.method != "POST":
        given = {"item": request.GET.get("item", "")[:50], "to_unit": getattr(_window(user), "code", "")}
        return _form(request, ErrandForm(initial=given, agent=user))
    if request.POST.get("do") == "materials":  # without JavaScript: show the chosen item's list
        typed: dict[str, object] = {name: str(value).replace("\0", "") for name, value in request.POST.items()}
        return _form(request, ErrandForm(initial=typed | {"materials": request.POST.getlist("materials")}, agent=user))
    form = ErrandForm(request.POST, agent=user)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            errand = actions.take_in(
                item=cleaned["item"],
                applicant=form.applicant(user),
                materials=cleaned["materials"],
                to_unit=cleaned["to_unit"],
                submission=cleaned["submission"],
                note_text=cleaned["note"],
                actor=user,
            )
        except (UnableToRun, UnableToReveal) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("errand_receipt", number=errand.number)
    return _form(request, form, status=422)


@allow(COUNTER)
@require_safe
def errand_materials(request: HttpRequest) -> HttpResponse:
    """The chosen item's materials as a checklist, with its limits."""
    user = actor(request)
    if not may_run(user):
        raise Http404
    form = ErrandForm(initial={"item": request.GET.get("item", "")}, agent=user)
    return render(request, "approvals/case_materials.html", {"form": form})


def _form(request: HttpRequest, form: ErrandForm, status: int = 200) -> HttpResponse:
    return render(request, "errands/new.html", {"form": form}, status=status)


def _window(user: User) -> Any:
    """The window above an agent's room: its town's."""
    return user.unit.parent if user.unit is not None and user.unit.kind == "village" else None


def _found(request: HttpRequest, number: str) -> Errand:
    rows = Errand.objects.visible_to(request.user)
    rows = rows.select_related("agent", "unit", "to_unit", "item__unit", "case__matter__unit", "case__item", "taken_by")
    return get_object_or_404(rows, number=number)


@allow(COUNTER)
@require_safe
def errand_receipt(request: HttpRequest, number: str) -> HttpResponse:
    """What the applicant keeps: who carries what to where, and by when."""
    errand = _found(request, number)
    missing = [material for material in wanted(errand.item) if material not in errand.taken]
    return render(request, "errands/receipt.html", {"errand": errand, "missing": missing})


@dataclass(frozen=True)
class Act:
    """One act: its word in the address, its button, who may, its form, what it calls and what it tells."""

    name: str
    verb: str | Promise
    may: Callable[[User, Errand], bool]
    run: Callable[[Errand, User, dict[str, Any]], object]
    done: str | Promise
    form: type[forms.Form] = forms.Form
    hint: str | Promise = ""
    final: bool = False


def _at(*steps: Step) -> Callable[[User, Errand], bool]:
    return lambda user, errand: is_agent_of(user, errand) and errand.step in steps


def _window_has(user: User, errand: Errand) -> bool:
    return errand.state == State.CARRIED and is_window_of(user, errand)


ACTS = (
    Act(
        "carry",
        _("Handed to the window"),
        _at(Step.CARRY, Step.MEND),
        lambda errand, user, _given: actions.carry(errand=errand, actor=user),
        _("Recorded. The window has yet to say that it has the papers."),
    ),
    Act(
        "take",
        _("Take the papers over"),
        _window_has,
        lambda errand, user, _given: actions.take_papers(errand=errand, actor=user),
        _("The papers are a case of yours now, under the agent's record. Nothing has to be typed again."),
        hint=_("Accepted at once where every material is there; otherwise received, and told within 5 working days."),
    ),
    Act(
        "send-back",
        _("Give the papers back"),
        _window_has,
        lambda errand, user, given: actions.send_back(errand=errand, actor=user, **given),
        _("The agent is told why."),
        SendBackForm,
    ),
    Act(
        "fetch",
        _("Decision fetched"),
        _at(Step.FETCH),
        lambda errand, user, _given: actions.fetch(errand=errand, actor=user),
        _("Recorded. Now bring it to the applicant."),
    ),
    Act(
        "deliver",
        _("The applicant has it"),
        _at(Step.HAND_OVER, Step.TELL),
        lambda errand, user, given: actions.deliver(errand=errand, actor=user, **given),
        _("The errand is at its end."),
        OutcomeForm,
    ),
    Act(
        "call-off",
        _("Call the errand off"),
        lambda user, errand: is_agent_of(user, errand) and errand.state == State.WITH_AGENT,
        lambda errand, user, given: actions.call_off(errand=errand, actor=user, **given),
        _("The errand is called off."),
        OutcomeForm,
        _("The applicant gets the papers back."),
        final=True,
    ),
)
_BY_NAME = {act.name: act for act in ACTS}


@allow(READERS)
@require_safe
def errand(request: HttpRequest, number: str) -> HttpResponse:
    """One errand: where the papers are and what comes next."""
    return _page(request, _found(request, number))


def _page(request: HttpRequest, this: Errand, failed: tuple[str, forms.Form] | None = None) -> HttpResponse:
    user = actor(request)
    came_back = dict([failed] if failed else [])
    offers = [
        {"act": act, "form": came_back.get(act.name) or act.form(auto_id=f"{act.name}_%s")}
        for act in ACTS
        if act.may(user, this)
    ]
    context = {
        "errand": this,
        "late": this.is_late(local_date(database_now())),
        "offers": offers,
        "agent": is_agent_of(user, this),
        "steps": steps_of(this.case) if this.case else [],
        "clock": clock_of(this.case) if this.case else None,
        "opens_case": this.case in Case.objects.visible_to(user).filter(errand=this),
    }
    return render(request, "errands/errand.html", context, status=422 if failed else 200)


@allow(COUNTER)
@require_POST
def errand_act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Do one act: 422 where something is missing in its form."""
    user, this, act = actor(request), _found(request, number), _BY_NAME.get(name)
    if act is None:
        raise Http404
    form = act.form(request.POST, auto_id=f"{act.name}_%s")
    if not form.is_valid():
        return _page(request, this, (name, form))
    try:
        came = act.run(this, user, form.cleaned_data)
    except UnableToRun as refusal:
        messages.error(request, str(refusal))
        return redirect("errand", number=number)
    messages.success(request, str(act.done))
    return redirect("case", came.matter.reference) if name == "take" else redirect("errand", number=number)  # type: ignore[attr-defined]
