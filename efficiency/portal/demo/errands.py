"""Errands of a village room's agent: late, at the window, sent back, under way, to be fetched, ended."""

from collections.abc import Callable
from datetime import datetime

from approvals.actions import finish_case, finish_stage, next_stage
from approvals.errands import actions
from approvals.errands.models import Errand
from approvals.models import Case, Outcome, StageDuty
from efficiency.portal.demo.city import City
from efficiency.portal.demo.script import Days, Script
from efficiency.portal.demo.units import CENTRE
from efficiency.vault.identity import Identity


class Trip:
    """The way of one errand. Each method plans one act and returns the trip."""

    def __init__(self, script: Script, city: City, number: int, item: str) -> None:
        self.script, self.city, self.number, self.item = script, city, number, city.items[item]
        signs = f"{number:04d}"
        self.person = Identity(name=f"演示村民{signs}", phone=f"1360000{signs}", id_number=f"YANSHI{signs}")
        self._errand: Errand | None = None

    @property
    def errand(self) -> Errand:
        """The errand as it stands now."""
        assert self._errand is not None  # taken in by the first act
        return Errand.objects.select_related("item", "case__matter").get(pk=self._errand.pk)

    def take_in(self, when: datetime, *, all_papers: bool = True) -> "Trip":
        """The agent takes the papers."""
        materials = self.item.material_list if all_papers else self.item.material_list[:-1]

        def act(now: datetime) -> None:
            self._errand = actions.take_in(
                item=self.item,
                applicant=self.person,
                materials=materials,
                to_unit=self.city.units[CENTRE],
                submission=f"demo-errand-{self.number:02d}",
                actor=self.city.accounts["agent"],
                now=now,
            )

        return self._plan(when, act)

    def carry(self, when: datetime) -> "Trip":
        """The agent is at the window."""
        agent = self.city.accounts["agent"]
        return self._plan(when, lambda now: actions.carry(errand=self.errand, actor=agent, now=now))

    def send_back(self, when: datetime, reason: str) -> "Trip":
        """The window wants more."""
        clerk = self.city.accounts["window"]
        return self._plan(when, lambda now: actions.send_back(errand=self.errand, reason=reason, actor=clerk, now=now))

    def receive(self, when: datetime) -> "Trip":
        """The window takes the papers over."""
        clerk = self.city.accounts["window"]
        return self._plan(
            when,
            lambda now: actions.receive_papers(errand=self.errand, applicant=self.person, actor=clerk, now=now),
        )

    def grant(self, when: datetime) -> "Trip":
        """The certificate is there."""

        def act(now: datetime) -> None:
            case = self.errand.case
            assert case is not None  # received before
            code = self.item.unit.code
            while (stage := next_stage(Case.objects.get(pk=case.pk))) is not None and stage.duty != StageDuty.DECIDE:
                second = self.city.heads[code] if stage.duty == StageDuty.SITE else None
                finish_stage(stage=stage, opinion="符合要求。", second=second, actor=self.city.handlers[code], now=now)
            result = f"演示代办证〔{now.year}〕{self.number:02d}号"
            clerk = self.city.accounts["window"]
            finish_case(case=case, outcome=Outcome.GRANTED, result=result, reasons="", actor=clerk, now=now)

        return self._plan(when, act)

    def bring(self, when: datetime) -> "Trip":
        """The agent fetches the decision and hands it over."""
        agent = self.city.accounts["agent"]

        def act(now: datetime) -> None:
            actions.fetch(errand=self.errand, actor=agent, now=now)
            actions.deliver(errand=self.errand, outcome="送到家中，本人签收。", actor=agent, now=now)

        return self._plan(when, act)

    def _plan(self, when: datetime, act: Callable[[datetime], object]) -> "Trip":
        self.script.plan(when, act)
        return self


def plan_errands(script: Script, city: City, days: Days) -> None:
    """Plan errands at every stage."""
    at, numbers = days.at, iter(range(1, 20))

    def new(item: str) -> Trip:
        return Trip(script, city, next(numbers), item)

    new("农村村民住宅用地审批").take_in(at(5, "09:10"))  # late: two working days are over
    new("高龄老人津贴发放").take_in(at(1, "10:20"))
    new("食品小作坊登记").take_in(at(2, "09:00")).carry(at(1, "09:40"))
    back = new("林木采伐许可").take_in(at(3, "14:00"), all_papers=False).carry(at(2, "09:30"))
    back.send_back(at(2, "10:15"), "缺伐区调查设计材料，请补齐后再送。")
    new("临时救助对象认定").take_in(at(4, "15:00")).carry(at(3, "09:20")).receive(at(3, "09:35"))
    fetch = new("设施农业用地备案").take_in(at(7, "09:00")).carry(at(6, "09:15")).receive(at(6, "09:30"))
    fetch.grant(at(4, "15:30"))
    done = new("特困人员认定").take_in(at(12, "09:00")).carry(at(11, "09:10")).receive(at(11, "09:20"))
    done.grant(at(8, "14:00")).bring(at(7, "10:00"))


def remove_errands() -> int:
    """Take the errands out again, before the cases they became; returns how many."""
    rows = Errand.objects.filter(demo=True)
    count = rows.count()
    rows.delete()
    return count
