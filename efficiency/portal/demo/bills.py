"""Bills of the demo city in every state, through the same acts as real ones."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from approvals.fees.actions.adjusting import decide_adjustment, pay_back, propose_adjustment
from approvals.fees.actions.billing import Charge, cancel_bill, make_bill, pay_bill
from approvals.fees.kinds import AdjustmentKind, Channel
from approvals.fees.models import Adjustment, Bill
from approvals.fees.offers import UNCHARGED, Offer, offers
from approvals.models import Case
from efficiency.portal.demo.city import City
from efficiency.portal.demo.script import Days, Script

_GROUNDS = {
    AdjustmentKind.WAIVER: "小微企业，符合减免条件（演示）。",
    AdjustmentKind.REFUND: "检测项目减少（演示）。",
}


class Payer:
    """Somebody at the fee window. Each method plans one act and returns the payer."""

    def __init__(self, script: Script, city: City, number: int) -> None:
        self.script, self.city, self.number = script, city, number
        self._bill: Bill | None = None

    @property
    def bill(self) -> Bill:
        """The bill as it stands now."""
        assert self._bill is not None  # made by the first act of every payer
        return Bill.objects.get(pk=self._bill.pk)

    def charged(self, when: datetime, *, cases: int = 1) -> "Payer":
        """The window puts the first fee of each of the next cases on one bill."""

        def act(now: datetime) -> None:
            rows = Case.objects.filter(matter__demo=True, received_at__lte=now).exclude(state__in=UNCHARGED)
            chosen: list[Offer] = []
            for case in rows.select_related("matter", "item__unit").order_by("received_at", "pk"):
                offered = offers([case])
                if offered and len(chosen) < cases and not case.charges.exists():
                    chosen.append(offered[0])
            self._bill = make_bill(
                charges=[Charge(each.case, each.standard, Decimal(1), each.standard.lower) for each in chosen],
                submission=f"demo-bill-{self.number:022d}",
                actor=self.city.accounts["fee"],
                now=now,
            )

        return self._plan(when, act)

    def pays(self, when: datetime, channel: Channel) -> "Payer":
        """The whole sum."""
        return self._plan(
            when,
            lambda now: pay_bill(bill=self.bill, channel=channel, actor=self.city.accounts["fee"], now=now),
        )

    def gives_up(self, when: datetime) -> "Payer":
        """The bill is cancelled."""
        cashier = self.city.accounts["fee"]
        return self._plan(
            when, lambda now: cancel_bill(bill=self.bill, because="申请人改日缴费，重新开单。", actor=cashier, now=now)
        )

    def asks(self, when: datetime, kind: AdjustmentKind, part: int) -> "Payer":
        """The head of the department proposes that so many per cent be waived or refunded."""

        def act(now: datetime) -> None:
            line = self.bill.lines.select_related("unit").order_by("place")[0]
            amount = (line.net * part / 100).quantize(Decimal("0.01"))
            propose_adjustment(
                line=line,
                kind=kind,
                amount=amount,
                ground=_GROUNDS[kind],
                document="演示减免〔演示〕1号",
                actor=self.city.heads[line.unit.code],
                now=now,
            )

        return self._plan(when, act)

    def granted(self, when: datetime) -> "Payer":
        """The office approves."""
        office = self.city.accounts["office"]
        return self._plan(
            when,
            lambda now: decide_adjustment(
                adjustment=self._adjustment(), approve=True, note="同意（演示）", actor=office, now=now
            ),
        )

    def gets_back(self, when: datetime) -> "Payer":
        """The window pays the refund."""
        cashier = self.city.accounts["fee"]
        return self._plan(
            when,
            lambda now: pay_back(adjustment=self._adjustment(), channel=Channel.TRANSFER, actor=cashier, now=now),
        )

    def _adjustment(self) -> Adjustment:
        return Adjustment.objects.filter(line__bill=self.bill).order_by("pk")[0]

    def _plan(self, when: datetime, act: Callable[[datetime], object]) -> "Payer":
        self.script.plan(when, act)
        return self


def plan_bills(script: Script, city: City, days: Days) -> None:
    """Bills to be paid, paid, cancelled, refunded; a waiver that waits, and a refund that the window owes."""
    at, ago = days.at, days.ago
    numbers = iter(range(1, 100))

    def payer() -> Payer:
        return Payer(script, city, next(numbers))

    waiver, refund = AdjustmentKind.WAIVER, AdjustmentKind.REFUND
    payer().charged(at(5, "10:00"), cases=2).pays(at(5, "10:04"), Channel.CASH)
    part = payer().charged(at(5, "11:10")).pays(at(5, "11:12"), Channel.SCAN).asks(at(4, "09:30"), refund, 50)
    part.granted(at(4, "15:00")).gets_back(at(3, "10:20"))
    whole = payer().charged(at(4, "10:15")).pays(at(4, "10:18"), Channel.CARD).asks(at(3, "09:40"), refund, 100)
    whole.granted(at(3, "14:00")).gets_back(at(2, "11:00"))
    payer().charged(at(3, "14:30")).gives_up(at(3, "14:50"))
    payer().charged(at(2, "09:35")).asks(at(2, "10:30"), waiver, 50).granted(at(1, "09:20"))
    payer().charged(at(2, "15:10")).asks(at(1, "10:10"), waiver, 100)
    owed = payer().charged(at(2, "15:40")).pays(at(2, "15:42"), Channel.CASH).asks(at(1, "13:30"), refund, 50)
    owed.granted(at(1, "15:20"))
    payer().charged(ago(minutes=55)).pays(ago(minutes=52), Channel.CASH)
    payer().charged(ago(minutes=40), cases=2).pays(ago(minutes=37), Channel.SCAN)
    payer().charged(ago(minutes=15))
