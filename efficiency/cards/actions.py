"""What people do to cards. Deadline cards themselves are issued by the judge alone (sweep.py)."""

from datetime import date, datetime, time

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import committed
from efficiency.cards.issuing import INFORMATION_ONLY, write_card
from efficiency.cards.kinds import OPEN_STATES, ActKind, LevelNumber, RulingKind, State
from efficiency.cards.models import Act, Card, Level, Ruling
from efficiency.cards.notifying import tell_heads, tell_role
from efficiency.clocks.kinds import STATUTORY_GROUNDS, ClockKind, Ground
from efficiency.clocks.models import Clock, Matter, Pause
from efficiency.clocks.moving import recompute
from efficiency.common.failpoints import failpoint
from efficiency.common.moments import SHANGHAI, act, local_date
from efficiency.organization.deputies import instead_of_head
from efficiency.organization.models import Unit, User
from efficiency.organization.roles import Role
from efficiency.workdays.current import current_calendar


class UnableToIssue(Exception):
    """The card cannot be issued; the text says why."""


class UnableToAct(Exception):
    """The card cannot be acted on like this now; the text says why."""


def issue_by_hand(
    *,
    unit: Unit,
    matter: Matter | None,
    level: LevelNumber,
    rule: str,
    ground: str,
    actor: User,
    now: datetime | None = None,
) -> Card:
    """Issue a card that no clock earned, with the rule that was broken and the ground."""
    if not ground.strip() or not rule.strip():
        raise UnableToIssue(_("Name the rule and the ground of the card."))
    if level == LevelNumber.REMINDER:
        raise UnableToIssue(_("A reminder is not issued by hand."))
    if rule.strip().upper() in INFORMATION_ONLY:
        raise UnableToIssue(_("This rule is information only: what was done after hours earns no card."))
    with act(now) as now:
        return write_card(
            unit=unit,
            matter=matter,
            level=level,
            rule=rule.strip(),
            ground=ground.strip(),
            facts={"kind": "by-hand"},
            breached_at=now,
            actor=actor,
            demo=matter.demo if matter else unit.demo,
            now=now,
        )


def acknowledge(*, card: Card, actor: User, now: datetime | None = None) -> Card:
    """Record that the unit has received the card (once)."""
    with act(now) as now:
        card = _locked(card)
        if card.served_at is not None:
            raise UnableToAct(_("Receipt of this card has been recorded already."))
        card.served_at = now
        card.save(update_fields=["served_at"])
        Act.objects.create(card=card, kind=ActKind.SERVED, by=actor, at=now)
        _note(Verb.CARD_SERVED, card, actor, now, **instead_of_head(actor, now))
    return card


def answer(*, card: Card, text: str, actor: User, now: datetime | None = None) -> Card:
    """Keep the unit's statement; the card then awaits the office.

    A statement after its period is still kept and read: the period only decides when the
    points begin to count.
    """
    if not text.strip():
        raise UnableToAct(_("Write the statement."))
    with act(now) as now:
        card = _locked(card)
        if card.state != State.ISSUED:
            raise UnableToAct(_("This card no longer awaits a statement."))
        card.state = State.ANSWERED
        card.served_at = card.served_at or now
        card.save(update_fields=["state", "served_at"])
        Act.objects.create(card=card, kind=ActKind.STATEMENT, text=text.strip(), by=actor, at=now)
        in_time = card.answer_by is None or now < card.answer_by
        _note(Verb.CARD_ANSWERED, card, actor, now, in_time=in_time, **instead_of_head(actor, now))
        tell_role(card, "card.answered", "answered", now, Role.OFFICE)
    return card


def uphold(*, card: Card, note: str, actor: User, now: datetime | None = None) -> Card:
    """Uphold an open card: one person of the office; its points count from now.

    Before the unit has answered, only once its period to answer has passed.
    """
    with act(now) as now:
        card = _locked(card)
        if card.state not in OPEN_STATES:
            raise UnableToAct(_("This card has been decided already."))
        if card.state == State.ISSUED and card.answer_by is not None and now < card.answer_by:
            raise UnableToAct(_("The unit may still make its statement."))
        if card.rulings.filter(decided_at=None).exists():
            raise UnableToAct(_("A proposal on this card still awaits its second person."))
        if card.issued_by_id == actor.pk:
            raise UnableToAct(_("A card issued by hand is upheld by another person."))
        card.state = State.UPHELD
        card.save(update_fields=["state"])
        Act.objects.create(card=card, kind=ActKind.UPHELD, text=note.strip(), by=actor, at=now)
        _note(Verb.CARD_UPHELD, card, actor, now, points=str(card.standing_points))
        tell_heads(card, "card.ruled", "upheld", now)
    return card


