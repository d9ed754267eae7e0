"""What the second look found: cards that are missing, and cards that should not be."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from efficiency.cards.kinds import Trouble
from efficiency.cards.models import Reconciliation
from efficiency.cards.reconciliation import reconcile, troubles, waiting_for
from efficiency.cards.rules import OFFICE, WATCHERS
from efficiency.clocks.models import Matter
from efficiency.common.access import allow
from efficiency.common.moments import database_now


@allow(WATCHERS)
@require_safe
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Show what stands found, when the last looks were, and how far the judge is behind."""
    runs = list(Reconciliation.objects.order_by("-pk")[:20])
    found = troubles()
    now = database_now()
    lag = waiting_for(now)
    paths = _paths(found) if OFFICE.includes(request.user) else {}
    context = {
        "lines": [_line(finding, paths) for finding in found],
        "runs": runs,
        "waiting_since": now - lag if lag else None,
    }
    return render(request, "cards/reconciliation.html", context)


@allow(WATCHERS)
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Look at everything now."""
    found = reconcile(full=True).found
    if found:
        said = ngettext("%(number)s finding.", "%(number)s findings.", found) % {"number": found}
        messages.warning(request, said)
    else:
        messages.success(request, _("Every card is there, and none too many."))
    return redirect("reconciliation")


def _paths(found: list[dict[str, Any]]) -> dict[str, str]:
    """Where the matters named are (one query)."""
    named = {finding["matter"] for finding in found if finding.get("matter")}
    return dict(Matter.objects.filter(reference__in=named).values_list("reference", "path"))


def _line(finding: dict[str, Any], paths: dict[str, str]) -> dict[str, Any]:
    """One finding in words, with links for those who may follow them."""
    card = finding.get("card")
    at = finding.get("at")
    number = finding.get("number") if card else ""
    return {
        "what": Trouble(finding["kind"]).label,
        "matter": finding.get("matter", ""),
        "matter_url": paths.get(finding.get("matter", ""), ""),
        "card": (number or _("reminder %(pk)s") % {"pk": card}) if card else "",
        "card_url": reverse("card", args=[card]) if card and paths else "",
        "at": datetime.fromisoformat(at) if at else None,
        "series": _series(finding) if finding["kind"] == Trouble.GAP else "",
    }


def _series(finding: dict[str, Any]) -> str:
    return _("%(year)s: %(cards)s cards, last number %(last)s, series at %(series)s") % {
        "year": finding["year"],
        "cards": finding["cards"],
        "last": finding["last"],
        "series": finding["series"],
    }
