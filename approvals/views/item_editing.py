"""The office keeps an item: content, materials, stages, the ground and the day of a change."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.catalogue import UnableToChangeItem, add_items, bring_up_to_date, change_item, take_back
from approvals.catalogue.rows import content_of
from approvals.catalogue.telling import Names, differences
from approvals.item_forms import (
    GROUPS,
    MaterialFormSet,
    PageForm,
    StageFormSet,
    TakeBackForm,
    VersionForm,
    initial_of,
    rows_of,
)
from approvals.models import Item
from approvals.rules import CATALOGUE_EDITORS
from efficiency.common.access import allow
from efficiency.organization.models import User


class _Sheet:
    """The forms of one item together."""

    def __init__(self, request: HttpRequest, item: Item | None) -> None:
        posted = request.POST if request.method == "POST" else None
        held = content_of(item) if item is not None else {"materials": [], "stages": []}
        self.content = PageForm(posted, initial=initial_of(item) if item is not None else {"active": True})
        self.materials = MaterialFormSet(posted, initial=held["materials"], prefix="materials")
        self.stages = StageFormSet(posted, initial=held["stages"], prefix="stages")
        self.version = VersionForm(posted)
        if item is None:
            self.version.fields["ground"].required = False

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The fields in the order in which an editor thinks of them."""
        titles = {
            "what": _("What it is"),
            "limits": _("Limits"),
            "law": _("Basis and conditions"),
            "materials": _("Materials"),
            "stages": _("Stages and the window"),
            "ways": _("Where and how"),
            "public": _("For whom, and the result"),
            "version": _("The change"),
        }
        rows = {"materials": self.materials, "stages": self.stages}
        fields = {name: [self.content[one] for one in names] for name, names in GROUPS.items()}
        fields["version"] = list(self.version)
        return [
            {"title": title, "fields": fields.get(name, []), "rows": rows.get(name)} for name, title in titles.items()
        ]

    @property
    def parts(self) -> list[forms.BaseForm]:
        """Every form, in the order of the page."""
        return [self.content, *self.materials.forms, *self.stages.forms, self.version]

    def is_valid(self) -> bool:
        """All of it is well."""
        return all([one.is_valid() for one in (self.content, self.materials, self.stages, self.version)])  # noqa: C419  (every form must be asked)

    @property
    def faulty(self) -> list[forms.BaseForm]:
        """The forms that hold an error."""
        return [one for one in self.parts if one.is_bound and one.errors]

    def values(self) -> dict[str, Any]:
        """What the action stores."""
        rows = {"materials": rows_of(self.materials), "stages": rows_of(self.stages)}
        return self.content.values() | rows


@allow(CATALOGUE_EDITORS)
def item_new(request: HttpRequest) -> HttpResponse:
    """Add an item."""
    sheet = _Sheet(request, None)
    if request.method == "POST" and sheet.is_valid():
        assert isinstance(request.user, User)
        when = sheet.version.when()
        try:
            made = add_items(
                values=[sheet.values()],
                actor=request.user,
                ground=when["ground"],
                document=when["document"],
                decided_on=when["decided_on"],
            )[0]
        except UnableToChangeItem as error:
            sheet.content.add_error(None, str(error))
        else:
            messages.success(request, _("The item is in the catalogue."))
            return redirect("item", code=made.code)
    return _page(request, sheet, None)


@allow(CATALOGUE_EDITORS)
def item_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change an item, now or from a later day; running cases keep their limits."""
    found = get_object_or_404(Item.objects.select_related("main"), code=code)
    if found.next_change_at is not None and found.next_change_at <= timezone.now():
        bring_up_to_date()
        found.refresh_from_db()
    sheet = _Sheet(request, found)
    if request.method == "POST" and sheet.is_valid():
        assert isinstance(request.user, User)
        seen = sheet.content.cleaned_data["seen"] or 0
        when = sheet.version.when()
        try:
            changed = change_item(item=found, values=sheet.values(), version=seen, actor=request.user, **when)
        except UnableToChangeItem as error:
            sheet.content.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("The change is scheduled. It shows on the item's page from now on.")
                if when["effective_from"] is not None
                else _("The item has been changed. Cases under way keep their limits."),
            )
            return redirect("item", code=changed.code)
    return _page(request, sheet, found)


def _page(request: HttpRequest, sheet: _Sheet, item: Item | None) -> HttpResponse:
    context = {"sheet": sheet, "form": sheet.content, "item": item}
    return render(request, "approvals/item_form.html", context, status=422 if sheet.faulty else 200)


@allow(CATALOGUE_EDITORS)
def item_take_back(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a scheduled change back, with its ground."""
    found = get_object_or_404(Item, code=code)
    version = get_object_or_404(found.versions.ahead(timezone.now()), number=number)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            take_back(version=version, ground=form.cleaned_data["ground"], actor=request.user)
        except UnableToChangeItem as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The change is taken back. The item stays as it is."))
            return redirect("item", code=code)
    held = content_of(found)
    context = {
        "form": form,
        "item": found,
        "version": version,
        "changes": differences(held, version.content, Names([held, version.content])),
    }
    return render(request, "approvals/item_take_back.html", context, status=422 if form.errors else 200)
