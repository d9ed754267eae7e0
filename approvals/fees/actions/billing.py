"""Making a bill, taking its money, and giving it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from approvals.fees.kinds import AdjustmentState, BillState, Channel, Source
from approvals.fees.models import Adjustment, Bill, BillLine, BillSeries, Payment, Standard
from approvals.fees.money import MOST, ZERO, charge, total
from approvals.fees.offers import UNCHARGED
from approvals.fees.rules import may_charge
from approvals.models import Case
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import commitment_to
from efficiency.common.moments import act, local_date
from efficiency.organization.models import User
from efficiency.vault.actions import same_person

MOST_QUANTITY = Decimal("999999999.999")


class UnableToCharge(Exception):
    """Nothing was charged, paid or cancelled; the text says why."""


@dataclass(frozen=True)
class Charge:
    """A fee to be charged for a case. `rate` above the lower bound needs a `ground`."""

    case: Case
    standard: Standard
    quantity: Decimal
    rate: Decimal
    ground: str = ""


def make_bill(*, charges: Sequence[Charge], submission: str, actor: User, now: datetime | None = None) -> Bill:
    """Put charges for one or several cases of one applicant on a bill with the next number of the year.

    Each fee as the list had it on the day of the case's receipt; amounts are reckoned and kept. The same
    `submission` gives the same bill. Raises UnableToCharge.
    """
    if not may_charge(actor):
        raise UnableToCharge(_("Only the fee window charges, and nobody who receives or decides cases."))
    if not charges:
        raise UnableToCharge(_("Choose at least one fee."))
    try:
        with act(now) as now:
            known = Bill.objects.filter(submission=submission).first()
            if known is not None:
                return known
            for each in charges:
                _refuse_charge(each)
            return _make(charges, submission, actor, now)
    except IntegrityError as error:
        known = Bill.objects.filter(submission=submission).first()  # the same form, sent twice at once
        if known is not None:
            return known
        raise UnableToCharge(_("One of these fees has been charged for the case already.")) from error


def _refuse_charge(each: Charge) -> None:
    standard, case = each.standard, each.case
    if case.state in UNCHARGED:
        raise UnableToCharge(_("%(case)s was withdrawn or not accepted: nothing is charged for it.") % {"case": case})
    in_force = Standard.objects.in_force(local_date(case.received_at)).filter(fee=standard.fee_id).first()
    if in_force is None or in_force.pk != standard.pk or standard.fee.item_id != case.item_id:
        raise UnableToCharge(
            _("%(fee)s is not what the list had for %(case)s on the day of its receipt.")
            % {"fee": standard.name, "case": case}
        )
    if not standard.chargeable:
        raise UnableToCharge(_("%(fee)s is not charged.") % {"fee": standard.name})
    if not standard.lower <= each.rate <= standard.upper:
        raise UnableToCharge(_("The rate of %(fee)s is outside its bounds.") % {"fee": standard.name})
    if each.rate != standard.lower and not each.ground.strip():
        raise UnableToCharge(
            _("The lower bound is charged. Name the ground for another rate of %(fee)s.") % {"fee": standard.name}
        )
    if not 0 < each.quantity <= MOST_QUANTITY or not 0 < charge(each.rate, each.quantity) <= MOST:
        raise UnableToCharge(_("The quantity of %(fee)s gives no amount that can be charged.") % {"fee": standard.name})


def _make(charges: Sequence[Charge], submission: str, actor: User, now: datetime) -> Bill:
    cases = {each.case.pk: each.case for each in charges}
    first = charges[0].case
    applicants = {case.applicant for case in cases.values()}
    if len(applicants) > 1 and (None in applicants or not same_person({key for key in applicants if key}, now=now)):
        raise UnableToCharge(_("These cases belong to different applicants. Make a bill for each."))
    demo = first.matter.demo
    year, serial = _next_number(demo, now)
    bill = Bill.objects.create(
        year=year,
        serial=serial,
        number=f"{'YS' if demo else 'SF'}{year}-{serial:06d}",
        submission=submission,
        payer=first.applicant,
        due=total(charge(each.rate, each.quantity) for each in charges),
        made_by=actor,
        made_at=now,
        demo=demo,
    )
    for place, each in enumerate(charges, 1):
        BillLine.objects.create(
            bill=bill,
            place=place,
            case=each.case,
            fee=each.standard.fee,
            standard=each.standard,
            unit=each.standard.fee.item.unit,
            quantity=each.quantity,
            lower=each.standard.lower,
            upper=each.standard.upper,
            rate=each.rate,
            ground=each.ground.strip() if each.rate != each.standard.lower else "",
            amount=charge(each.rate, each.quantity),
            demo=demo,
        )
    facts = {"number": bill.number, "due": f"{bill.due:.2f}", "cases": sorted(map(str, cases.values()))}
    _note(Verb.BILL_MADE, bill, actor, now, facts)
    return bill


def _next_number(demo: bool, now: datetime) -> tuple[int, int]:
    """The next number of the year; the row stays locked until the bill stands, so none is lost."""
    year = local_date(now).year
    BillSeries.objects.get_or_create(year=year, demo=demo)
    series = BillSeries.objects.select_for_update().get(year=year, demo=demo)
    series.last += 1
    series.save(update_fields=["last"])
    return year, series.last


def pay_bill(
    *,
    bill: Bill,
    channel: Channel,
    actor: User,
    slip: str = "",
    paid_at: datetime | None = None,
    source: Source = Source.WINDOW,
    now: datetime | None = None,
) -> Bill:
    """Take the whole sum: one record of payment for each line, under the slip's number or the bill's own.

    A bank's report brings its own `slip` and moment. Raises UnableToCharge.
    """
    if source == Source.WINDOW and not may_charge(actor):
        raise UnableToCharge(_("Only the fee window charges, and nobody who receives or decides cases."))
    with act(now) as now:
        bill = _open(bill)
        if Adjustment.objects.waiting().filter(line__bill=bill).exists():
            raise UnableToCharge(_("A waiver awaits its decision. The sum is not certain yet."))
        for line in bill.lines.select_related("standard", "unit"):
            if line.net:
                _record(bill, line, channel, slip or bill.number, paid_at or now, source, actor, now)
        bill.state, bill.paid, bill.channel = BillState.PAID, bill.total, channel
        bill.settled_by, bill.settled_at = actor, now
        bill.save(update_fields=["state", "paid", "channel", "settled_by", "settled_at"])
        _note(Verb.BILL_PAID, bill, actor, now, {"paid": f"{bill.paid:.2f}", "channel": channel, "source": source})
    return bill


def _record(
    bill: Bill,
    line: BillLine,
    channel: Channel,
    slip: str,
    paid_at: datetime,
    source: Source,
    actor: User,
    now: datetime,
) -> None:
    Payment.objects.create(
        slip=slip,
        place=line.place,
        unit=line.unit,
        amount=line.net,
        expected=line.net,
        paid_at=paid_at,
        payer=bill.payer,
        channel=channel,
        source=source,
        case_id=line.case_id,
        fee_id=line.fee_id,
        standard=line.standard,
        bill=bill,
        line=line,
        named=line.standard.name,
        quantity=line.quantity,
        recorded_by=actor,
        recorded_at=now,
        demo=bill.demo,
    )


def cancel_bill(*, bill: Bill, because: str, actor: User, now: datetime | None = None) -> Bill:
    """Give up a bill that is not paid; its fees can be charged anew. Raises UnableToCharge."""
    if not may_charge(actor):
        raise UnableToCharge(_("Only the fee window charges, and nobody who receives or decides cases."))
    if not because.strip():
        raise UnableToCharge(_("Say why the bill is cancelled."))
    with act(now) as now:
        bill = _open(bill)
        waiting = Adjustment.objects.waiting().filter(line__bill=bill)
        waiting.update(state=AdjustmentState.WITHDRAWN)
        bill.lines.update(standing=False)
        bill.state, bill.cancelled_because = BillState.CANCELLED, because.strip()
        bill.settled_by, bill.settled_at = actor, now
        bill.save(update_fields=["state", "cancelled_because", "settled_by", "settled_at"])
        _note(Verb.BILL_CANCELLED, bill, actor, now, {"number": bill.number}, words=bill.cancelled_because)
    return bill


def settle_if_nothing_is_left(bill: Bill, actor: User, now: datetime) -> None:
    """A bill that is waived whole is settled: nobody has to come for 0 yuan. The caller holds its row."""
    if bill.total != ZERO:
        return
    bill.state, bill.settled_by, bill.settled_at = BillState.PAID, actor, now
    bill.save(update_fields=["state", "settled_by", "settled_at"])
    _note(Verb.BILL_PAID, bill, actor, now, {"paid": "0.00", "waived": f"{bill.waived:.2f}"})


def _open(bill: Bill) -> Bill:
    locked = Bill.objects.select_for_update().get(pk=bill.pk)
    if not locked.open:
        raise UnableToCharge(_("This bill has been paid or cancelled already."))
    return locked


def _note(verb: Verb, bill: Bill, actor: User, now: datetime, data: dict[str, Any], *, words: str = "") -> None:
    """Write an entry; to typed `words`, which stand in their row, it only commits."""
    record(
        verb,
        at=now,
        actor=actor,
        kind="bill",
        subject=bill.pk,
        data=data,
        commitment=commitment_to(words),
        demo=bill.demo,
    )
