"""The public catalogue, and its editing by the efficiency office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from approvals.catalogue import UnableToChangeItem, add_item, change_item
from approvals.forms import ItemSearch
from approvals.item_forms import ItemForm
from approvals.models import Item
from approvals.qr import qr_code
from approvals.rules import CATALOGUE_EDITORS, COUNTER
from efficiency.audit.models import Entry
from efficiency.common.access import ANYONE, allow
from efficiency.common.lists import BadCursor, Page, page
from efficiency.organization.models import User

_ORDER = ("unit__path", "name", "pk")


@allow(ANYONE)
def items(request: HttpRequest) -> HttpResponse:
    """Search the catalogue."""
    form = ItemSearch(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "form": form,
        "words": words,
        "page": _page(request, words),
        "editor": CATALOGUE_EDITORS.includes(request.user),
    }
    return render(request, "approvals/items.html", context)


def _page(request: HttpRequest, words: str) -> Page[Item]:
    rows = Item.objects.published().search(words).select_related("unit")
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        return page(rows, order=_ORDER, after=after, before=before, size=50)
    except BadCursor:
        return page(rows, order=_ORDER, size=50)


@allow(ANYONE)
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item: basis, conditions, materials, both limits, fee. Editors also see what left the list."""
    editor = CATALOGUE_EDITORS.includes(request.user)
    rows = Item.objects.all() if editor else Item.objects.published()
    found = get_object_or_404(rows.select_related("unit"), code=code)
    context = {
        "item": found,
        "editor": editor,
        "counter": COUNTER.includes(request.user),
        "qr": qr_code(request.build_absolute_uri(request.path)),
        "entries": Entry.objects.about("item", found.pk) if editor else None,
    }
    return render(request, "approvals/item.html", context)


@allow(CATALOGUE_EDITORS)
def item_new(request: HttpRequest) -> HttpResponse:
    """Add an item."""
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            made = add_item(values=form.values(), actor=request.user)
        except UnableToChangeItem as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The item is in the catalogue."))
            return redirect("item", code=made.code)
    return render(request, "approvals/item_form.html", {"form": form}, status=422 if form.errors else 200)


@allow(CATALOGUE_EDITORS)
def item_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change an item; running cases keep their limits."""
    found = get_object_or_404(Item, code=code)
    form = ItemForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        seen = form.cleaned_data["seen"] or 0
        try:
            changed = change_item(item=found, values=form.values(), version=seen, actor=request.user)
        except UnableToChangeItem as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The item has been changed. Cases under way keep their limits."))
            return redirect("item", code=changed.code)
    context = {"form": form, "code": code}
    return render(request, "approvals/item_form.html", context, status=422 if form.errors else 200)
