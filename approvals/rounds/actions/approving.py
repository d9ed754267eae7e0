"""A round becomes binding: the office proposes, a second person approves, the catalogue schedules."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.catalogue import UnableToChangeItem
from approvals.catalogue.force import as_shown
from approvals.limits import in_words
from approvals.rounds import telling
from approvals.rounds.actions.preparing import UnableToPrepare, Wanted, fault_of, locked, note_, totals
from approvals.rounds.kinds import RoundState
from approvals.rounds.models import Proposal, Round
from approvals.rounds.scheduling import begins, schedule
from efficiency.audit.verbs import Verb
from efficiency.changes.actions import propose
from efficiency.changes.kinds import UnableToChange
from efficiency.changes.models import Change
from efficiency.common.moments import act, local_date
from efficiency.organization.models import User

KIND = "speed-up-round"


def propose_round(*, round_: Round, ground: str, actor: User, now: datetime | None = None) -> Change:
    """Put a round before the second person. Raises UnableToPrepare."""
    with act(now) as now:
        round_ = locked(round_, actor)
        payload = {"round": round_.pk}
        try:
            change = propose(
                kind=KIND,
                title=_("Speed-up round: %(title)s") % {"title": round_.title},
                payload=payload,
                ground=ground,
                document=round_.document,
                actor=actor,
                now=now,
                demo=round_.demo,
            )
        except UnableToChange as error:
            raise UnableToPrepare(str(error)) from error
        round_.change = change
        round_.save(update_fields=["change"])
        note_(Verb.ROUND_PUT_FORWARD, round_, actor, now, totals(round_))
    return change


def refusals(round_: Round, now: datetime) -> list[str]:
    """Why a round cannot be approved at this moment, in whole sentences; none where it can.

    Silence is no objection, and no agreement either: the departments must have had their time.
    """
    if round_.state != RoundState.OPEN:
        return [_("Only a round that was put to the departments can be approved.")]
    found = []
    proposals = list(round_.proposals.select_related("item__unit"))
    if not proposals:
        found.append(_("The round holds no proposal."))
    silent = sum(1 for one in proposals if not one.answer)
    if silent and local_date(now) <= round_.answer_by:
        found.append(
            ngettext(
                "%(count)s proposal is not answered yet, and the departments still have time.",
                "%(count)s proposals are not answered yet, and the departments still have time.",
                silent,
            )
            % {"count": silent}
        )
    unsettled = sum(1 for one in proposals if one.unsettled)
    if unsettled:
        found.append(
            ngettext(
                "%(count)s objection is not settled: change the proposal, take it out, or say why it is kept.",
                "%(count)s objections are not settled: change the proposals, take them out, or say why they are kept.",
                unsettled,
            )
            % {"count": unsettled}
        )
    if round_.effective_on <= local_date(now):
        found.append(_("The day from which the round is to be in force has come. Choose a later one."))
    return found + [fault for one in proposals if (fault := _outdated(one, round_))][:_MOST_NAMED]


_MOST_NAMED = 10


def _outdated(proposal: Proposal, round_: Round) -> str:
    """What the catalogue says otherwise than when the limit was proposed, or will when the round begins."""
    item = as_shown(proposal.item, begins(round_))
    if (item.promised_limit, item.promised_unit) != (proposal.old_limit, proposal.old_unit):
        return _("“%(item)s” promises %(now)s by now, no longer %(then)s. Propose it anew.") % {
            "item": proposal.item_name,
            "now": in_words(item.promised_limit, item.promised_unit),
            "then": proposal.old_words,
        }
    fault = fault_of(Wanted(item, proposal.new_limit, proposal.new_unit))
    return f"{proposal.item_name}: {fault}" if fault else ""


def approve_round(*, round_: Round, change: Change, actor: User, now: datetime) -> Round:
    """Make a round binding, in the transaction of the decision: each item gets its new limit from the day on.

    Cases that are accepted before that day keep the limit they were accepted under (T-25). Raises UnableToChange.
    """
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if faults := refusals(round_, now):
        raise UnableToChange(" ".join(faults))
    ground = _("Speed-up round %(document)s") % {"document": round_.document}
    proposals = list(round_.proposals.select_related("item__unit").order_by("pk"))
    try:
        schedule(round_, proposals, ground=ground, actor=actor, now=now)
    except UnableToChangeItem as error:
        raise UnableToChange(str(error)) from error
    round_.state, round_.ended_at, round_.change = RoundState.APPROVED, now, change
    round_.save(update_fields=["state", "ended_at", "change"])
    note_(Verb.ROUND_APPROVED, round_, actor, now, totals(round_) | {"from": round_.effective_on.isoformat()})
    telling.approved(round_, {one.unit_id for one in proposals}, now=now)
    return round_
