"""A complaint's page for everybody who works on it, and the acts on it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import actions, listing, rules
from complaints.kinds import WITH_UNIT
from complaints.models import Complaint
from complaints.staff_forms import ActForm, DispatchForm, PurposeForm
from complaints.views.acts import ACTS, BY_NAME, Asked, open_requests
from efficiency.clocks.actions import UnableToPause, UnableToStart, UnableToStop
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.common.access import allow
from efficiency.organization.models import User
from efficiency.vault.actions import UnableToReveal

_REFUSALS = (actions.UnableToAct, UnableToStop, UnableToStart, UnableToPause)


@allow(rules.READERS)
@never_cache
@require_safe
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Facts, clocks, what was said, and what this reader can do now."""
    return _page(request, found(request, reference))


@allow(rules.ACTORS)
@require_http_methods(["GET", "POST"])
def act_on(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Do one act: 422 where something is missing in the form, 409 where the complaint has moved on."""
    complaint, user = found(request, reference), request.user
    act = BY_NAME.get(name)
    if act is None:
        raise Http404
    assert isinstance(user, User)  # ACTORS
    if request.method != "POST":
        return HttpResponseRedirect(complaint.matter.path)
    asked = open_requests(complaint)
    if not act.may(user, complaint, asked):
        return _moved_on(request, complaint)
    form = act.form(request.POST, complaint=complaint, auto_id=f"{name}_%s")
    if not form.is_valid():
        return _page(request, complaint, failed=(name, form), status=422)
    try:
        act.run(complaint, form.cleaned_data, user, asked)
    except _REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found(request, reference), failed=(name, form), status=409)
    messages.success(request, _("Done: %(act)s, %(number)s.") % {"act": act.verb, "number": reference})
    return HttpResponseRedirect(complaint.matter.path)


@allow(rules.OPERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def dispatch(request: HttpRequest, reference: str) -> HttpResponse:
    """Find the unit and give it the complaint."""
    complaint = found(request, reference)
    assert isinstance(request.user, User)  # OPERATORS
    if not rules.can_dispatch(request.user, complaint):
        return _moved_on(request, complaint)
    search = request.GET.get("q", "").strip()
    form = DispatchForm(request.POST or None, search="" if request.POST else search)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                actions.dispatch(complaint=complaint, actor=request.user, **form.cleaned_data)
            except _REFUSALS as refusal:
                form.add_error(None, str(refusal))
            else:
                words = {"number": reference, "unit": form.cleaned_data["unit"].name}
                messages.success(request, _("%(number)s is now with %(unit)s.") % words)
                return HttpResponseRedirect(reverse("complaints"))
        status = 422
    context = {"complaint": complaint, "content": complaint.content, "form": form, "q": search}
    return render(request, "complaints/dispatch.html", context, status=status)


@allow(rules.ACTORS)
@never_cache
@require_POST
def identity(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who the citizen is, once, for a recorded purpose."""
    complaint = found(request, reference)
    assert isinstance(request.user, User)  # ACTORS
    if not rules.can_reveal(request.user, complaint):
        raise PermissionDenied
    form = PurposeForm(request.POST, auto_id="purpose_%s")
    if not form.is_valid():
        return _page(request, complaint, purpose=form, status=422)
    try:
        person = actions.reveal_reporter(complaint=complaint, purpose=form.cleaned_data["purpose"], actor=request.user)
    except (actions.UnableToReveal, UnableToReveal) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, complaint, purpose=form, status=409)
    return render(request, "complaints/identity.html", {"complaint": complaint, "person": person})


def found(request: HttpRequest, reference: str) -> Complaint:
    """The complaint, where this reader may see it; else 404."""
    rows = Complaint.objects.visible_to(request.user).select_related("matter__unit", "handler")
    return get_object_or_404(rows, matter__reference=reference)


def _moved_on(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """The page as it is now, for somebody whose act is no longer, or was never, his to do."""
    may_ever = rules.sees_city(request.user) or rules.stands_over(request.user, complaint)
    if not may_ever:
        raise PermissionDenied
    messages.error(
        request, _("Nothing was done: the complaint is in another state by now, or it is not for you to do.")
    )
    return _page(request, complaint, status=409)


def _page(
    request: HttpRequest,
    complaint: Complaint,
    *,
    failed: tuple[str, ActForm] | None = None,
    purpose: PurposeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user: Any = request.user
    asked = open_requests(complaint)
    clocks = list(complaint.matter.clocks.select_related("unit", "policy", "matter").order_by("pk"))
    original = rules.can_read_original(user)
    previous, following = (None, None)
    if complaint.state in WITH_UNIT:
        previous, following = listing.neighbours(user, _running(clocks, ClockKind.REPLY))
    context = {
        "complaint": complaint,
        "content": complaint.content if original else complaint.shared_content,
        "original": original,
        "clocks": clocks,
        "clock": _main(clocks, user),
        "acts": _offers(complaint, user, asked, failed),
        "failed_form": failed[1] if failed else purpose,
        "may_dispatch": rules.can_dispatch(user, complaint),
        "purpose_form": (purpose or PurposeForm(auto_id="purpose_%s")) if rules.can_reveal(user, complaint) else None,
        "dispatches": complaint.dispatches.select_related("unit", "by"),
        "requests": complaint.requests.select_related("unit", "asked_by", "ruled_by", "suggested_unit"),
        "replies": complaint.replies.select_related("unit", "by", "checked_by"),
        "additions": [(a.at, a.text if original else a.shared_text) for a in complaint.additions.all()],
        "attachments": complaint.attachments.order_by("pk"),
        "previous": previous,
        "following": following,
    }
    return render(request, "complaints/detail.html", context, status=status)


def _offers(complaint: Complaint, user: Any, asked: Asked, failed: tuple[str, ActForm] | None) -> list[dict[str, Any]]:
    """The acts that are this reader's now, each with its form."""
    offers: list[dict[str, Any]] = []
    now = timezone.now()
    for act in ACTS:
        is_failed = failed is not None and failed[0] == act.name
        if not act.may(user, complaint, asked):
            continue
        if act.asks and not is_failed and actions.refusal_to_ask(complaint, act.asks, now):
            continue
        form = failed[1] if failed and is_failed else act.form(complaint=complaint, auto_id=f"{act.name}_%s")
        offers.append({"act": act, "form": form, "open": is_failed or not offers})
    return offers


def _running(clocks: list[Clock], *kinds: ClockKind) -> Clock | None:
    return next((clock for clock in reversed(clocks) if clock.kind in kinds and clock.running), None)


def _main(clocks: list[Clock], user: Any) -> Clock | None:
    """The clock that this reader must keep: the unit its reply, the hotline what runs for it."""
    if not rules.sees_city(user):
        mine = [clock for clock in clocks if clock.kind == ClockKind.REPLY and clock.cancelled_at is None]
        return _running(clocks, ClockKind.REPLY) or next(reversed(mine), None)
    return _running(clocks, ClockKind.DISPATCH, ClockKind.REPLY) or next(iter(clocks), None)
