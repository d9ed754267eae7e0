"""Waivers and refunds: one person proposes with a ground, another decides, the fee window pays back."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from approvals.fees.actions.billing import settle_if_nothing_is_left
from approvals.fees.kinds import AdjustmentKind, AdjustmentState, BillState, Channel
from approvals.fees.models import Adjustment, Bill, BillLine
from approvals.fees.rules import may_charge, may_decide, may_propose_refund, may_propose_waiver
from approvals.fees.telling import adjustment_decided, adjustment_proposed
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import commitment_to
from efficiency.common.moments import act
from efficiency.organization.models import User


class UnableToAdjust(Exception):
    """Nothing was waived or refunded; the text says why."""


def propose_adjustment(
    *,
    line: BillLine,
    kind: AdjustmentKind,
    amount: Decimal,
    ground: str,
    actor: User,
    document: str = "",
    now: datetime | None = None,
) -> Adjustment:
    """Ask that a charge be waived or reduced while it is to be paid, or refunded after. Raises UnableToAdjust."""
    may = may_propose_waiver if kind == AdjustmentKind.WAIVER else may_propose_refund
    if not may(actor, line):
        raise UnableToAdjust(_("Your role may not propose this."))
    if not ground.strip():
        raise UnableToAdjust(_("Name the ground."))
    try:
        with act(now) as now:
            bill, line = _locked(line)
            _refuse_amount(bill, line, kind, amount)
            adjustment = Adjustment.objects.create(
                line=line,
                kind=kind,
                amount=amount,
                ground=ground.strip(),
                document=document.strip(),
                proposed_by=actor,
                proposed_at=now,
                demo=bill.demo,
            )
            facts = {"kind": kind, "amount": f"{amount:.2f}", "bill": bill.number}
            _note(Verb.ADJUSTMENT_PROPOSED, adjustment, actor, now, facts, words=adjustment.ground)
            adjustment_proposed(adjustment, now=now)
    except IntegrityError as error:
        raise UnableToAdjust(_("Something else awaits its decision for this charge.")) from error
    return adjustment


def _refuse_amount(bill: Bill, line: BillLine, kind: AdjustmentKind, amount: Decimal) -> None:
    waiver = kind == AdjustmentKind.WAIVER
    if bill.state != (BillState.OPEN if waiver else BillState.PAID):
        raise UnableToAdjust(
            _("Only what is still to be paid can be waived.") if waiver else _("Only what was paid can be refunded.")
        )
    most = line.net if waiver else line.left
    if not 0 < amount <= most:
        raise UnableToAdjust(_("The amount must be more than 0 and at most %(most)s yuan.") % {"most": f"{most:,.2f}"})


def decide_adjustment(
    *, adjustment: Adjustment, approve: bool, actor: User, note: str = "", now: datetime | None = None
) -> Adjustment:
    """Approve or refuse, never one's own proposal. A waiver takes effect at once. Raises UnableToAdjust."""
    if not approve and not note.strip():
        raise UnableToAdjust(_("Say why it is refused."))
    with act(now) as now:
        bill, line, adjustment = _all_locked(adjustment)
        if not may_decide(actor, adjustment):
            raise UnableToAdjust(_("The efficiency office decides, and never the person who proposed it."))
        if not adjustment.waiting:
            raise UnableToAdjust(_("This has been decided or withdrawn already."))
        waiver = adjustment.kind == AdjustmentKind.WAIVER
        granted = AdjustmentState.DONE if waiver else AdjustmentState.APPROVED
        adjustment.state = granted if approve else AdjustmentState.REFUSED
        adjustment.decided_by, adjustment.decided_at, adjustment.note = actor, now, note.strip()
        adjustment.save(update_fields=["state", "decided_by", "decided_at", "note"])
        verb = Verb.ADJUSTMENT_APPROVED if approve else Verb.ADJUSTMENT_REFUSED
        facts = {"amount": f"{adjustment.amount:.2f}", "bill": bill.number}
        _note(verb, adjustment, actor, now, facts, words=adjustment.note)
        if approve and waiver:
            line.waived += adjustment.amount
            line.save(update_fields=["waived"])
            bill.waived += adjustment.amount
            bill.save(update_fields=["waived"])
            settle_if_nothing_is_left(bill, actor, now)
        adjustment_decided(adjustment, now=now)
    return adjustment


def withdraw_adjustment(*, adjustment: Adjustment, actor: User, now: datetime | None = None) -> Adjustment:
    """Take one's own proposal back before it is decided. Raises UnableToAdjust."""
    with act(now) as now:
        _bill, _line, adjustment = _all_locked(adjustment)
        if adjustment.proposed_by_id != actor.pk:
            raise UnableToAdjust(_("Only the person who proposed it withdraws it."))
        if not adjustment.waiting:
            raise UnableToAdjust(_("This has been decided or withdrawn already."))
        adjustment.state = AdjustmentState.WITHDRAWN
        adjustment.save(update_fields=["state"])
        _note(Verb.ADJUSTMENT_WITHDRAWN, adjustment, actor, now, {})
    return adjustment


def pay_back(*, adjustment: Adjustment, channel: Channel, actor: User, now: datetime | None = None) -> Adjustment:
    """Pay an approved refund back at the fee window. A bill of which all went back is refunded.

    Raises UnableToAdjust.
    """
    if not may_charge(actor):
        raise UnableToAdjust(_("Only the fee window pays back."))
    with act(now) as now:
        bill, line, adjustment = _all_locked(adjustment)
        if not adjustment.to_pay_back:
            raise UnableToAdjust(_("There is nothing to be paid back here."))
        adjustment.state, adjustment.channel = AdjustmentState.DONE, channel
        adjustment.paid_back_by, adjustment.paid_back_at = actor, now
        adjustment.save(update_fields=["state", "channel", "paid_back_by", "paid_back_at"])
        line.refunded += adjustment.amount
        line.standing = bool(line.left)
        line.save(update_fields=["refunded", "standing"])
        bill.refunded += adjustment.amount
        bill.state = BillState.REFUNDED if bill.refunded == bill.paid else BillState.PAID
        bill.save(update_fields=["refunded", "state"])
        facts = {"amount": f"{adjustment.amount:.2f}", "bill": bill.number, "channel": channel}
        _note(Verb.REFUND_PAID, adjustment, actor, now, facts)
    return adjustment


def _locked(line: BillLine) -> tuple[Bill, BillLine]:
    """The bill first, then its line: everybody takes them in this order."""
    bill = Bill.objects.select_for_update().get(pk=line.bill_id)
    return bill, BillLine.objects.select_for_update(of=("self",)).select_related("unit", "standard").get(pk=line.pk)


def _all_locked(adjustment: Adjustment) -> tuple[Bill, BillLine, Adjustment]:
    bill, line = _locked(adjustment.line)
    return bill, line, Adjustment.objects.select_for_update(of=("self",)).select_related("line").get(pk=adjustment.pk)


def _note(
    verb: Verb, adjustment: Adjustment, actor: User, now: datetime, data: dict[str, Any], *, words: str = ""
) -> None:
    """Write an entry; to typed `words`, which stand in their row, it only commits."""
    record(
        verb,
        at=now,
        actor=actor,
        kind="adjustment",
        subject=adjustment.pk,
        data=data,
        commitment=commitment_to(words),
        demo=adjustment.demo,
    )
