"""More time and pauses: asked with the effect in view, ruled on with the effect in view."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.act_forms import ActForm
from approvals.actions import UnableToAct, ask_extension, ask_pause, effect_of, rule_on_ask
from approvals.kinds import AskKind
from approvals.models import Ask, Case
from approvals.rules import CASE_WORKERS, may_handle, may_rule
from approvals.views.case import found
from approvals.work_forms import AskExtensionForm, AskPauseForm, RuleForm
from efficiency.clocks.kinds import Ground
from efficiency.common.access import allow
from efficiency.common.moments import database_now
from efficiency.organization.models import User

_FORMS: dict[str, type[ActForm]] = {AskKind.EXTENSION: AskExtensionForm, AskKind.PAUSE: AskPauseForm}


@allow(CASE_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def case_ask(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Ask for more time or a pause. First the effect on the last day is shown, then it is sent."""
    if kind not in _FORMS:
        raise Http404
    assert isinstance(request.user, User)
    case = found(request, reference)
    if not may_handle(request.user, case):
        messages.error(request, _("This case belongs to another unit."))
        return redirect("case", reference=reference)
    form = _FORMS[kind](request.POST or None, case=case)
    effect, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            ask = Ask(case=case, kind=kind, **form.cleaned_data)
            if request.POST.get("do") != "ask":
                effect, status = effect_of(case, ask, database_now()), 200
            elif _sent(ask, request.user, form):
                messages.success(request, _("Sent to the head of the unit, who rules on it."))
                return redirect("case", reference=reference)
    context = {"case": case, "form": form, "kind": AskKind(kind), "effect": effect}
    return render(request, "approvals/ask.html", context, status=status)


def _sent(ask: Ask, actor: User, form: ActForm) -> bool:
    """Send the request; where it is refused the form says why."""
    try:
        if ask.kind == AskKind.EXTENSION:
            ask_extension(case=ask.case, days=ask.days or 0, reason=ask.reason, actor=actor)
        else:
            assert ask.planned_until is not None  # the form asks for it
            ask_pause(
                case=ask.case,
                ground=Ground(ask.ground),
                planned_until=ask.planned_until,
                reason=ask.reason,
                actor=actor,
            )
    except UnableToAct as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@allow(CASE_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def case_rule(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """What was asked for, what granting it would do now, and the ruling of the head."""
    assert isinstance(request.user, User)
    case = found(request, reference)
    ask = get_object_or_404(case.asks.select_related("asked_by", "ruled_by"), pk=pk)
    form = RuleForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            rule_on_ask(ask=ask, actor=request.user, **form.cleaned_data)
        except UnableToAct as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("You have ruled on it. Whoever asked is told."))
            return redirect("case", reference=reference)
    context = _ruling(case, ask, form, request.user, database_now())
    return render(request, "approvals/rule.html", context, status=422 if form.errors else 200)


def _ruling(case: Case, ask: Ask, form: RuleForm, user: User, now: datetime) -> dict[str, Any]:
    may = ask.ruled_at is None and may_rule(user, case) and user != ask.asked_by
    effect = effect_of(case, ask, now) if ask.ruled_at is None else None
    return {"case": case, "ask": ask, "form": form if may else None, "effect": effect}
