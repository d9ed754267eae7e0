"""The simulator: what other limits would have meant for the cases that were finished."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.models import LONGEST_LIMIT, Item
from approvals.rounds.actions.replaying import UnableToReplay, take_replay, usual_span
from approvals.rounds.charts import late_by_unit
from approvals.rounds.defined import FEWEST_CASES, PERCENT
from approvals.rounds.forms import ReplayForm, SimulatorForm
from approvals.rounds.models import Replay, Round
from approvals.rounds.rules import OFFICE, READERS, may_prepare
from approvals.rounds.simulating import (
    ItemLine,
    Simulation,
    Subject,
    simulate,
    subjects_of_items,
    subjects_of_proposals,
)
from efficiency.changes.settings import value_of
from efficiency.common.access import allow
from efficiency.organization.models import Unit, User
from efficiency.organization.views.answers import actor

MOST_SHOWN = 60
_TRIED = re.compile(r"try-(\d{1,18})")


@allow(READERS)
@require_safe
def simulator(request: HttpRequest) -> HttpResponse:
    """Try limits on the replayed cases; each change is answered at once, or by the button without JavaScript."""
    user, now = actor(request), timezone.now()
    form = _form(request, user)
    given = form.cleaned_data if form.is_valid() else {}
    percent = given.get("percent") or value_of(PERCENT)
    replay = Replay.objects.select_related("taken_by").first()
    context: dict[str, Any] = {
        "form": form,
        "replay": replay,
        "percent": percent,
        "fewest": value_of(FEWEST_CASES, now),
        "chosen": given.get("unit"),
        "round": given.get("round"),
        "of": _name(given.get("round")),
        "replaying": _replaying(user, now),
    }
    if replay is not None:
        subjects = _subjects(user, given, _tried(request, given.get("round")))
        found = simulate(replay, subjects, percent=percent, at=now)
        query = f"round={given['round'].pk}&" if given.get("round") else ""
        shown = _shown(found, everything=bool(given.get("unit")))
        context |= {
            "found": found,
            "lines": shown,
            "hidden": len(found.items) - len(shown),
            "chart": late_by_unit(found, query) if not given.get("unit") and found.units else None,
        }
    template = "rounds/simulator_answer.html" if _is_fragment(request) else "rounds/simulator.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def _form(request: HttpRequest, user: User) -> SimulatorForm:
    rounds = Round.objects.visible_to(user)
    units = Unit.objects.visible_to(user).filter(active=True, items__active=True).distinct().order_by("path")
    asked = request.GET.copy()
    asked.setdefault("percent", str(value_of(PERCENT)))
    return SimulatorForm(rounds, units, asked)


def _replaying(user: User, now: Any) -> ReplayForm | None:
    if not may_prepare(user):
        return None
    first, last = usual_span(now)
    return ReplayForm(initial={"first": first, "last": last})


def _tried(request: HttpRequest, chosen: Round | None) -> dict[int, int]:
    """The limits typed beside items; what is no limit is passed over, and the item keeps its own.

    Typed over another round they say nothing about the one that is chosen now (`of` names it).
    """
    if request.GET.get("of", _name(chosen)) != _name(chosen):
        return {}
    found = {}
    for name, value in request.GET.items():
        match = _TRIED.fullmatch(name)
        if match and isinstance(value, str) and value.isascii() and value.isdigit() and 0 < int(value) <= LONGEST_LIMIT:
            found[int(match[1])] = int(value)
    return found


def _name(chosen: Round | None) -> str:
    return str(chosen.pk) if chosen else "catalogue"


def _subjects(user: User, given: dict[str, Any], tried: dict[int, int]) -> list[Subject]:
    if given.get("round"):
        proposals = given["round"].proposals.visible_to(user).select_related("unit")
        if given.get("unit"):
            proposals = proposals.filter(unit=given["unit"])
        return subjects_of_proposals(proposals, tried)
    items = Item.objects.published().filter(unit__in=Unit.objects.visible_to(user)).select_related("unit")
    if given.get("unit"):
        items = items.filter(unit=given["unit"])
    return subjects_of_items(items, tried)


def _shown(found: Simulation, *, everything: bool) -> list[ItemLine]:
    """A department's items all; else those with the most cases that would have been late."""
    if everything:
        return list(found.items)
    by_late = sorted(found.items, key=lambda line: (-line.then.late, -line.then.cases, line.subject.name))
    return by_late[:MOST_SHOWN]


@allow(OFFICE)
@require_POST
def replay_cases(request: HttpRequest) -> HttpResponse:
    """Read the finished cases of a span of days anew."""
    form = ReplayForm(request.POST)
    if form.is_valid():
        try:
            made = take_replay(**form.cleaned_data, actor=actor(request))
        except UnableToReplay as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(count)s finished cases were replayed.") % {"count": f"{made.replayed:,}"})
            return redirect("simulator")
    return render(request, "rounds/replay.html", {"form": form}, status=422)