def propose_ruling(
    *,
    card: Card,
    kind: RulingKind,
    ground: str,
    actor: User,
    now: datetime | None = None,
    pause_ground: str = "",
    pause_document: str = "",
    pause_from: date | None = None,
    pause_until: date | None = None,
) -> Ruling:
    """Propose to revoke or downgrade a card; another person of the office decides.

    The pause fields tell of a pause that should have been recorded: if the revocation is
    confirmed, the clock is re-dated with it (T-39).
    """
    if not ground.strip():
        raise UnableToAct(_("Name the ground."))
    with act(now) as now:
        card = _locked(card)
        if card.level == LevelNumber.REMINDER or card.state in (State.REVOKED, State.CLOSED):
            raise UnableToAct(_("Nothing can be proposed on this card any more."))
        if kind == RulingKind.DOWNGRADE and card.standing_level != LevelNumber.GRAVE:
            raise UnableToAct(_("Only a card of the second level can be downgraded."))
        if card.rulings.filter(decided_at=None).exists():
            raise UnableToAct(_("A proposal on this card still awaits its second person."))
        _check_late_pause(card, kind, pause_ground, pause_document, pause_from, pause_until)
        ruling = Ruling.objects.create(
            card=card,
            kind=kind,
            ground=ground.strip(),
            pause_ground=pause_ground,
            pause_document=pause_document.strip(),
            pause_from=pause_from,
            pause_until=pause_until,
            proposed_by=actor,
            proposed_at=now,
        )
        _note(Verb.CARD_RULING_PROPOSED, card, actor, now, ruling.ground, ruling=ruling.pk, kind=kind)
        tell_role(card, "card.ruling-proposed", f"proposed-{ruling.pk}", now, Role.OFFICE)
    return ruling


def _check_late_pause(
    card: Card,
    kind: RulingKind,
    ground: str,
    document: str,
    after: date | None,
    until: date | None,
) -> None:
    given = [ground, document.strip(), after, until]
    if not any(given):
        return
    if not all(given) or after is None or until is None:
        raise UnableToAct(_("A late pause needs its ground, document, first and last day."))
    if kind != RulingKind.REVOKE or card.clock is None:
        raise UnableToAct(_("Only the revocation of a deadline card can re-date its clock."))
    if until <= after or after < local_date(card.clock.started_at) or current_calendar().is_provisional(until):
        raise UnableToAct(_("The pause must lie within the life of the clock."))
    if card.clock.kind == ClockKind.STATUTORY and Ground(ground) not in STATUTORY_GROUNDS:
        raise UnableToAct(_("The statutory limit pauses only on the eight grounds of the law."))


def decide_ruling(*, ruling: Ruling, confirm: bool, note: str, actor: User, now: datetime | None = None) -> Ruling:
    """Confirm or reject a proposal: always another person than the one who proposed it."""
    if actor.pk == ruling.proposed_by_id:
        raise UnableToAct(_("A proposal is decided by another person than the one who made it."))
    with act(now) as now:
        _lock_clock(ruling.card)  # clocks before cards: the judge's order, so neither waits for the other
        card = _locked(ruling.card)
        ruling = Ruling.objects.select_for_update().get(pk=ruling.pk)
        if ruling.decided_at is not None:
            raise UnableToAct(_("This proposal has been decided already."))
        ruling.decided_by, ruling.decided_at, ruling.confirmed = actor, now, confirm
        ruling.decision_note = note.strip()
        ruling.save()
        if not confirm:
            _note(Verb.CARD_RULING_REJECTED, card, actor, now, ruling=ruling.pk)
        elif ruling.kind == RulingKind.DOWNGRADE:
            _downgrade(card, ruling, actor, now)
        else:
            _revoke(card, ruling, actor, now)
            failpoint("ruling.before-commit")
        tell_heads(card, "card.ruled", f"ruled-{ruling.pk}", now)
    return ruling


def _downgrade(card: Card, ruling: Ruling, actor: User, now: datetime) -> None:
    card.state, card.standing_level = State.DOWNGRADED, LevelNumber.FIRST
    card.standing_points = Level.at(card.issued_at)[LevelNumber.FIRST].points
    card.save(update_fields=["state", "standing_level", "standing_points"])
    _note(Verb.CARD_DOWNGRADED, card, actor, now, ruling=ruling.pk, points=str(card.standing_points))


