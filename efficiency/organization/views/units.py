"""The tree of units, for the system administrator."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from efficiency.common.access import allow
from efficiency.organization import actions
from efficiency.organization.actions.responsibilities import UnableToName, name_responsible
from efficiency.organization.forms import ResponsibleForm, UnitFilter, UnitForm
from efficiency.organization.models import Responsibility, ResponsibilityKind, Unit
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
    return answer(request, "organization/unit.html", form, unit=row, named=_named(row))


@allow(SYSTEM_ADMINISTRATORS)
def responsible(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who answers for a unit; who did before stays on record."""
    row = get_object_or_404(Unit.objects.in_use(), pk=pk)
    form = ResponsibleForm(posted(request), unit=row, named=_named(row))
    if form.is_valid():
        given, user = form.cleaned_data, actor(request)
        try:
            with transaction.atomic():
                for kind in ResponsibilityKind.values:
                    name = given["office_name"] if kind == ResponsibilityKind.OFFICE else ""
                    name_responsible(unit=row, kind=kind, user=given[kind], office_name=name, actor=user)
        except UnableToName as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Who answers for the unit is on record."))
            return redirect("unit", pk)
    before = row.responsibilities.exclude(until=None).select_related("user").order_by("-until", "-pk")[:50]
    return answer(request, "organization/responsible.html", form, unit=row, before=before)


def _named(unit: Unit) -> list[Responsibility]:
    """Who answers for the unit now."""
    return list(unit.responsibilities.filter(until=None).select_related("user").order_by("kind"))
