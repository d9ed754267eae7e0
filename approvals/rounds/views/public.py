"""What the public reads: rounds that were approved, before and after, to print and to take along."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.rounds.charts import before_and_after
from approvals.rounds.models import Proposal, Round
from approvals.rounds.picture import picture_of, summaries
from approvals.rounds.querysets import ProposalQuerySet
from efficiency.common.access import ANYONE, allow
from efficiency.common.lists import excel
from efficiency.common.moments import local_date
from efficiency.organization.views.answers import part


@allow(ANYONE)
@require_safe
def published_rounds(request: HttpRequest) -> HttpResponse:
    """The published rounds, newest first."""
    page = part(request, Round.objects.published(), ["-pk"])
    sums = summaries(Proposal.objects.filter(round__in=[one.pk for one in page.rows]))
    today = local_date(timezone.now())
    lines = [(one, sums.get(one.pk), one.is_in_force(today)) for one in page.rows]
    return render(request, "rounds/published.html", {"page": page, "lines": lines})


@allow(ANYONE)
@require_safe
def published_round(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: each item before and after, by department."""
    found = get_object_or_404(Round.objects.published(), pk=pk)
    picture = picture_of(_rows(found))
    context = {
        "round": found,
        "picture": picture,
        "chart": before_and_after(picture) if picture.total.items else None,
        "in_force": found.is_in_force(local_date(timezone.now())),
    }
    return render(request, "rounds/published_round.html", context)


@allow(ANYONE)
@require_safe
def published_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as an Excel file."""
    found = get_object_or_404(Round.objects.published(), pk=pk)
    heads = [_("Department"), _("Item"), _("before the round"), _("after the round")]
    rows = [(one.unit.name, one.item_name, one.old_words, one.new_words) for one in _rows(found)]
    return excel(f"speed-up-{found.pk}", heads, rows)


def _rows(found: Round) -> ProposalQuerySet:
    return found.proposals.select_related("unit")