def _revoke(card: Card, ruling: Ruling, actor: User, now: datetime) -> None:
    """Take the card out of all sums, keep it and its number, bring back what it had superseded."""
    points = card.standing_points
    card.state = State.REVOKED
    card.save(update_fields=["state"])
    _note(Verb.CARD_REVOKED, card, actor, now, ruling.ground, ruling=ruling.pk, points=str(points))
    # What was itself revoked in the meantime stays revoked.
    replaced = Card.objects.select_for_update().filter(superseded_by=card, state=State.SUPERSEDED).order_by("pk")
    if ruling.pause_from is not None:
        _re_date(card, ruling, actor, now)
        replaced = replaced.exclude(clock=card.clock)  # the same clock is judged anew; its old card stays out
    for earlier in replaced:
        earlier.state, earlier.superseded_by = _state_before(earlier), None
        earlier.save(update_fields=["state", "superseded_by"])
        Act.objects.create(card=earlier, kind=ActKind.REINSTATED, by=actor, at=now)
        _note(Verb.CARD_REINSTATED, earlier, actor, now, after=card.pk)


def _state_before(card: Card) -> State:
    """Where a superseded card stood: by the acts that are on record."""
    kinds = set(card.acts.values_list("kind", flat=True))
    if ActKind.UPHELD in kinds:
        return State.UPHELD
    return State.ANSWERED if ActKind.STATEMENT in kinds else State.ISSUED


def _re_date(card: Card, ruling: Ruling, actor: User, now: datetime) -> None:
    """Record the late pause and let the judge look at the clock anew, as another attempt."""
    assert card.clock_id is not None  # only a deadline card carries a late pause
    clock = Clock.objects.select_related("policy").get(pk=card.clock_id)
    assert ruling.pause_from is not None and ruling.pause_until is not None  # checked when proposed
    end = datetime.combine(ruling.pause_until, time(12), SHANGHAI)
    Pause.objects.create(
        clock=clock,
        ground=ruling.pause_ground,
        document=ruling.pause_document,
        paused_from=datetime.combine(ruling.pause_from, time(12), SHANGHAI),
        planned_until=ruling.pause_until,
        resumed_at=end,
        asked_by=ruling.proposed_by,
        approved_by=actor,
    )
    clock.attempt += 1
    clock.stage = 0
    recompute(clock, calendar=current_calendar())
    clock.save()
    _note(Verb.CLOCK_REOPENED, card, actor, now, clock=clock.pk, due_at=clock.due_at.isoformat())


def report_rectification(*, card: Card, text: str, actor: User, now: datetime | None = None) -> Act:
    """Keep the unit's report on what it put right, after the card was upheld or downgraded."""
    if not text.strip():
        raise UnableToAct(_("Write what was put right."))
    with act(now) as now:
        card = _locked(card)
        if card.state not in (State.UPHELD, State.DOWNGRADED):
            raise UnableToAct(_("Rectification is reported on a card that was upheld."))
        report = Act.objects.create(card=card, kind=ActKind.RECTIFIED, text=text.strip(), by=actor, at=now)
        _note(Verb.CARD_RECTIFIED, card, actor, now)
        tell_role(card, "card.rectified", f"rectified-{report.pk}", now, Role.OFFICE)
    return report


def close(*, card: Card, actor: User, now: datetime | None = None) -> Card:
    """Close a card after its rectification was reported. Its points go on counting."""
    with act(now) as now:
        card = _locked(card)
        if card.state not in (State.UPHELD, State.DOWNGRADED):
            raise UnableToAct(_("Only a card that was upheld can be closed."))
        if not card.acts.filter(kind=ActKind.RECTIFIED).exists():
            raise UnableToAct(_("The unit has not reported its rectification yet."))
        card.state = State.CLOSED
        card.save(update_fields=["state"])
        Act.objects.create(card=card, kind=ActKind.CLOSED, by=actor, at=now)
        _note(Verb.CARD_CLOSED, card, actor, now)
    return card


def _locked(card: Card) -> Card:
    related = Card.objects.select_related("clock", "matter", "unit")
    return related.select_for_update(of=("self",)).get(pk=card.pk)


def _lock_clock(card: Card) -> None:
    if card.clock_id is not None:
        Clock.objects.select_for_update().get(pk=card.clock_id)


def _note(verb: Verb, card: Card, actor: User, now: datetime, words: str = "", /, **facts: object) -> None:
    """Write an entry; to typed `words`, which stand in their row, it only commits."""
    record(
        verb,
        at=now,
        actor=actor,
        kind="card",
        subject=card.pk,
        data=dict(facts),
        commitment=committed(words) if words else None,
        demo=card.demo,
    )
