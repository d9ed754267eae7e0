"""The details of an applicant that each item needs (S07): the list of items, and one item's list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from approvals.applications import actions
from approvals.applications.defined import FIELDS
from approvals.applications.fields import in_words, needed
from approvals.applications.models import FieldList
from approvals.applications.rules import FIELD_KEEPERS
from approvals.applications.staff_forms import FieldListForm, FieldSearch
from approvals.models import Item
from approvals.needs import ALWAYS
from efficiency.changes.settings import value_of
from efficiency.common.access import allow
from efficiency.common.lists import BadCursor, page
from efficiency.organization.models import User

_ORDER = ("unit__path", "name", "pk")


@allow(FIELD_KEEPERS)
@require_safe
def item_fields_list(request: HttpRequest) -> HttpResponse:
    """The items, each with what those who handle it may read of an applicant."""
    form = FieldSearch(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    items = Item.objects.published().search(words).for_lists()
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        cut = page(items, order=_ORDER, after=after, before=before)
    except BadCursor:
        cut = page(items, order=_ORDER)
    own = {row.item_id: row.chosen for row in FieldList.objects.filter(item__in=cut.rows).order_by("pk")}
    city = value_of(FIELDS)
    rows = []
    for item in cut.rows:
        chosen = own.get(item.pk)
        rows.append((item, in_words([*ALWAYS, *(city if chosen is None else chosen)]), chosen is not None))
    context = {"form": form, "page": cut, "rows": rows, "city": in_words([*ALWAYS, *city])}
    return render(request, "applications/fields.html", context)


@allow(FIELD_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_fields(request: HttpRequest, code: str) -> HttpResponse:
    """Set the list of one item; what counted before stays on record."""
    assert isinstance(request.user, User)
    item = get_object_or_404(Item.objects.select_related("unit"), code=code)
    history = FieldList.objects.filter(item=item).select_related("set_by")
    form = FieldListForm(request.POST) if request.method == "POST" else FieldListForm.of(history.last())
    if form.is_bound and form.is_valid():
        try:
            actions.set_fields(
                item=item, chosen=form.fields_chosen(), ground=form.cleaned_data["ground"], actor=request.user
            )
        except actions.UnableToApply as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The list is set. It counts from now on, for open cases too."))
            return redirect("item_fields", code)
    context = {
        "item": item,
        "form": form,
        "now": in_words(needed(item)),
        "city": in_words([*ALWAYS, *value_of(FIELDS)]),
        "history": [(row, _words(row)) for row in history],
    }
    return render(request, "applications/item_fields.html", context, status=422 if form.is_bound else 200)


def _words(row: FieldList) -> str:
    return _("the city's list") if row.chosen is None else in_words([*ALWAYS, *row.chosen])
