"""What a unit does after a bad rating: speak with the rater, put it right, call back."""

from datetime import datetime

from django.utils.translation import gettext as _

from approvals.ratings import rules
from approvals.ratings.defined import TRIES
from approvals.ratings.kinds import Step
from approvals.ratings.models import FollowUp, Rating
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import commitment_to
from efficiency.changes.settings import value_of
from efficiency.clocks.actions import close_matter, stop_running
from efficiency.clocks.kinds import ClockKind
from efficiency.common.moments import act, begins_again
from efficiency.organization.models import User
from efficiency.vault import actions as vault
from efficiency.vault.identity import Identity
from efficiency.vault.redaction import redact

FIELDS = ("name", "phone")


class UnableToFollowUp(Exception):
    """The step was not taken; the text says why."""


@begins_again
def contact(*, rating: Rating, how: str, text: str, actor: User, now: datetime | None = None) -> Rating:
    """Record that somebody of the unit has spoken with the rater; the clock of contact stops."""
    with act(now) as now:
        rating = locked(rating)
        if not rules.can_contact(actor, rating):
            raise _over()
        if not how.strip() or not text.strip():
            raise UnableToFollowUp(_("Say how you reached the rater and what he said."))
        step = _step(rating, Step.CONTACTED, actor, now, how=how, text=text)
        _contacted(rating, actor, now)
        _note(Verb.RATING_CONTACTED, rating, actor, now, step.text, step=step.pk)
    return rating


@begins_again
def note_try(*, rating: Rating, how: str, text: str, actor: User, now: datetime | None = None) -> Rating:
    """Record that the rater could not be reached; after as many tries as the city has set it counts as contact."""
    with act(now) as now:
        rating = locked(rating)
        if not rules.can_contact(actor, rating):
            raise _over()
        if not how.strip():
            raise UnableToFollowUp(_("Say how you tried to reach the rater."))
        step = _step(rating, Step.TRIED, actor, now, how=how, text=text)
        tries = rating.steps.filter(kind=Step.TRIED).count()
        if tries >= value_of(TRIES, now):
            _contacted(rating, actor, now)
        _note(Verb.RATING_TRIED, rating, actor, now, step.text, step=step.pk, tries=tries)
    return rating


@begins_again
def rectify(*, rating: Rating, reasons: str, text: str, actor: User, now: datetime | None = None) -> Rating:
    """Say why it happened and what was put right; the clock of putting right stops. Raises UnableToFollowUp."""
    with act(now) as now:
        rating = locked(rating)
        if not rules.can_rectify(actor, rating):
            raise _over()
        if not reasons.strip() or not text.strip():
            raise UnableToFollowUp(_("Say why it happened and what you have put right."))
        step = _step(rating, Step.RECTIFIED, actor, now, text=text, reasons=reasons)
        assert rating.matter is not None  # followed up
        stop_running(matter=rating.matter, kinds=(ClockKind.FIX,), actor=actor, now=now)
        rating.rectified_at = now
        rating.save(update_fields=["rectified_at"])
        _note(Verb.RATING_RECTIFIED, rating, actor, now, step.text, step=step.pk)
    return rating


def call_back(*, rating: Rating, content: bool, text: str, actor: User, now: datetime | None = None) -> Rating:
    """Record that the rater was told what came of it, and whether he is content now; the matter closes."""
    with act(now) as now:
        rating = locked(rating)
        if not rules.can_call_back(actor, rating):
            raise _over()
        if not text.strip():
            raise UnableToFollowUp(_("Say what the rater answered."))
        step = _step(rating, Step.CALLED_BACK, actor, now, text=text, content=content)
        assert rating.matter is not None  # followed up
        rating.called_back_at = now
        rating.save(update_fields=["called_back_at"])
        close_matter(matter=rating.matter, actor=actor, now=now)
        _note(Verb.RATING_CALLED_BACK, rating, actor, now, step.text, step=step.pk, content=content)
    return rating


def reveal_rater(*, rating: Rating, purpose: str, actor: User, now: datetime | None = None) -> Identity:
    """Read name and phone of whoever gave the rating, for a purpose; the reading is committed first.

    Raises UnableToFollowUp, vault.UnableToReveal.
    """
    if not rules.can_reveal(actor, rating) or rating.case is None or rating.case.applicant is None:
        raise UnableToFollowUp(_("Who gave this rating is not open to you."))
    return vault.reveal(rating.case.applicant, reader=actor, purpose=purpose, fields=FIELDS, now=now)


def locked(rating: Rating) -> Rating:
    """The rating as it stands, locked until the act ends."""
    rows = Rating.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "matter", "case", "item").get(pk=rating.pk)


def _contacted(rating: Rating, actor: User, now: datetime) -> None:
    assert rating.matter is not None  # followed up
    stop_running(matter=rating.matter, kinds=(ClockKind.CONTACT,), actor=actor, now=now)
    rating.contacted_at = now
    rating.save(update_fields=["contacted_at"])


def _step(
    rating: Rating,
    kind: Step,
    actor: User,
    now: datetime,
    *,
    text: str,
    how: str = "",
    reasons: str = "",
    content: bool | None = None,
) -> FollowUp:
    known = vault.words_to_hide(rating.case.applicant, now=now) if rating.case and rating.case.applicant else ()
    return FollowUp.objects.create(
        rating=rating,
        kind=kind,
        how=redact(how.strip(), *known),
        text=redact(text.strip(), *known),
        reasons=redact(reasons.strip(), *known),
        content=content,
        by=actor,
        at=now,
        demo=rating.demo,
    )


def _over() -> UnableToFollowUp:
    return UnableToFollowUp(_("This step is over, or it is not yours to take."))


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
