"""From the decision back to the applicant, or called off before."""

from datetime import datetime

from django.utils.translation import gettext as _

from approvals.errands.actions.rows import UnableToRun, locked, note
from approvals.errands.kinds import State, Step
from approvals.errands.models import Errand
from approvals.errands.rules import is_agent_of
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import User


def fetch(*, errand: Errand, actor: User, now: datetime | None = None) -> Errand:
    """Record that the agent has the decision in hand. The window records its own delivery. Raises UnableToRun."""
    with act(now) as now:
        errand = _mine(errand, actor)
        if errand.step != Step.FETCH:
            raise UnableToRun(_("There is no decision to fetch."))
        errand.fetched_at = now
        errand.save(update_fields=["fetched_at"])
        note(Verb.ERRAND_FETCHED, errand, actor, now)
    return errand


def deliver(*, errand: Errand, outcome: str, actor: User, now: datetime | None = None) -> Errand:
    """Record that the applicant has the decision, or knows how it ended and has the papers back.

    `outcome` says how he got it. Raises UnableToRun.
    """
    with act(now) as now:
        errand = _mine(errand, actor)
        if errand.step not in (Step.HAND_OVER, Step.TELL):
            raise UnableToRun(_("There is nothing to bring to the applicant yet."))
        _end(errand, State.DELIVERED, outcome, now)
        note(Verb.ERRAND_DELIVERED, errand, actor, now)
    return errand


def call_off(*, errand: Errand, outcome: str, actor: User, now: datetime | None = None) -> Errand:
    """Give the papers back because the applicant does not want it any more, before the window has them.

    Raises UnableToRun.
    """
    with act(now) as now:
        errand = _mine(errand, actor)
        if errand.state != State.WITH_AGENT:
            raise UnableToRun(_("The window has the papers: the applicant withdraws the case there."))
        _end(errand, State.CALLED_OFF, outcome, now)
        note(Verb.ERRAND_CALLED_OFF, errand, actor, now)
    return errand


def _mine(errand: Errand, actor: User) -> Errand:
    errand = locked(errand)
    if not is_agent_of(actor, errand):
        raise UnableToRun(_("This errand is another room's."))
    return errand


def _end(errand: Errand, state: State, outcome: str, now: datetime) -> None:
    if not outcome.strip():
        raise UnableToRun(_("Please write how it ended."))
    errand.state, errand.ended_at, errand.outcome = state, now, outcome.strip()
    errand.save(update_fields=["state", "ended_at", "outcome"])
