"""Appeals against ratings, and what the office decides: a rating falls, or comes back, by two persons."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.ratings import rules, telling
from approvals.ratings.actions.following import locked
from approvals.ratings.actions.giving import start_follow_up
from approvals.ratings.kinds import RulingKind
from approvals.ratings.models import Appeal, Rating, Ruling
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import commitment_to
from efficiency.changes.actions import propose
from efficiency.changes.kinds import UnableToChange
from efficiency.changes.models import Change
from efficiency.clocks.actions import cancel_clock
from efficiency.clocks.models import Clock
from efficiency.common.moments import act
from efficiency.organization.models import User


class UnableToRule(Exception):
    """The appeal or ruling was not taken; the text says why."""


def appeal(*, rating: Rating, ground: str, actor: User, now: datetime | None = None) -> Rating:
    """Say in the name of the unit that a bad rating is mistaken or malicious, once. The clocks run on."""
    with act(now) as now:
        rating = locked(rating)
        if not rules.can_appeal(actor, rating):
            raise UnableToRule(_("This rating cannot be appealed against by you, or has been already."))
        if not ground.strip():
            raise UnableToRule(_("Name the ground of the appeal."))
        made = Appeal.objects.create(rating=rating, ground=ground.strip(), by=actor, at=now)
        rating.appealed_at, rating.appeal_open = now, True
        rating.save(update_fields=["appealed_at", "appeal_open"])
        _note(Verb.RATING_APPEALED, rating, actor, now, made.ground, appeal=made.pk)
        telling.appealed(rating, now=now)
    return rating


def reject_appeal(*, rating: Rating, ground: str, actor: User, now: datetime | None = None) -> Rating:
    """Let the rating stand: one person of the office. Raises UnableToRule."""
    with act(now) as now:
        rating = locked(rating)
        if not rules.can_rule(actor, rating):
            raise UnableToRule(_("No appeal waits for you here."))
        if not ground.strip():
            raise UnableToRule(_("Say why the rating stands."))
        made = _rule(rating, RulingKind.REJECTED, ground, actor, now)
        _note(Verb.RATING_APPEAL_REJECTED, rating, actor, now, made.ground, ruling=made.pk)
    return rating


def propose_ruling(
    *, rating: Rating, kind: RulingKind, ground: str, actor: User, now: datetime | None = None
) -> Change:
    """Propose to void a rating on its appeal, or to reinstate one; another person of the office decides.

    Raises UnableToRule.
    """
    try:
        return propose(
            kind="rating",
            title=_("Rating %(number)s of %(unit)s: %(kind)s")
            % {"number": rating.pk, "unit": rating.unit.name, "kind": kind.label},
            payload={"rating": rating.pk, "kind": kind.value},
            ground=ground,
            actor=actor,
            now=now,
            demo=rating.demo,
        )
    except UnableToChange as error:
        raise UnableToRule(str(error)) from error


def refusal_of(rating: Rating, kind: str) -> str:
    """Why a rating cannot be voided or reinstated now; empty where it can."""
    if kind == RulingKind.VOIDED and not rating.appeal_open:
        return _("No appeal against this rating is open.")
    if kind == RulingKind.REINSTATED and rating.voided_at is None:
        return _("This rating is not voided.")
    return ""


def apply_ruling(*, rating: Rating, kind: RulingKind, change: Change, actor: Any, now: datetime) -> Rating:
    """Void or reinstate, once the second person has confirmed. Raises UnableToRule.

    Voiding cancels what still runs; a breach that happened stays. Reinstating starts anew the
    clocks of what is still to be done, from now: the unit did not have to act in between.
    """
    with act(now) as now:
        rating = locked(rating)
        refusal = refusal_of(rating, kind)
        if refusal:
            raise UnableToRule(refusal)
        rating.voided_at = now if kind == RulingKind.VOIDED else None
        rating.save(update_fields=["voided_at"])
        made = _rule(rating, kind, change.ground, actor, now, change)
        if kind == RulingKind.VOIDED:
            for clock in Clock.objects.running().filter(matter=rating.matter_id).order_by("pk"):
                cancel_clock(clock=clock, actor=actor, reason="rating voided", now=now)
        elif rating.followed_up:
            start_follow_up(rating, now)
        verb = Verb.RATING_VOIDED if kind == RulingKind.VOIDED else Verb.RATING_REINSTATED
        _note(verb, rating, actor, now, made.ground, ruling=made.pk, change=change.pk)
    return rating


def _rule(
    rating: Rating, kind: RulingKind, ground: str, actor: User, now: datetime, change: Change | None = None
) -> Ruling:
    made = Ruling.objects.create(
        rating=rating,
        kind=kind,
        ground=ground.strip(),
        proposed_by=change.proposed_by if change else None,
        by=actor,
        at=now,
        change=change,
        demo=rating.demo,
    )
    rating.appeals.filter(answered_at=None).update(answered_at=now)
    rating.appeal_open = False
    rating.save(update_fields=["appeal_open"])
    telling.ruled(rating, kind, now=now)
    return made


def _note(verb: Verb, rating: Rating, actor: User, now: datetime, words: str, /, **facts: object) -> None:
    """Write an entry; to typed `words`, which stand in their row, it only commits."""
    record(
        verb,
        at=now,
        actor=actor,
        kind="rating",
        subject=rating.pk,
        data=dict(facts),
        commitment=commitment_to(words),
        demo=rating.demo,
    )
