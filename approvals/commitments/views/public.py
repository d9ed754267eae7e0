"""What everybody may know: what units promise, whether they kept it, what they must publish."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.commitments.forms import UnitFilter
from approvals.commitments.kinds import Outcome
from approvals.commitments.models import Commitment
from approvals.commitments.rules import READERS, can_publish
from approvals.commitments.sheets import duties, lines
from efficiency.common.access import ANYONE, allow
from efficiency.organization.models import Unit


@allow(ANYONE)
@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """All commitments by unit, with whether they were kept last."""
    units = Unit.objects.in_use().filter(commitments__isnull=False).distinct()
    form = UnitFilter(request.GET, units=units)
    rows, unit = Commitment.objects.all(), form.chosen()
    if unit is not None:
        rows = rows.filter(unit__path__startswith=unit.path)
    found = lines(rows, timezone.now())
    last = [line.last for line in found if line.last is not None]
    context = {
        "form": form,
        "lines": found,
        "kept": sum(one.outcome == Outcome.KEPT for one in last),
        "broken": sum(one.outcome == Outcome.BROKEN for one in last),
        "staff": READERS.includes(request.user),
    }
    return render(request, "commitments/commitments.html", context)


@allow(ANYONE)
@require_safe
def unit_commitments(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: its commitments month by month, its answers, and what it must publish. Made to be printed."""
    unit = get_object_or_404(Unit.objects.in_use(), pk=pk)
    context = {
        "unit": unit,
        "lines": lines(Commitment.objects.filter(unit=unit), timezone.now()),
        "duties": duties(unit),
        "keeper": request.user.is_authenticated and can_publish(request.user, unit),
    }
    return render(request, "commitments/unit.html", context)
