"""Desks of those who do the work: window, handler, head, hotline."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.models import Ask, Case, CaseState, Correction, Handover
from complaints.kinds import State
from complaints.models import Complaint, Request
from efficiency.cards.kinds import State as CardState
from efficiency.cards.levels import level_faces
from efficiency.cards.models import Card
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.clocks.querysets import ClockQuerySet
from efficiency.common.moments import SHANGHAI
from efficiency.organization.deputies import stood_in_for
from efficiency.portal.blocks import SHOWN, Block, Figure, Row, by_clock, capped, soonest, way
from efficiency.portal.desks.applications import filed_online, share
from efficiency.portal.desks.appointments import today as by_appointment
from efficiency.portal.desks.commitments import broken_by_unit
from efficiency.portal.desks.consultations import bulletins_to_acknowledge, opinions_asked
from efficiency.portal.desks.errands import errands
from efficiency.portal.desks.irregularities import to_explain
from efficiency.portal.desks.presence import presence
from efficiency.portal.desks.projects import clock_requests, my_steps, papers_to_check
from efficiency.portal.desks.ratings import of_window, to_follow_up
from efficiency.portal.desks.rounds import rounds_of_head
from efficiency.workdays.templatetags.people import say_day

OF_CASES = (ClockKind.ACCEPTANCE, ClockKind.PROMISED, ClockKind.IMMEDIATE)


def end_of_today(now: datetime) -> datetime:
    """The midnight at which today is over in Shanghai."""
    local = now.astimezone(SHANGHAI)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _figures(clocks: ClockQuerySet, now: datetime, url: str) -> list[Figure]:
    today = end_of_today(now)
    return [
        Figure(capped(clocks.filter(due_at__lte=now)), _("past the limit"), url),
        Figure(capped(clocks.filter(due_at__gt=now, due_at__lte=today)), _("due today"), url),
        Figure(capped(clocks), _("open"), url),
    ]


def window(user: Any, now: datetime) -> list[Block]:
    """Cases that this clerk took, by days left."""
    mine = Case.objects.visible_to(user).open().filter(clerk=user)
    clocks = Clock.objects.running().filter(kind__in=OF_CASES, matter__case__in=mine)
    ways = [way(_("Take a case"), "case_new"), way(_("All cases"), "cases"), way(_("Items"), "items")]
    waiting = mine.filter(state=CaseState.RECEIVED).order_by()
    figures = _figures(clocks, now, ways[1].url)
    figures.append(Figure(capped(waiting), _("to accept or to notice"), ways[1].url))
    *own_errands, brought_by_agents = errands(user, now)
    return [
        *own_errands,
        Block(
            title=_("My open cases, by days left"),
            rows=by_clock(soonest(clocks)),
            figures=figures,
            ways=ways,
            empty=_("No open case. Take the next one at the counter."),
        ),
        Block(
            title=_("Decisions to deliver"),
            rows=by_clock(soonest(_deliveries(user))),
            empty=_("Every decision is delivered."),
        ),
        Block(
            title=_("Waiting for the applicant to complete"),
            rows=_waiting(user),
            empty=_("No applicant has to complete anything."),
        ),
        filed_online(user, now),
        by_appointment(user, now),
        brought_by_agents,
        papers_to_check(user),
        of_window(user, now),
        presence(user, now),
    ]


def _deliveries(user: Any) -> ClockQuerySet:
    """Decisions that this clerk has to deliver."""
    return Clock.objects.running().filter(kind=ClockKind.DELIVERY, matter__case__clerk=user)


def _waiting(user: Any) -> list[Row]:
    given = Correction.objects.filter(answered_at=None, case__clerk=user, case__state=CaseState.CORRECTING)
    return [
        Row(
            title=one.case.matter.title,
            path=one.case.matter.path,
            detail=f"{one.case.matter.reference} · {say_day(one.correct_by)}",
        )
        for one in given.select_related("case__matter").order_by("correct_by", "pk")[:SHOWN]
    ]


def handler(user: Any, now: datetime) -> list[Block]:
    """Complaints assigned to this handler, and what the unit has yet to sign for."""
    seen = Complaint.objects.visible_to(user)
    hands = [user.pk, *stood_in_for(user, now)]  # his own, and those of whoever he stands in for
    mine = Clock.objects.running().filter(
        kind=ClockKind.REPLY, matter__complaint__in=seen.with_units().filter(handler__in=hands)
    )
    unsigned = Clock.objects.running().filter(
        kind=ClockKind.SIGN_FOR, matter__complaint__in=seen.filter(state=State.DISPATCHED)
    )
    ways = [way(_("All complaints of my unit"), "complaints")]
    return [
        Block(
            title=_("Complaints in my hands, by days left"),
            rows=by_clock(soonest(mine)),
            figures=_figures(mine, now, ways[0].url),
            ways=ways,
            empty=_("Nothing in your hands."),
        ),
        Block(
            title=_("Cases of my unit, by days left"),
            rows=by_clock(soonest(_cases_of(user))),
            ways=[way(_("All cases"), "cases")],
            empty=_("No case is open."),
        ),
        filed_online(user, now),
        offered(user),
        Block(
            title=_("To be signed for by the unit"),
            rows=by_clock(soonest(unsigned)),
            empty=_("Everything is signed for."),
        ),
        opinions_asked(user),
        my_steps(user),
        to_follow_up(user, now),
        presence(user, now),
    ]


def _cases_of(user: Any) -> ClockQuerySet:
    """What runs on the accepted cases of somebody's unit."""
    kinds = (ClockKind.PROMISED, ClockKind.IMMEDIATE)
    return Clock.objects.running().filter(kind__in=kinds, matter__unit=user.unit, matter__case__isnull=False)


