"""Builders for fees, bills and payments."""

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from approvals.fees.actions.adjusting import propose_adjustment
from approvals.fees.actions.billing import Charge, make_bill, pay_bill
from approvals.fees.actions.setting import set_standard
from approvals.fees.kinds import AdjustmentKind, Channel
from approvals.fees.models import Adjustment, Bill, BillLine, Standard
from approvals.models import Item
from efficiency.organization.models import UnitKind, User
from tests.approvals.builders import make_case, make_item
from tests.cast import at, make_unit, make_user

_serial = count(1)
SET = at("2026-01-05 09:00")
MADE = at("2026-09-15 10:00")


def yuan(text: str) -> Decimal:
    """An amount in yuan."""
    return Decimal(text)


def make_standard(item: Item | None = None, *, code: str = "", since: str = "2026-01-01", **values: Any) -> Standard:
    """A fee of 80 yuan an item by the state, or a further version of `code`."""
    given: dict[str, Any] = {
        "name": "不动产登记费",
        "authority": "national",
        "standing": "charged",
        "basis": "《不动产登记暂行条例》",
        "document": "发改价格规〔演示〕1号",
        "lower": yuan("80.00"),
        "per": "件",
        "counting": "按件计",
    } | values
    given.setdefault("upper", given["lower"])
    if given["standing"] != "charged":
        given |= {"lower": yuan("0"), "upper": yuan("0")}
    return set_standard(
        code=code or f"SF-{next(_serial):04d}",
        item=item or make_item(),
        effective_from=date.fromisoformat(since),
        values=given,
        actor=None,
        now=SET,
    )


def make_cashier() -> User:
    """Somebody at the fee window."""
    return make_user("fee", unit=make_unit("市政务服务中心", UnitKind.CENTRE), name="收费小陆")


def make_bill_of(*standards: Standard, quantity: str = "1", actor: User | None = None, now: datetime = MADE) -> Bill:
    """A bill with a line for each standard, all for one case of one item."""
    first = standards[0] if standards else make_standard()
    case = make_case(first.fee.item)
    charges = [Charge(case, each, yuan(quantity), each.lower) for each in standards or (first,)]
    return make_bill(charges=charges, submission=f"{next(_serial):032x}", actor=actor or make_cashier(), now=now)


def make_paid_bill(*standards: Standard, now: datetime = MADE, **given: Any) -> Bill:
    """The same, paid in cash."""
    bill = make_bill_of(*standards, now=now, **given)
    return pay_bill(bill=bill, channel=Channel.CASH, actor=make_cashier(), now=now)


def make_adjustment(
    line: BillLine, kind: str = "waiver", amount: str = "30.00", head: User | None = None
) -> Adjustment:
    """A waiver or refund proposed by the head of the unit that charges."""
    return propose_adjustment(
        line=line,
        kind=AdjustmentKind(kind),
        amount=yuan(amount),
        ground="小微企业减免",
        actor=head or make_user("head", unit=line.unit),
        now=MADE,
    )
