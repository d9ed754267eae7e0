"""What desks say of ratings: bad ones to follow up, appeals to rule on, how the own window was rated."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.ratings.figures import tally
from approvals.ratings.models import Rating, Tablet
from approvals.ratings.periods import last_months
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.portal.blocks import SHOWN, Block, Figure, Row, by_clock, capped, soonest, way


def to_follow_up(user: Any, now: datetime) -> Block:
    """Bad ratings with a name of the own unit, by the clock that runs next; for head and handler."""
    seen = Rating.objects.visible_to(user)
    waiting = Clock.objects.running().filter(
        kind__in=(ClockKind.CONTACT, ClockKind.FIX), matter__rating__in=seen.followed_up()
    )
    # While somebody is still to be called, only that clock is shown of a rating.
    uncalled = Clock.objects.running().filter(kind=ClockKind.FIX, matter__rating__contacted_at=None)
    every = reverse("ratings")
    return Block(
        title=_("Bad ratings: call, put right, call back"),
        rows=by_clock(soonest(waiting.exclude(pk__in=uncalled))),
        figures=[
            Figure(capped(seen.to_contact()), _("to be contacted"), f"{every}?show=contact"),
            Figure(capped(waiting.filter(due_at__lte=now)), _("past the limit"), every),
            Figure(capped(seen.to_fix()), _("to be put right"), f"{every}?show=fix"),
            Figure(capped(seen.to_call_back()), _("to be called back"), f"{every}?show=back"),
        ],
        ways=[way(_("All ratings of my unit"), "ratings"), way(_("Figures"), "ratings_figures")],
        empty=_("No bad rating waits for you."),
    )


def appeals(user: Any) -> Block:
    """Appeals that the office rules on, oldest first."""
    open_ones = Rating.objects.visible_to(user).appealed()
    rows = [
        Row(
            title=f"{rating.get_code_display()} · {rating.item or rating.source}",
            path=reverse("rating", args=[rating.pk]),
            detail=rating.unit.short_name,
        )
        for rating in open_ones.select_related("unit", "item").order_by("appealed_at", "pk")[:SHOWN]
    ]
    return Block(
        title=_("Appeals against ratings"),
        rows=rows,
        figures=[Figure(capped(open_ones), _("to rule on"), f"{reverse('ratings')}?show=appeal")],
        ways=[way(_("All ratings"), "ratings"), way(_("Figures"), "ratings_figures")],
        empty=_("No appeal waits."),
    )


def of_window(user: Any, now: datetime) -> Block:
    """How the own window was rated in the last three months, as numbers alone (T-58)."""
    period = last_months(now, 3)
    found = tally(Rating.objects.filter(clerk=user).between(period.since, period.until))
    figures = reverse("ratings_figures")
    has_tablet = Tablet.objects.filter(clerk=user).exists()
    return Block(
        title=_("How my window was rated"),
        figures=[
            Figure(str(found.number), _("ratings in three months"), figures),
            Figure(found.rate, _("satisfied (1 to 3)"), figures),
        ],
        ways=[way(_("My tablet") if has_tablet else _("Set up my tablet"), "my_tablet")],
        empty="" if found.number else _("Nobody has rated yet. Offer it at the end of a case."),
    )
