"""Bringing ratings of other systems in from a sheet."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from approvals.ratings.actions.importing import import_ratings
from approvals.ratings.forms import ImportForm
from approvals.ratings.rules import OFFICE
from approvals.ratings.sheet import MOST, heads
from efficiency.common.access import allow
from efficiency.common.lists import excel
from efficiency.common.sheets import Fault, UnreadableSheet, read_sheet
from efficiency.organization.views.answers import actor

_MOST_FAULTS = 200


@allow(OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Read the sheet: every fault with its row and column, or all ratings of it."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_sheet(form.cleaned_data["sheet"], heads=heads(), most=MOST)
        except UnreadableSheet as error:
            form.add_error("sheet", str(error))
        else:
            number, faults = import_ratings(source=form.cleaned_data["source"], rows=rows, actor=actor(request))
            if not faults:
                said = ngettext("%(n)s rating was imported.", "%(n)s ratings were imported.", number) % {"n": number}
                messages.success(request, said)
                return redirect("ratings")
            form.add_error("sheet", _("The sheet has faults. Nothing was changed."))
    context = {"form": form, "faults": faults[:_MOST_FAULTS], "more_faults": max(0, len(faults) - _MOST_FAULTS)}
    return render(request, "ratings/import.html", context, status=422 if form.errors else 200)


@allow(OFFICE)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Hand out the empty sheet with the titles of the columns."""
    return excel("ratings-template", heads(), [])
