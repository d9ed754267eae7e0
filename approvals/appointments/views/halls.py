"""The halls with their hours, as the office sets them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as show
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from approvals.appointments.actions import UnableToSetHours, set_hours
from approvals.appointments.forms import HoursForm
from approvals.appointments.models import Hours
from approvals.appointments.rules import SETTERS
from efficiency.common.access import allow
from efficiency.common.moments import database_now, local_date
from efficiency.organization.models import Unit, UnitKind
from efficiency.organization.views.answers import actor, answer, part, posted

_KINDS = (UnitKind.CENTRE, UnitKind.TOWN, UnitKind.VILLAGE, UnitKind.DEPARTMENT, UnitKind.LINE)
_ORDER = ("path", "pk")


@allow(SETTERS)
@require_safe
def halls(request: HttpRequest) -> HttpResponse:
    """Halls with hours, or by name every unit that could have some."""
    words = request.GET.get("q", "")[:60].replace("\0", "").strip()
    units = Unit.objects.in_use().filter(kind__in=_KINDS)
    units = (
        units.filter(name__icontains=words) if words else units.filter(pk__in=Hours.objects.order_by().values("unit"))
    )
    found = part(request, units, _ORDER)
    today = local_date(database_now())
    in_force: dict[int, Hours] = {}
    ahead: dict[int, Hours] = {}
    for version in Hours.objects.filter(unit__in=found.rows).order_by("effective_from", "pk"):
        (in_force if version.effective_from <= today else ahead)[version.unit_id] = version
    lines = [(unit, in_force.get(unit.pk), ahead.get(unit.pk)) for unit in found.rows]
    return show(request, "appointments/halls.html", {"page": found, "lines": lines, "words": words})


@allow(SETTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def hall_hours(request: HttpRequest, code: str) -> HttpResponse:
    """One hall: its versions of hours, and a new one."""
    unit = get_object_or_404(Unit.objects.in_use().filter(kind__in=_KINDS), code=code)
    versions = Hours.objects.filter(unit=unit).select_related("set_by").order_by("-effective_from", "-pk")
    newest = versions.first()
    initial = {name: getattr(newest, name) for name in HoursForm.Meta.fields[1:-1]} if newest else None
    form = HoursForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_hours(unit=unit, actor=actor(request), **form.cleaned_data)
        except UnableToSetHours as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The new hours are set. Appointments that were made stay."))
            return redirect("hall_hours", code=code)
    today = local_date(database_now())
    current = versions.in_force(today).first()
    return answer(request, "appointments/hours.html", form, unit=unit, versions=versions[:50], current=current)
