"""Handling several cards at once: choose them, do one act, see what came of it."""

from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from efficiency.cards import bulk
from efficiency.cards.board import BoardFilter, rows_of
from efficiency.cards.bulk import BULK_ACTS, BulkAct, Outcome
from efficiency.cards.levels import level_faces
from efficiency.cards.models import Card
from efficiency.cards.querysets import CardQuerySet
from efficiency.cards.rules import ACTORS
from efficiency.common.access import allow
from efficiency.organization.models import User
from efficiency.workdays.glance import calendar_of_page


@allow(ACTORS)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, code: str) -> HttpResponse:
    """Show the cards that may be chosen with the form of the act, or do it to those chosen."""
    user = cast("User", request.user)
    chosen_act = BULK_ACTS.get(code)
    if chosen_act is None or not chosen_act.who.includes(user):
        raise Http404
    filters = BoardFilter(request.GET, user=user, levels=level_faces().values(), reminders=False)
    for name in ("state", "new", "sort"):  # the act itself says which state, and the newest come first
        del filters.fields[name]
    cards = filters.narrow(bulk.eligible(chosen_act, user=user, now=timezone.now()), new_since=None)
    form = chosen_act.form(request.POST if request.method == "POST" else None)
    chosen: set[int] = set()
    status = 200
    if request.method == "POST":
        status = 422
        chosen = {int(pk) for pk in request.POST.getlist("card") if pk.isdecimal() and len(pk) < 19}
        if form.is_valid() and (outcome := _do(chosen_act, cards, chosen, form, user)):
            return render(request, "cards/bulk_done.html", {"act": chosen_act, "outcome": outcome})
    context = {"act": chosen_act, "acts": bulk.acts_of(user), "filters": filters, "form": form, "chosen": chosen}
    return render(request, "cards/bulk.html", context | _rows(cards), status=status)


def _do(chosen_act: BulkAct, cards: CardQuerySet, chosen: set[int], form: forms.Form, user: User) -> Outcome | None:
    """Do it; None where nothing was chosen, which the form then says."""
    if not chosen:
        form.add_error(None, _("Choose at least one card."))
        return None
    found = list(cards.filter(pk__in=chosen).select_related("unit", "matter").order_by("pk")[: bulk.MOST])
    outcome = bulk.do_all(chosen_act, found, typed=form.cleaned_data, actor=user)
    gone = chosen - {card.pk for card in found}
    missed = Card.objects.visible_to(user).filter(pk__in=gone).order_by("pk")
    outcome.refused += [(card, _("The card stands differently by now.")) for card in missed]
    return outcome


def _rows(cards: CardQuerySet) -> dict[str, Any]:
    told = cards.select_related("unit", "matter", "clock").order_by("-issued_at", "-pk")
    found = list(told[: bulk.MOST + 1])
    rows = rows_of(
        found[: bulk.MOST],
        faces=level_faces(),
        new_since=None,
        calendar=calendar_of_page(),
        now=timezone.now(),
    )
    return {"rows": rows, "more": len(found) > bulk.MOST, "most": bulk.MOST}
