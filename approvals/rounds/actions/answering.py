"""Departments answer for their own items; the office settles their objections."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from approvals.rounds.actions.preparing import locked, note_
from approvals.rounds.kinds import Answer
from approvals.rounds.models import Proposal, Round
from approvals.rounds.rules import can_answer, may_answer
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import User
from efficiency.organization.responsibility import duties_of


class UnableToAnswer(Exception):
    """The answer was not taken; the text says why."""


@dataclass(frozen=True)
class Said:
    """A department's answer to one proposal, and the limit that it saw when it answered."""

    answer: Answer
    reason: str
    limit: int
    unit: str


def answer_proposals(*, round_: Round, said: Mapping[int, Said], actor: User, now: datetime | None = None) -> int:
    """Agree or object, by proposal; all of it or nothing. Returns how many answers are new.

    The head answers for his own items alone. An answer to a limit that has changed meanwhile is
    refused: nobody agrees to what he has not seen. Raises UnableToAnswer.
    """
    with act(now) as now:
        round_ = Round.objects.select_for_update(of=("self",)).select_related("change").get(pk=round_.pk)
        if not can_answer(round_):
            raise UnableToAnswer(_("This round takes no answers now."))
        duties = duties_of(actor, now)
        counts = {Answer.AGREED: 0, Answer.OBJECTED: 0}
        rows = list(round_.proposals.filter(pk__in=said).select_related("unit"))
        if len(rows) < len(said):
            raise UnableToAnswer(_("A proposal has been taken out of the round meanwhile. Please look again."))
        for proposal in rows:
            one = said[proposal.pk]
            _refuse(proposal, one, may_answer(proposal, duties))
            if _take(proposal, one, actor, now):
                counts[one.answer] += 1
        taken = sum(counts.values())
        if taken:
            Proposal.objects.bulk_update(rows, ["answer", "reason", "answered_by", "answered_at", "kept_because"])
            facts = {"agreed": counts[Answer.AGREED], "objected": counts[Answer.OBJECTED]}
            note_(Verb.ROUND_ANSWERED, round_, actor, now, facts)
    return taken


def _refuse(proposal: Proposal, one: Said, own: bool) -> None:
    if not own:
        raise UnableToAnswer(_("“%(item)s” belongs to another department.") % {"item": proposal.item_name})
    if (proposal.new_limit, proposal.new_unit) != (one.limit, one.unit):
        raise UnableToAnswer(
            _("The proposal for “%(item)s” has changed to %(limit)s. Please answer again.")
            % {"item": proposal.item_name, "limit": proposal.new_words}
        )
    if one.answer == Answer.OBJECTED and not one.reason.strip():
        raise UnableToAnswer(_("Say why your department objects to “%(item)s”.") % {"item": proposal.item_name})


def _take(proposal: Proposal, one: Said, actor: User, now: datetime) -> bool:
    reason = one.reason.strip()[:500] if one.answer == Answer.OBJECTED else ""
    if (proposal.answer, proposal.reason) == (one.answer, reason):
        return False
    proposal.answer, proposal.reason, proposal.kept_because = one.answer, reason, ""
    proposal.answered_by, proposal.answered_at = actor, now
    return True


def keep_proposal(*, proposal: Proposal, because: str, actor: User, now: datetime | None = None) -> Proposal:
    """Keep a proposal to which the department objects, and say why. Raises UnableToPrepare, UnableToAnswer."""
    with act(now) as now:
        round_ = locked(proposal.round, actor)
        proposal = round_.proposals.select_for_update(of=("self",)).get(pk=proposal.pk)
        if proposal.answer != Answer.OBJECTED:
            raise UnableToAnswer(_("The department does not object to this proposal."))
        if not because.strip():
            raise UnableToAnswer(_("Say why the proposal is kept against the objection."))
        proposal.kept_because = because.strip()[:500]
        proposal.save(update_fields=["kept_because"])
        note_(Verb.ROUND_OBJECTION_SETTLED, round_, actor, now, {"item": proposal.item_id})
    return proposal
