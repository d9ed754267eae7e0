"""Desks of those who watch the city: efficiency office and city leaders."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from efficiency.cards.kinds import STANDING_STATES, State
from efficiency.cards.levels import level_faces
from efficiency.cards.models import Card, Ruling
from efficiency.cards.visits import since
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.portal import health
from efficiency.portal.blocks import SHOWN, Block, Figure, Row, by_clock, capped, soonest, way
from efficiency.portal.desks.applications import share, share_and_details
from efficiency.portal.desks.business import card_rows
from efficiency.portal.desks.commitments import to_settle
from efficiency.portal.desks.consultations import bulletins_to_decide
from efficiency.portal.desks.irregularities import to_settle as irregularities_to_settle
from efficiency.portal.desks.money import to_decide
from efficiency.portal.desks.presence import presence
from efficiency.portal.desks.projects import clock_requests, late_projects, led_projects
from efficiency.portal.desks.ratings import appeals
from efficiency.portal.desks.rounds import rounds_of_office
from efficiency.portal.desks.second import second_person
from efficiency.portal.promises import recent_month
from efficiency.workdays.current import current_calendar
from efficiency.workdays.missing import missing_year


def office(user: Any, now: datetime) -> list[Block]:
    """What came in, what awaits a ruling, whom the city kept waiting, and whether the judge looks."""
    return [
        *_silent_judge(now),
        *_year_to_arrange(now),
        _new_cards(user),
        _answered(),
        _proposals(user),
        *second_person(user),
        to_decide(),
        *rounds_of_office(now),
        appeals(user),
        to_settle(user, now),
        irregularities_to_settle(user),
        _waiting_citizens(now),
        late_projects(user, now),
        bulletins_to_decide(user),
        clock_requests(user, now),
        share_and_details(user),
        presence(user, now),
    ]


def _silent_judge(now: datetime) -> list[Block]:
    finding = health.sweep(now)
    if finding.good:
        return []
    return [
        Block(
            title=_("The judge has not looked in time"),
            ways=[way(_("Health of the portal"), "health")],
            note=_("Deadlines are judged late until this is mended; every card will bear its legal moment."),
        )
    ]


def _year_to_arrange(now: datetime) -> list[Block]:
    """From November on: the State Council's notice comes in autumn, and without it no card is issued."""
    year = missing_year(current_calendar(), local_date(now))
    if year is None:
        return []
    return [
        Block(
            title=_("The arrangement of %(year)s is missing") % {"year": year},
            ways=[way(_("Publish the arrangement"), "year_publish")],
            note=_("Deadlines that reach into a year without an arrangement are provisional and earn no card."),
        )
    ]


def _new_cards(user: Any) -> Block:
    seen_at = since(user=user)
    cards = Card.objects.visible_to(user).numbered()
    new = cards.filter(issued_at__gt=seen_at) if seen_at else cards
    board = way(_("Board of cards"), "cards")
    return Block(
        title=_("New since you last looked"),
        rows=card_rows(new.order_by("-issued_at", "-pk")),
        figures=[
            Figure(capped(new), _("new cards"), board.url),
            Figure(capped(cards.filter(state=State.ISSUED)), _("awaiting the unit"), board.url),
            Figure(capped(cards.filter(state=State.ANSWERED)), _("awaiting us"), board.url),
        ],
        ways=[board],
        empty=_("No new card."),
    )


def _answered() -> Block:
    cards = Card.objects.numbered().filter(state=State.ANSWERED, rulings__isnull=True)
    return Block(
        title=_("Statements to decide on"),
        rows=card_rows(cards.order_by("issued_at", "pk")),
        empty=_("No statement awaits us."),
    )


def _proposals(user: Any) -> Block:
    rulings = Ruling.objects.filter(decided_at=None).exclude(proposed_by=user)
    rows = [
        Row(
            title=f"{ruling.card.number}: {ruling.get_kind_display()}",
            path=reverse("card", args=[ruling.card_id]),
            detail=f"{ruling.card.unit.short_name} · {ruling.proposed_by.display_name}",
        )
        for ruling in rulings.select_related("card__unit", "proposed_by").order_by("pk")[:SHOWN]
    ]
    return Block(title=_("Awaiting the second person"), rows=rows, empty=_("No proposal of a colleague is open."))


def _waiting_citizens(now: datetime) -> Block:
    late = Clock.objects.late(now).filter(kind=ClockKind.CITIZEN)
    return Block(
        title=_("Promises to citizens that are broken and still open"),
        rows=by_clock(soonest(late)),
        figures=[Figure(capped(late), _("citizens kept waiting"))],
        empty=_("Nobody is kept waiting past a promise."),
    )


def executive(user: Any, now: datetime) -> list[Block]:
    """The city in figures: promises and cards of the month, and who is kept waiting."""
    month = recent_month(now)
    kinds = dict(ClockKind.choices)
    promises = [
        Figure(
            promise.rate,
            _("kept: %(kind)s") % {"kind": kinds[promise.kind]},
            note=_("%(kept)s of %(due)s due this month") % {"kept": promise.kept, "due": promise.due},
        )
        for promise in month.promises
    ]
    return [
        Block(title=_("Promises of this month"), figures=promises),
        led_projects(user, now),
        clock_requests(user, now),
        _cards_of_month(user, now),
        _waiting_citizens(now),
        share(user),
        presence(user, now),
    ]


def _cards_of_month(user: Any, now: datetime) -> Block:
    first = now.astimezone(SHANGHAI).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    cards = Card.objects.visible_to(user).numbered().filter(issued_at__gte=first)
    standing = Q(state__in=STANDING_STATES)
    by_level = dict(
        cards.filter(standing)
        .order_by()
        .values_list("standing_level")
        .annotate(count=Count("pk"))
        .values_list("standing_level", "count")
    )
    board = way(_("Board of cards"), "cards")
    figures = [
        Figure(str(by_level.get(number, 0)), face.name, f"{board.url}?level={number}")
        for number, face in level_faces().items()
        if number
    ]
    return Block(
        title=_("Cards issued this month that stand"),
        rows=card_rows(cards.order_by("-issued_at", "-pk")),
        figures=figures,
        ways=[board],
        empty=_("No card this month."),
    )