def offered(user: Any) -> Block:
    """Cases that another unit wants to hand over."""
    offers = Handover.objects.filter(answered_at=None, to_unit=user.unit).select_related("case__matter", "from_unit")
    rows = [
        Row(
            title=offer.case.matter.title,
            path=offer.case.matter.path,
            detail=f"{offer.case.matter.reference} · {offer.from_unit.short_name}",
        )
        for offer in offers.order_by("offered_at", "pk")[:SHOWN]
    ]
    return Block(title=_("Cases offered to my unit"), rows=rows, empty=_("No case is offered."))


def _to_rule(user: Any) -> Block:
    """What the handlers of cases ask their head for."""
    asks = Ask.objects.filter(ruled_at=None, case__matter__unit=user.unit).select_related("case__matter")
    rows = [
        Row(
            title=f"{ask.get_kind_display()}: {ask.case.matter.title}",
            path=f"{ask.case.matter.path}asks/{ask.pk}/",
            detail=ask.case.matter.reference,
        )
        for ask in asks.order_by("asked_at", "pk")[:SHOWN]
    ]
    return Block(title=_("More time and pauses to rule on"), rows=rows, empty=_("No request is open."))


def head(user: Any, now: datetime) -> list[Block]:
    """Cards to answer, complaints without a handler, what falls due this week."""
    week = (
        Clock.objects.running()
        .visible_to(user)
        .filter(
            kind__in=(*OF_CASES, ClockKind.REPLY), due_at__gt=now, due_at__lte=end_of_today(now) + timedelta(days=6)
        )
    )
    loose = Complaint.objects.visible_to(user).with_units().filter(handler=None)
    unassigned = Clock.objects.running().filter(kind=ClockKind.REPLY, matter__complaint__in=loose)
    return [
        _cards_to_answer(user, now),
        *rounds_of_head(user, now),
        to_follow_up(user, now),
        broken_by_unit(user),
        to_explain(user),
        Block(
            title=_("Complaints without a handler"),
            rows=by_clock(soonest(unassigned)),
            ways=[way(_("All complaints of my unit"), "complaints")],
            empty=_("Every complaint has its handler."),
        ),
        Block(
            title=_("Due within seven days"),
            rows=by_clock(soonest(week)),
            empty=_("Nothing falls due within seven days."),
        ),
        _to_rule(user),
        offered(user),
        bulletins_to_acknowledge(user),
        opinions_asked(user),
        my_steps(user),
        clock_requests(user, now),
        filed_online(user, now),
        share(user),
        presence(user, now),
    ]


def _cards_to_answer(user: Any, now: datetime) -> Block:
    cards = Card.objects.visible_to(user).numbered().filter(state=CardState.ISSUED)
    ways = [way(_("All cards of my unit"), "cards")]
    return Block(
        title=_("Cards awaiting our statement"),
        rows=card_rows(cards.filter(answer_by__gt=now).order_by("answer_by", "pk")),
        figures=[
            Figure(capped(cards.filter(answer_by__gt=now)), _("can still be answered"), ways[0].url),
            Figure(capped(cards.filter(served_at=None)), _("not received yet"), ways[0].url),
        ],
        ways=ways,
        empty=_("No card awaits a statement."),
    )


def card_rows(cards: Any) -> list[Row]:
    """The first of some cards: level, number, matter, unit and until when the unit may speak."""
    found = list(cards.select_related("matter", "unit")[:SHOWN])
    faces = level_faces()
    return [
        Row(
            title=f"{card.number} {card.matter.title if card.matter else card.ground}",
            path=reverse("card", args=[card.pk]),
            detail=card.unit.short_name,
            level=faces.get(card.standing_level),
            until=card.answer_by if card.state == CardState.ISSUED else None,
        )
        for card in found
    ]


def operator(user: Any, now: datetime) -> list[Block]:
    """What the hotline must dispatch, rule on, and check."""
    seen = Complaint.objects.visible_to(user)
    waiting = Clock.objects.running().filter(kind=ClockKind.DISPATCH, matter__complaint__in=seen.to_dispatch())
    replies = Clock.objects.running().filter(
        kind=ClockKind.CITIZEN, matter__complaint__in=seen.filter(state=State.REPLIED)
    )
    every = way(_("All complaints"), "complaints")
    held = seen.filter(state=State.QUARANTINED)
    figures = _figures(waiting, now, every.url)
    figures.append(Figure(capped(held), _("held for a check"), every.url))
    return [
        Block(
            title=_("To dispatch"),
            rows=by_clock(soonest(waiting)),
            figures=figures,
            ways=[way(_("Take a call"), "complaint_call"), every],
            empty=_("Everything is dispatched."),
        ),
        _requests(),
        Block(
            title=_("Replies to check"),
            rows=by_clock(soonest(replies)),
            empty=_("No reply waits to be checked."),
        ),
        presence(user, now),
    ]


def _requests() -> Block:
    asked = Request.objects.filter(ruled_at=None).select_related("complaint__matter", "unit").order_by("asked_at", "pk")
    rows = [
        Row(
            title=f"{request.get_kind_display()}: {request.complaint.matter.title}",
            path=request.complaint.matter.path,
            detail=f"{request.complaint.matter.reference} · {request.unit.short_name}",
        )
        for request in asked[:SHOWN]
    ]
    return Block(title=_("Units ask for a return or more time"), rows=rows, empty=_("No request is open."))
