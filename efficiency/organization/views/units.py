"""The tree of units, for the system administrator."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from efficiency.common.access import allow
from efficiency.organization import actions
from efficiency.organization.forms import UnitFilter, UnitForm
from efficiency.organization.models import Unit
from efficiency.organization.rules import SYSTEM_ADMINISTRATORS
from efficiency.organization.views.answers import actor, answer, part, posted


@allow(SYSTEM_ADMINISTRATORS)
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """All units in the order of the tree, those no longer in use marked."""
    form = UnitFilter(request.GET)
    rows = Unit.objects.select_related("parent")
    if form.is_valid() and form.cleaned_data["q"]:
        words = form.cleaned_data["q"]
        rows = rows.filter(Q(name__icontains=words) | Q(code__icontains=words))
    return answer(request, "organization/units.html", form, found=part(request, rows, ["path", "pk"]))


@allow(SYSTEM_ADMINISTRATORS)
def new_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit."""
    form = UnitForm(posted(request))
    del form.fields["active"]
    if form.is_valid():
        try:
            unit = actions.add_unit(**form.cleaned_data, actor=actor(request))
        except actions.UnableToChangeUnit as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, _("The unit %(name)s was added.") % {"name": unit.name})
            return redirect("units")
    return answer(request, "organization/unit.html", form, unit=None)


@allow(SYSTEM_ADMINISTRATORS)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a unit; what stands below it moves along."""
    row = get_object_or_404(Unit.objects.select_related("parent"), pk=pk)
    form = UnitForm(posted(request), unit=row, initial={name: getattr(row, name) for name in UnitForm.base_fields})
    if form.is_valid():
        try:
            actions.change_unit(unit=row, changes=form.cleaned_data, actor=actor(request))
        except actions.UnableToChangeUnit as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The unit was changed."))
            return redirect("units")
    return answer(request, "organization/unit.html", form, unit=row)
