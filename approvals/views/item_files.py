"""The catalogue as Excel files: out, and in again by way of a preview."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.catalogue import UnableToChangeItem
from approvals.catalogue.exporting import MOST, filled, record_export, template
from approvals.catalogue.importing import Cells, Plan, confirm, drop, keep, plan
from approvals.catalogue.sheet import MOST as MOST_ROWS
from approvals.catalogue.sheet import columns
from approvals.item_forms import VersionForm
from approvals.item_search import ItemSearch
from approvals.models import Item, ItemImport
from approvals.rules import CATALOGUE_EDITORS
from efficiency.common.access import SIGNED_IN, allow
from efficiency.common.lists import excel_sheets
from efficiency.common.sheets import UnreadableSheet, read_sheets
from efficiency.organization.models import User

_MOST_FAULTS = 200
_MOST_BYTES = 10 * 1024 * 1024


class FileForm(forms.Form):
    """A file to read."""

    sheet = forms.FileField(
        label=gettext_lazy("Excel file"),
        help_text=gettext_lazy("Three sheets: items, materials, stages. -1 or an empty cell means missing."),
        error_messages={"required": gettext_lazy("Please choose a file.")},
    )

    def clean_sheet(self) -> Any:
        """Not larger than anybody's catalogue."""
        given = self.cleaned_data["sheet"]
        if given.size > _MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB. Split it."))
        return given


@allow(SIGNED_IN)
@require_safe
def items_export(request: HttpRequest) -> HttpResponse:
    """The items that the list shows, as the file that the import reads."""
    assert isinstance(request.user, User)
    form = ItemSearch(request.GET, editor=CATALOGUE_EDITORS.includes(request.user))
    pks = list(form.found().order_by("unit__path", "name", "pk").values_list("pk", flat=True)[:MOST])
    rows = Item.objects.filter(pk__in=pks).select_related("unit", "main").order_by("unit__path", "name", "pk")
    found = list(rows)
    record_export(actor=request.user, rows=len(found), filters=form.told())
    return excel_sheets("items", filled(found))


@allow(CATALOGUE_EDITORS)
@require_safe
def items_template(request: HttpRequest) -> HttpResponse:
    """The empty file with the titles of the columns."""
    return excel_sheets("items-template", template())


@allow(CATALOGUE_EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def items_import(request: HttpRequest) -> HttpResponse:
    """Read a file: every fault with its sheet, row and column, or a preview."""
    assert isinstance(request.user, User)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    found = Plan()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["sheet"]
        try:
            cells: Cells = read_sheets(
                given, heads={title: sheet.heads for title, sheet in columns().items()}, most=MOST_ROWS
            )
            found = plan(cells)
            if not found.faults:
                kept = keep(file_name=given.name, cells=cells, found=found, actor=request.user)
                return redirect("item_import", pk=kept.pk)
            form.add_error("sheet", _("The file has faults. Nothing was changed."))
        except (UnreadableSheet, UnableToChangeItem) as error:
            form.add_error("sheet", str(error))
    context = {
        "form": form,
        "faults": found.faults[:_MOST_FAULTS],
        "more_faults": max(0, len(found.faults) - _MOST_FAULTS),
        "latest": ItemImport.objects.select_related("made_by").defer("sheets", "summary")[:10],
    }
    return render(request, "approvals/items_import.html", context, status=422 if form.errors else 200)


@allow(CATALOGUE_EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file would change; confirm it; then how far it is."""
    assert isinstance(request.user, User)
    found = get_object_or_404(ItemImport.objects.select_related("made_by").defer("sheets"), pk=pk)
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm(given=found, when=form.when(), actor=request.user)
        except UnableToChangeItem as error:
            form.add_error(None, str(error))
        else:
            return redirect("item_import", pk=pk)
    part = request.headers.get("HX-Request") == "true"
    page = "approvals/item_import_progress.html" if part else "approvals/item_import.html"
    return render(request, page, {"import": found, "form": form}, status=422 if form.errors else 200)


@allow(CATALOGUE_EDITORS)
@require_POST
def item_import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a file unwritten."""
    assert isinstance(request.user, User)
    found = get_object_or_404(ItemImport.objects.defer("sheets", "summary"), pk=pk)
    try:
        drop(given=found, actor=request.user)
    except UnableToChangeItem as error:
        messages.error(request, str(error))
        return redirect("item_import", pk=pk)
    messages.success(request, _("The file was dropped. Nothing was changed."))
    return redirect("items_import")
