"""The public catalogue: search, the guide of an item, and its sheets to print."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.catalogue.force import as_shown
from approvals.catalogue.history import history
from approvals.catalogue.rows import content_of, guide_of, material_rows, stage_rows
from approvals.codes import Audience, Channel, Level, Theme
from approvals.item_search import ItemSearch
from approvals.models import Item
from approvals.panels import panels_for_item
from approvals.qr import qr_code
from approvals.rules import CATALOGUE_EDITORS, COUNTER
from efficiency.audit.models import Entry
from efficiency.clocks.kinds import Ground
from efficiency.common.access import ANYONE, allow
from efficiency.common.lists import BadCursor, Page, page
from efficiency.organization.models import User

_ORDER = ("unit__path", "name", "pk")


@allow(ANYONE)
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """Search the catalogue by words, department, theme, and whom an item is for."""
    editor = CATALOGUE_EDITORS.includes(request.user)
    form = ItemSearch(request.GET, editor=editor)
    rows = form.found()
    context = {
        "form": form,
        "page": _page(request, rows),
        "editor": editor,
        "staff": isinstance(request.user, User),
        "query": request.GET.urlencode(),
    }
    return render(request, "approvals/items.html", context)


def _page(request: HttpRequest, rows: "QuerySet[Item]") -> Page[Item]:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        return page(rows, order=_ORDER, after=after, before=before, size=50)
    except BadCursor:
        return page(rows, order=_ORDER, size=50)


@allow(ANYONE)
@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item for the public: what to bring, how long it takes, where to go. Editors see what left the list too."""
    editor = CATALOGUE_EDITORS.includes(request.user)
    found = _found(request, code)
    context = _guide(request, found)
    context |= {
        "editor": editor,
        "counter": COUNTER.includes(request.user),
        "history": history(list(found.versions.all()), timezone.now()),
        "entries": Entry.objects.about("item", found.pk) if editor else None,
        "panels": panels_for_item(context["item"], request.user if isinstance(request.user, User) else None),
    }
    return render(request, "approvals/item.html", context)


@allow(ANYONE)
@require_safe
def item_guide(request: HttpRequest, code: str) -> HttpResponse:
    """The guide on A4, to take home from the counter."""
    return render(request, "approvals/item_guide.html", _guide(request, _found(request, code)))


@allow(ANYONE)
@require_safe
def item_checklist(request: HttpRequest, code: str) -> HttpResponse:
    """The materials as boxes to tick, on A4."""
    return render(request, "approvals/item_checklist.html", _guide(request, _found(request, code)))


def _found(request: HttpRequest, code: str) -> Item:
    editor = CATALOGUE_EDITORS.includes(request.user)
    rows = Item.objects.all() if editor else Item.objects.published()
    return get_object_or_404(rows.select_related("unit", "main"), code=code)


def _guide(request: HttpRequest, found: Item) -> dict[str, Any]:
    """What every page of an item shows: its content as it is in force now, though no worker has written it."""
    now = timezone.now()
    shown = as_shown(found, now)
    content = shown.shown_content or content_of(found)
    themes, audience = dict(Theme.choices), dict(Audience.choices)
    return {
        "item": shown,
        "guide": guide_of(shown, content),
        "materials": material_rows(shown, content),
        "stages": stage_rows(shown, content),
        "themes": [themes.get(code, code) for code in shown.themes],
        "audience": [audience.get(code, code) for code in shown.audience],
        "channels": [Channel(code).label for code in shown.channels],
        "venues": [Level(code).label for code in shown.venues],
        "special": [Ground(code).label for code in shown.special],
        "qr": qr_code(request.build_absolute_uri(reverse("item", args=[found.code]))),
        "now": now,
    }
