"""One rating: what was said, what was done about it, and what can be done now."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from approvals.ratings import actions, rules
from approvals.ratings.forms import ActForm, PurposeForm
from approvals.ratings.models import Rating
from approvals.ratings.rules import ACTORS, READERS
from approvals.ratings.views.acts import ACTS, BY_NAME
from efficiency.cards.models import Card
from efficiency.common.access import allow
from efficiency.organization.views.answers import actor
from efficiency.vault.actions import UnableToReveal

_REFUSALS = (actions.UnableToFollowUp, actions.UnableToRule)


@allow(READERS)
@require_safe
def rating(request: HttpRequest, pk: int) -> HttpResponse:
    """One rating."""
    return _page(request, _found(request, pk))


@allow(ACTORS)
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one of the acts that the page offers."""
    found, known = _found(request, pk), BY_NAME.get(name)
    if known is None:
        raise Http404
    if not known.may(request.user, found):
        if not (rules.of_unit(request.user, found) or rules.OFFICE.includes(request.user)):
            raise PermissionDenied
        messages.error(request, _("Nothing was done: this step is over, or it is not yours to take."))
        return _page(request, found, status=409)
    form = known.form(request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        return _page(request, found, failed=(name, form), status=422)
    try:
        known.run(found, form.cleaned_data, actor(request))
    except _REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, failed=(name, form), status=409)
    messages.success(request, _("Done: %(act)s.") % {"act": known.verb})
    return redirect("rating", pk)


@allow(ACTORS)
@never_cache
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show name and phone of the rater to whoever has to call him, once, for a recorded purpose (T-58)."""
    found = _found(request, pk)
    if not rules.can_reveal(request.user, found):
        raise PermissionDenied
    form = PurposeForm(request.POST, auto_id="purpose_%s")
    if not form.is_valid():
        return _page(request, found, purpose=form, status=422)
    try:
        person = actions.reveal_rater(rating=found, purpose=form.cleaned_data["purpose"], actor=actor(request))
    except (*_REFUSALS, UnableToReveal) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, purpose=form, status=409)
    return render(request, "ratings/rater.html", {"rating": found, "person": person})


def _found(request: HttpRequest, pk: int) -> Rating:
    rows = Rating.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("unit", "item", "matter", "case"), pk=pk)


def _page(
    request: HttpRequest,
    found: Rating,
    *,
    failed: tuple[str, ActForm] | None = None,
    purpose: PurposeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user: Any = request.user
    matter = found.matter
    context = {
        "rating": found,
        "clocks": matter.clocks.select_related("policy", "unit", "matter").order_by("pk") if matter else [],
        "cards": Card.objects.visible_to(user).numbered().filter(matter=matter) if matter else [],
        "steps": found.steps.select_related("by"),
        "appeals": found.appeals.select_related("by"),
        "rulings": found.rulings.select_related("by", "proposed_by"),
        "acts": _offers(found, user, failed),
        "failed_form": failed[1] if failed else purpose,
        "purpose_form": (purpose or PurposeForm(auto_id="purpose_%s")) if rules.can_reveal(user, found) else None,
        "sees_people": rules.OFFICE.includes(user) or rules.of_unit(user, found),
    }
    return render(request, "ratings/rating.html", context, status=status)


def _offers(found: Rating, user: Any, failed: tuple[str, ActForm] | None) -> list[dict[str, Any]]:
    """The acts that are this reader's now, each with its form."""
    offers: list[dict[str, Any]] = []
    for each in ACTS:
        if each.may(user, found):
            is_failed = failed is not None and failed[0] == each.name
            form = failed[1] if failed is not None and is_failed else each.form(auto_id=f"{each.name}_%s")
            offers.append({"act": each, "form": form, "open": is_failed or not offers})
    return offers
