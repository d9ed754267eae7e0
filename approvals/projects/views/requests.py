"""Asking for more time or a pause, and deciding on it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.projects import actions, rules
from approvals.projects.forms import DecideForm, ExtensionForm, PauseForm
from approvals.projects.kinds import RequestKind
from approvals.projects.models import Request
from efficiency.clocks.kinds import Ground
from efficiency.clocks.models import Clock
from efficiency.common.access import allow
from efficiency.common.moments import database_now
from efficiency.organization.views.answers import actor, answer, posted


@allow(rules.WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def clock_ask(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Ask for more time for joint handling, or for a pause of a promise."""
    if kind not in RequestKind.values:
        raise Http404
    user = actor(request)
    clock = get_object_or_404(Clock.objects.visible_to(user).select_related("matter", "unit", "policy"), pk=pk)
    extends = kind == RequestKind.EXTENSION
    form = ExtensionForm(posted(request)) if extends else PauseForm(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        told = {"clock": clock, "reason": given["reason"], "document": given["document"], "actor": user}
        try:
            if extends:
                made = actions.ask_extension(**told, amount=given["amount"])
            else:
                ground = Ground(given["ground"])
                made = actions.ask_pause(**told, ground=ground, planned_until=given["planned_until"])
        except actions.UnableToAsk as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your request was sent. Another person decides on it."))
            return redirect("clock-request", made.pk)
    return answer(request, "projects/ask.html", form, clock=clock, extends=extends)


@allow(rules.ACTORS)
@require_http_methods(["GET", "HEAD", "POST"])
def clock_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with its clock; the second person decides here."""
    user, now = actor(request), database_now()
    rows = Request.objects.select_related("clock__matter", "clock__unit", "clock__policy", "asked_by", "decided_by")
    found = get_object_or_404(rows.filter(clock__in=Clock.objects.visible_to(user)), pk=pk)
    if found.kind == RequestKind.EXTENSION:
        may = rules.may_decide_extension(user, found, now)
    else:
        may = rules.may_decide_pause(user, found)
    form = DecideForm(posted(request))
    if form.is_valid():
        try:
            actions.decide_request(request=found, **form.cleaned_data, actor=user)
        except actions.UnableToDecide as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The request is decided."))
            return redirect("clock-request", pk)
    context = {"asked": found, "may_decide": may and found.decided_at is None}
    return answer(request, "projects/request.html", form, **context)
