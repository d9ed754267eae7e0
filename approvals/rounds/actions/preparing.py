"""The office prepares a round: its frame, its proposals, and when it goes to the departments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.limits import NotComparable, in_words, keeps_within
from approvals.models import Item
from approvals.rounds import telling
from approvals.rounds.kinds import RoundState
from approvals.rounds.models import Proposal, Round
from approvals.rounds.rules import can_edit, may_prepare
from approvals.rounds.sums import total_of
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import commitment_to
from efficiency.common.moments import act, local_date
from efficiency.organization.models import User

MOST_ITEMS = 1_000  # in one round; the source's rounds had 442


class UnableToPrepare(Exception):
    """The round stays as it is; the text says why."""


@dataclass(frozen=True)
class Wanted:
    """A promised limit that the office wants for an item."""

    item: Item
    limit: int
    unit: str


def make_round(
    *,
    title: str,
    document: str,
    answer_by: date,
    effective_on: date,
    actor: User,
    note: str = "",
    now: datetime | None = None,
    demo: bool = False,
) -> Round:
    """Begin a round. Raises UnableToPrepare."""
    if not may_prepare(actor):
        raise UnableToPrepare(_("Only the efficiency office prepares speed-up rounds."))
    with act(now) as now:
        _refuse_days(answer_by, effective_on, now)
        made = Round.objects.create(
            title=title.strip(),
            document=document.strip(),
            note=note.strip(),
            answer_by=answer_by,
            effective_on=effective_on,
            made_by=actor,
            made_at=now,
            demo=demo,
        )
        note_(Verb.ROUND_MADE, made, actor, now, {"document": made.document, "from": effective_on.isoformat()})
    return made


def change_round(
    *,
    round_: Round,
    title: str,
    document: str,
    answer_by: date,
    effective_on: date,
    actor: User,
    note: str = "",
    now: datetime | None = None,
) -> Round:
    """Change the frame of a round until it lies before the second person. Raises UnableToPrepare."""
    with act(now) as now:
        round_ = locked(round_, actor)
        _refuse_days(answer_by, effective_on, now)
        round_.title, round_.document, round_.note = title.strip(), document.strip(), note.strip()
        round_.answer_by, round_.effective_on = answer_by, effective_on
        round_.save(update_fields=["title", "document", "note", "answer_by", "effective_on"])
        facts = {"document": round_.document, "from": effective_on.isoformat(), "answer_by": answer_by.isoformat()}
        note_(Verb.ROUND_CHANGED, round_, actor, now, facts)
    return round_


def _refuse_days(answer_by: date, effective_on: date, now: datetime) -> None:
    if answer_by < local_date(now):
        raise UnableToPrepare(_("The departments need a day to answer by that is not over."))
    if effective_on <= answer_by:
        raise UnableToPrepare(_("The new limits begin after the day by which the departments answer."))


def put_proposals(*, round_: Round, wanted: Sequence[Wanted], actor: User, now: datetime | None = None) -> int:
    """Propose limits for items; a proposal that says something new is answered anew. Returns how many changed.

    All of them or none. Raises UnableToPrepare, naming the item.
    """
    with act(now) as now:
        round_ = locked(round_, actor)
        known = {proposal.item_id: proposal for proposal in round_.proposals.select_for_update(of=("self",))}
        if len(known.keys() | {one.item.pk for one in wanted}) > MOST_ITEMS:
            raise UnableToPrepare(_("A round holds at most %(most)s items.") % {"most": MOST_ITEMS})
        made: list[Proposal] = []
        changed: list[Proposal] = []
        for one in wanted:
            if fault := fault_of(one):
                raise UnableToPrepare(f"{one.item.name}: {fault}")
            proposal = known.get(one.item.pk) or Proposal(round=round_, item=one.item)
            if proposal.pk and (proposal.new_limit, proposal.new_unit) == (one.limit, one.unit):
                continue
            _fill(proposal, one)
            (changed if proposal.pk else made).append(proposal)
        Proposal.objects.bulk_create(made)
        Proposal.objects.bulk_update(changed, _COPIED)
        if made or changed:
            facts = {"added": len(made), "changed": len(changed), **totals(round_)}
            note_(Verb.ROUND_PROPOSED, round_, actor, now, facts)
            if round_.state == RoundState.OPEN:
                telling.asked(round_, {one.unit_id for one in (*made, *changed)}, now=now)
    return len(made) + len(changed)


_COPIED = (
    *("unit", "item_name", "old_limit", "old_unit", "new_limit", "new_unit"),
    *("answer", "reason", "answered_by", "answered_at", "kept_because"),
)


def _fill(proposal: Proposal, one: Wanted) -> None:
    item = one.item
    proposal.unit, proposal.item_name = item.unit, item.name
    proposal.old_limit, proposal.old_unit = item.promised_limit, item.promised_unit
    proposal.new_limit, proposal.new_unit = one.limit, one.unit
    proposal.answer, proposal.reason, proposal.kept_because = "", "", ""
    proposal.answered_by, proposal.answered_at = None, None


def fault_of(one: Wanted) -> str:
    """Why an item cannot promise this; empty where it can: never longer than now or than the law (T-25)."""
    item = one.item
    if not (item.active and item.unit.active):
        return _("This item is no longer in the catalogue.")
    if item.immediate:
        return _("This item is done at once, on the same day. Nothing is left to cut.")
    if one.limit < 1:
        return _("The promised limit must be at least 1.")
    try:
        if not keeps_within(one.limit, one.unit, item.promised_limit, item.promised_unit):
            return _("A speed-up is not longer than what is promised now (%(now)s).") % {"now": item.promised_words}
        if item.statutory_limit is None or keeps_within(one.limit, one.unit, item.statutory_limit, item.statutory_unit):
            return ""
    except NotComparable:
        return _("These two limits cannot be compared. Please give both in the same unit.")
    said = {"promised": in_words(one.limit, one.unit), "statutory": item.statutory_words}
    return _("The promised limit (%(promised)s) must not be longer than the statutory limit (%(statutory)s).") % said


def drop_proposal(*, proposal: Proposal, actor: User, now: datetime | None = None) -> None:
    """Take an item out of a round. Raises UnableToPrepare."""
    with act(now) as now:
        round_ = locked(proposal.round, actor)
        round_.proposals.filter(pk=proposal.pk).delete()
        note_(Verb.ROUND_PROPOSED, round_, actor, now, {"dropped": proposal.item.code, **totals(round_)})


def open_round(*, round_: Round, actor: User, now: datetime | None = None) -> Round:
    """Put a round to the departments: whoever heads them is told. Raises UnableToPrepare."""
    with act(now) as now:
        round_ = locked(round_, actor)
        if round_.state != RoundState.DRAFT:
            raise UnableToPrepare(_("This round is with the departments already."))
        units = set(round_.proposals.order_by().values_list("unit_id", flat=True).distinct())
        if not units:
            raise UnableToPrepare(_("A round without a proposal asks nobody anything. Add items first."))
        _refuse_days(round_.answer_by, round_.effective_on, now)
        round_.state, round_.opened_at = RoundState.OPEN, now
        round_.save(update_fields=["state", "opened_at"])
        note_(Verb.ROUND_OPENED, round_, actor, now, {"departments": len(units), **totals(round_)})
        telling.asked(round_, units, now=now)
    return round_


def withdraw_round(*, round_: Round, reason: str, actor: User, now: datetime | None = None) -> Round:
    """Give a round up before it is approved. Raises UnableToPrepare."""
    with act(now) as now:
        round_ = locked(round_, actor)
        if not reason.strip():
            raise UnableToPrepare(_("Say why the round is given up."))
        round_.state, round_.ended_at = RoundState.WITHDRAWN, now
        round_.withdrawal_reason = reason.strip()[:300]
        round_.save(update_fields=["state", "ended_at", "withdrawal_reason"])
        note_(Verb.ROUND_WITHDRAWN, round_, actor, now, {}, words=round_.withdrawal_reason)
    return round_


def locked(round_: Round, actor: User) -> Round:
    """The round's row, locked, where the office may still work on it. Raises UnableToPrepare."""
    if not may_prepare(actor):
        raise UnableToPrepare(_("Only the efficiency office prepares speed-up rounds."))
    round_ = Round.objects.select_for_update(of=("self",)).select_related("change").get(pk=round_.pk)
    if not can_edit(round_):
        raise UnableToPrepare(
            _("This round lies before the second person. Withdraw the proposal there first.")
            if round_.awaits_second
            else _("This round has ended. It stays as it is.")
        )
    return round_


def totals(round_: Round) -> dict[str, int]:
    """The totals of a round, for its entries."""
    total = total_of(proposal.cut for proposal in round_.proposals.only(*_LIMITS).order_by())
    return {"items": total.items, "before": total.before, "after": total.after, "apart": total.apart}


_LIMITS = ("old_limit", "old_unit", "new_limit", "new_unit")


def note_(
    verb: Verb, round_: Round, actor: User | None, now: datetime, data: dict[str, Any], *, words: str = ""
) -> None:
    """Write an entry about a round; to typed `words`, which stand in the round, it only commits."""
    record(
        verb,
        at=now,
        actor=actor,
        kind="round",
        subject=round_.pk,
        data=data,
        commitment=commitment_to(words),
        demo=round_.demo,
    )
