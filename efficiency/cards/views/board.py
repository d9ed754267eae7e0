"""The live board, its reminders, and its export."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from efficiency.cards import visits
from efficiency.cards.board import BoardFilter, last_check, rows_of, tiles
from efficiency.cards.bulk import acts_of
from efficiency.cards.exports import MOST, UnableToExport, heads, lines, note_export
from efficiency.cards.levels import level_faces
from efficiency.cards.models import Card
from efficiency.cards.querysets import CardQuerySet
from efficiency.cards.rules import READERS, SEE_STAND_INS, can_issue
from efficiency.common.access import allow
from efficiency.common.lists import BadCursor, Page, excel, page
from efficiency.workdays.glance import calendar_of_page


@allow(READERS)
@require_safe
def board(request: HttpRequest, reminders: bool = False) -> HttpResponse:
    """Show what came in, what waits, and the list; every 30 s the list asks for itself again."""
    now = timezone.now()
    live = bool(request.headers.get("HX-Request"))
    new_since = visits.since(user=request.user) if live else visits.look(user=request.user)
    faces = level_faces()
    form = BoardFilter(request.GET, user=request.user, levels=faces.values(), reminders=reminders)
    visible = Card.objects.visible_to(request.user)
    found = _page(request, form, _chosen(visible, form, reminders, new_since))
    context: dict[str, Any] = {
        "form": form,
        "live": live,
        "reminders": reminders,
        "rows": rows_of(found.rows, faces=faces, new_since=new_since, calendar=calendar_of_page(), now=now),
        "pages": found,
        "first_page": not request.GET.get("after") and not request.GET.get("before"),
        "tiles": [] if reminders else tiles(visible.numbered(), faces=faces, new_since=new_since),
        "new_since": new_since,
        "filtered": bool(form.names_in_use()),
        "check": last_check(now),
        "may_issue": can_issue(request.user),
        "several": acts_of(request.user),
    }
    response = render(request, "cards/board_live.html" if live else "cards/board.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@allow(READERS)
@require_POST
def mark_seen(request: HttpRequest) -> HttpResponse:
    """Take the mark off everything that is new."""
    visits.mark_seen(user=request.user)
    return redirect("cards")


@allow(READERS)
@require_safe
def export(request: HttpRequest, reminders: bool = False) -> HttpResponse:
    """Hand out the cards that the filters name as an Excel sheet."""
    faces = level_faces()
    form = BoardFilter(request.GET, user=request.user, levels=faces.values(), reminders=reminders)
    visible = Card.objects.visible_to(request.user)
    chosen = _chosen(visible, form, reminders, visits.since(user=request.user))
    cards = list(_told(chosen).order_by(*form.order())[: MOST + 1])
    try:
        note_export(cards=len(cards), filters=form.names_in_use(), actor=request.user)
    except UnableToExport as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('card_reminders' if reminders else 'cards')}?{request.GET.urlencode()}")
    rows = lines(cards, faces=faces, calendar=calendar_of_page(), now=timezone.now())
    return excel("cards", heads(), rows)


def _chosen(visible: CardQuerySet, form: BoardFilter, reminders: bool, new_since: datetime | None) -> CardQuerySet:
    cards = visible.filter(level=0) if reminders else visible.numbered()
    return form.narrow(cards, new_since=new_since)


def _told(cards: CardQuerySet) -> CardQuerySet:
    return cards.select_related("unit", "matter", "clock")


def _page(request: HttpRequest, form: BoardFilter, cards: CardQuerySet) -> Page[Card]:
    """The page that the cursor names; a cursor nobody made here leads to the first."""
    told, order = _told(cards), form.order()
    if SEE_STAND_INS.includes(request.user):
        told = told.with_stand_in()
    try:
        return page(told, order=order, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    except BadCursor:
        return page(told, order=order)
