"""Checks of what units must publish."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.commitments import actions
from approvals.commitments.forms import CheckForm, UnitFilter
from approvals.commitments.kinds import Finding, Topic
from approvals.commitments.rules import OFFICE, READERS
from approvals.commitments.sheets import duties, findings
from efficiency.common.access import allow
from efficiency.organization.models import Unit, UnitKind
from efficiency.organization.views.answers import actor, answer, part, posted

_CHECKED = (UnitKind.DEPARTMENT, UnitKind.LINE, UnitKind.TOWN)


@allow(READERS)
@require_safe
def publication(request: HttpRequest) -> HttpResponse:
    """Units with what was found of each topic."""
    user: Any = actor(request)
    units = Unit.objects.in_use().visible_to(user).filter(kind__in=_CHECKED)
    form = UnitFilter(request.GET, units=units)
    chosen = form.chosen()
    found = part(request, units.filter(pk=chosen.pk) if chosen else units, ["path", "pk"])
    known = findings(found.rows)
    lines = [(unit, *_counts(known.get(unit.pk, {}))) for unit in found.rows]
    context = {"found": found, "lines": lines, "topics": len(Topic), "office": OFFICE.includes(user)}
    return answer(request, "commitments/publication.html", form, **context)


def _counts(checks: dict[str, Any]) -> tuple[int, int, int]:
    """How many topics are published, out of date or missing, and not checked yet."""
    good = sum(check.finding in (Finding.PUBLISHED, Finding.NOT_OURS) for check in checks.values())
    return good, len(checks) - good, len(Topic) - len(checks)


@allow(OFFICE)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a check of one topic found."""
    unit = get_object_or_404(Unit.objects.in_use(), pk=pk)
    form = CheckForm(posted(request), initial={"topic": request.GET.get("topic")})
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.check_publication(
                unit=unit,
                topic=Topic(given["topic"]),
                finding=Finding(given["finding"]),
                place=given["place"],
                note=given["note"],
                actor=actor(request),
            )
        except actions.UnableToCommit as error:
            form.add_error("place", str(error))
        else:
            messages.success(request, _("The check is recorded."))
            return redirect("publication_check", pk)
    return answer(request, "commitments/check.html", form, unit=unit, duties=duties(unit))
