"""Supervision bulletins: the list, drafting from what is late, approving, acknowledging, paper."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.consultations import actions, rules
from approvals.consultations.facts import late_now
from approvals.consultations.forms import BulletinForm, DecideForm, ReplyForm
from approvals.consultations.models import Addressee, Bulletin
from efficiency.audit.models import Entry
from efficiency.clocks.kinds import ClockKind
from efficiency.common.access import allow
from efficiency.common.moments import database_now
from efficiency.organization.models import User
from efficiency.organization.views.answers import actor, answer, part, posted


@allow(rules.READERS)
@require_safe
def bulletins(request: HttpRequest) -> HttpResponse:
    """Bulletins, newest first."""
    rows = Bulletin.objects.visible_to(request.user).select_related("drafted_by").prefetch_related("addressees__unit")
    context = {"found": part(request, rows, ["-pk"]), "writes": rules.OFFICE.includes(request.user)}
    return render(request, "consultations/bulletins.html", context)


@allow(rules.OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def bulletin_new(request: HttpRequest) -> HttpResponse:
    """Draft a bulletin from what is late now."""
    facts = late_now(database_now())
    form = BulletinForm(posted(request), facts=facts)
    if form.is_valid():
        given = form.cleaned_data
        clocks = [int(clock) for clock in given["clocks"]]
        try:
            made = actions.draft_bulletin(
                title=given["title"], words=given["words"], clocks=clocks, actor=actor(request)
            )
        except actions.UnableToIssue as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The draft awaits another of the office."))
            return redirect("bulletin", made.pk)
    return answer(request, "consultations/bulletin_new.html", form, facts=facts)


@allow(rules.READERS)
@require_safe
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """One bulletin: facts, addressees, and what can be done."""
    return _page(request, _found(request, pk))


@allow(rules.READERS)
@require_safe
def bulletin_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The bulletin on paper."""
    found = _found(request, pk)
    return render(request, "consultations/bulletin_sheet.html", {"bulletin": found, "facts": _facts(found)})


@allow(rules.OFFICE)
@require_POST
def bulletin_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or reject."""
    found, form = _found(request, pk), DecideForm(request.POST)
    if form.is_valid():
        try:
            actions.decide_bulletin(bulletin=found, **form.cleaned_data, actor=actor(request))
        except actions.UnableToIssue as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The bulletin is decided."))
            return redirect("bulletin", pk)
    return _page(request, found, status=422, decide=form)


@allow(rules.ANSWERERS)
@require_POST
def bulletin_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the unit has read it, and what it will do."""
    found, form, user = _found(request, pk), ReplyForm(request.POST), actor(request)
    addressee = _own(found, user)
    if form.is_valid() and addressee is not None:
        try:
            actions.acknowledge(addressee=addressee, reply=form.cleaned_data["reply"], actor=user)
        except actions.UnableToIssue as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your unit has acknowledged the bulletin."))
            return redirect("bulletin", pk)
    elif addressee is None:
        form.add_error(None, _("The head of the unit acknowledges a bulletin."))
    return _page(request, found, status=422, reply=form)


def _own(found: Bulletin, user: User) -> Addressee | None:
    rows = found.addressees.filter(acknowledged_at=None).select_related("unit", "bulletin")
    return next((one for one in rows if rules.may_acknowledge(user, one)), None)


def _found(request: HttpRequest, pk: int) -> Bulletin:
    rows = Bulletin.objects.visible_to(request.user).select_related("drafted_by", "decided_by")
    return get_object_or_404(rows, pk=pk)


def _facts(found: Bulletin) -> list[dict[str, object]]:
    return [
        fact | {"kind": ClockKind(fact["kind"]).label, "due": date.fromisoformat(fact["due"])} for fact in found.facts
    ]


def _page(request: HttpRequest, found: Bulletin, *, status: int = 200, **more: object) -> HttpResponse:
    user = actor(request)
    context = {
        "bulletin": found,
        "facts": _facts(found),
        "addressees": found.addressees.select_related("unit", "acknowledged_by"),
        "may_decide": found.state == "draft" and rules.may_decide(user, found),
        "may_acknowledge": found.state == "issued" and _own(found, user) is not None,
        "entries": Entry.objects.about("bulletin", found.pk),
        "decide": DecideForm(),
        "reply": ReplyForm(),
    }
    return render(request, "consultations/bulletin.html", context | more, status=status)
