"""The ways that cases of the demo city go, through the same acts as real ones."""

from collections.abc import Callable
from datetime import datetime, timedelta

from approvals import actions
from approvals.models import Case, DeclineGround, DeliveryWay, Outcome, Point, StageDuty
from efficiency.clocks.kinds import Ground
from efficiency.common.moments import local_date
from efficiency.portal.demo.city import City
from efficiency.portal.demo.script import Days, Script
from efficiency.vault.identity import Identity


class Application:
    """The way of one case. Each method plans one act and returns the application."""

    def __init__(self, script: Script, city: City, number: int, item: str) -> None:
        self.script, self.city, self.number, self.item = script, city, number, city.items[item]
        self._case: Case | None = None

    @property
    def case(self) -> Case:
        """The case as it stands now."""
        assert self._case is not None  # received by the first act of every application
        return Case.objects.select_related("matter").get(pk=self._case.pk)

    def receive(self, when: datetime, *, accept: bool = False) -> "Application":
        """The counter takes it; what is not accepted at once lacks its last material."""
        materials = self.item.material_list
        person = Identity(name=f"演示申请人{self.number:02d}", phone=f"138{self.number:08d}", id_number="（演示）")

        def act(now: datetime) -> None:
            self._case = actions.receive_case(
                item=self.item,
                applicant=person,
                materials=materials if accept else materials[:-1],
                submission=f"demo-case-{self.number:022d}",
                accept=accept,
                actor=self.city.accounts["window"],
                now=now,
            )

        return self._plan(when, act)

    def accept(self, when: datetime) -> "Application":
        """The papers are complete."""
        clerk = self.city.accounts["window"]
        return self._plan(when, lambda now: actions.accept_case(case=self.case, actor=clerk, now=now))

    def tell(self, when: datetime) -> "Application":
        """The applicant is told what is missing."""

        def act(now: datetime) -> None:
            points = [actions.Told("未提交", material) for material in self.case.missing]
            points = points or [actions.Told("申请表第2页未签名")]
            actions.tell_to_correct(case=self.case, points=points, actor=self.city.accounts["window"], now=now)

        return self._plan(when, act)

    def complete(self, when: datetime) -> "Application":
        """The applicant brings everything; it is accepted on that day."""

        def act(now: datetime) -> None:
            keys = Point.objects.filter(correction__case=self.case).values_list("pk", flat=True)
            actions.take_completion(case=self.case, points=list(keys), actor=self.city.accounts["window"], now=now)

        return self._plan(when, act)

    def decline(self, when: datetime, agency: str, reasons: str) -> "Application":
        """Another agency decides on it."""
        clerk = self.city.accounts["window"]
        return self._plan(
            when,
            lambda now: actions.decline_case(
                case=self.case, ground=DeclineGround.NOT_OURS, agency=agency, reasons=reasons, actor=clerk, now=now
            ),
        )

    def deliver(self, when: datetime, way: DeliveryWay, slip: str = "") -> "Application":
        """The applicant has the decision."""
        clerk = self.city.accounts["window"]
        return self._plan(
            when, lambda now: actions.deliver_case(case=self.case, way=way, slip=slip, actor=clerk, now=now)
        )

    def grant(self, when: datetime) -> "Application":
        """The certificate is there."""
        return self._finish(when, Outcome.GRANTED, f"演示证字〔{when.year}〕{self.number:03d}号", "")

    def refuse(self, when: datetime) -> "Application":
        """It cannot be granted."""
        return self._finish(when, Outcome.REFUSED, "", "现场核查发现经营场所与申报平面不一致，不符合许可条件。")

    def withdraw(self, when: datetime) -> "Application":
        """The applicant takes it back."""
        clerk = self.city.accounts["window"]
        return self._plan(
            when,
            lambda now: actions.withdraw_case(
                case=self.case, reason="申请人书面撤回，另行选址。", actor=clerk, now=now
            ),
        )

    def pause(self, when: datetime, days: int) -> "Application":
        """Experts review it: both limits stand still until the announced day."""

        def act(now: datetime) -> None:
            code = self.item.unit.code
            ask = actions.ask_pause(
                case=self.case,
                ground=Ground.EXPERT_REVIEW,
                planned_until=local_date(now) + timedelta(days=days),
                reason="需组织专家对报告表进行评审。",
                actor=self.city.handlers[code],
                now=now,
            )
            actions.rule_on_ask(ask=ask, granted=True, actor=self.city.heads[code], now=now)

        return self._plan(when, act)

    def extend(self, when: datetime, days: int, *, ruled: bool = True) -> "Application":
        """The head of the department gives more time by law (art. 42), or has yet to rule."""

        def act(now: datetime) -> None:
            code = self.item.unit.code
            ask = actions.ask_extension(
                case=self.case, days=days, reason="需要补充踏勘。", actor=self.city.handlers[code], now=now
            )
            if ruled:
                actions.rule_on_ask(ask=ask, granted=True, actor=self.city.heads[code], now=now)

        return self._plan(when, act)

    def offer(self, when: datetime, unit: str) -> "Application":
        """The department hands it over to another unit, which has yet to answer."""

        def act(now: datetime) -> None:
            handler = self.city.handlers[self.item.unit.code]
            reason = "经营场所在该单位辖区，请就近办理。"
            actions.offer_handover(case=self.case, to_unit=self.city.units[unit], reason=reason, actor=handler, now=now)

        return self._plan(when, act)

    def commit(self, when: datetime) -> "Application":
        """Decided at once on the applicant's commitment."""
        clerk = self.city.accounts["window"]
        return self._plan(when, lambda now: actions.take_commitment(case=self.case, actor=clerk, now=now))

    def _do_stages(self, now: datetime) -> None:
        """What the department does before it decides."""
        code = self.item.unit.code
        while (stage := actions.next_stage(self.case)) is not None and stage.duty != StageDuty.DECIDE:
            hearing = stage.duty == StageDuty.HEARING
            actor, other = self.city.handlers[code], self.city.heads[code]
            actions.finish_stage(
                stage=stage,
                opinion="符合要求，拟同意。",
                second=other if stage.duty == StageDuty.SITE else None,
                actor=other if hearing else actor,
                now=now,
            )

    def _finish(self, when: datetime, outcome: Outcome, result: str, reasons: str) -> "Application":
        clerk = self.city.accounts["window"]

        def act(now: datetime) -> None:
            self._do_stages(now)
            actions.finish_case(case=self.case, outcome=outcome, result=result, reasons=reasons, actor=clerk, now=now)

        return self._plan(when, act)

    def _plan(self, when: datetime, act: Callable[[datetime], object]) -> "Application":
        self.script.plan(when, act)
        return self


def plan_cases(script: Script, city: City, days: Days) -> dict[str, Application]:
    """Plan cases at every stage; returns those that cards will come of."""
    at, ago = days.at, days.ago
    names = iter(range(1, 100))

    def new(item: str) -> Application:
        return Application(script, city, next(names), item)

    marked = {
        # Limits that ran out at the close of the last working day: the first sweep cards them.
        "late soon 1": new("食品经营许可").receive(at(6, "09:40"), accept=True),
        "late soon 2": new("店招标牌设置备案").receive(at(4, "10:20"), accept=True),
        "late soon 3": new("公共场所卫生许可").receive(at(6, "11:00")).accept(at(5, "09:30")),
        "red soon": new("城市建筑垃圾处置核准").receive(at(21, "14:10"), accept=True),
        "not told": new("娱乐场所经营许可").receive(at(6, "15:20")),
        "rectified": new("特种设备使用登记").receive(at(14, "09:30"), accept=True).grant(at(8, "16:00")),
        "upheld": new("护士执业注册").receive(at(13, "10:00"), accept=True).grant(at(7, "11:00")),
    }
    new("设置大型户外广告审批").receive(at(3, "09:15"), accept=True)
    new("临时性建筑物搭建、堆放物料、占道施工审批").receive(at(4, "14:00"), accept=True)
    new("临时占用城市绿地审批").receive(at(2, "10:40"))
    new("砍伐、移植城市树木审批").receive(at(8, "09:00"), accept=True).grant(at(3, "15:20"))
    new("建设项目环境影响报告表审批").receive(at(12, "09:50"), accept=True).pause(at(7, "16:00"), 21)
    new("排污许可").receive(at(17, "10:30"), accept=True).extend(at(9, "15:00"), 10)
    new("建筑工程施工许可").receive(at(2, "09:05"), accept=True)
    new("商品房预售许可").receive(at(4, "13:40"), accept=True)
    new("建设工程规划许可").receive(at(5, "10:10"), accept=True)
    new("不动产转移登记").receive(at(1, "09:20"), accept=True).grant(at(1, "15:10"))
    new("内资企业设立登记").receive(at(1, "10:05"), accept=True).grant(at(1, "16:20"))
    new("内资企业设立登记").receive(at(3, "13:15"), accept=True).grant(at(2, "10:15"))
    new("食品经营许可").receive(at(9, "09:25"), accept=True).grant(at(6, "14:30"))
    new("食品经营许可").receive(at(8, "13:30"), accept=True).refuse(at(4, "16:10"))
    new("旅馆业特种行业许可").receive(at(5, "14:45"), accept=True)
    new("道路货物运输经营许可").receive(at(3, "15:00"), accept=True).withdraw(at(2, "09:30"))
    new("劳务派遣经营许可").receive(at(4, "09:35")).accept(at(2, "11:00"))
    new("城镇污水排入排水管网许可").receive(at(6, "16:00"), accept=True)
    new("烟草专卖零售许可").receive(at(2, "14:20"), accept=True)
    new("最低生活保障对象认定").receive(at(10, "10:50"), accept=True)
    new("公众聚集场所投入使用、营业前消防安全检查").receive(at(3, "10:30"), accept=True)
    new("农村村民住宅用地审批").receive(at(5, "15:30"), accept=True)
    new("店招标牌设置备案").receive(ago(minutes=35), accept=True)
    new("食品小作坊登记").receive(ago(minutes=12))
    new("设置大型户外广告审批").receive(at(9, "10:25"), accept=True).extend(at(1, "09:30"), 5, ruled=False)
    new("公共场所卫生许可").receive(at(2, "09:25"), accept=True).offer(at(1, "10:40"), "town-zz")
    new("公共场所卫生许可").receive(at(3, "09:15"), accept=True).commit(at(3, "09:20")).grant(at(3, "09:25"))
    new("食品经营许可").receive(at(4, "10:15")).tell(at(4, "10:30"))
    new("公共场所卫生许可").receive(at(9, "09:45")).tell(at(8, "14:20")).complete(at(3, "10:10"))
    new("道路货物运输经营许可").receive(at(2, "11:10")).decline(
        at(2, "11:25"), "苏州市交通运输局", "申请经营危险货物运输，审批权限不在本市。"
    )
    done = new("护士执业注册").receive(at(12, "14:00"), accept=True).grant(at(8, "10:20"))
    done.deliver(at(6, "15:30"), DeliveryWay.POST, "EMS演示0001")
    handed = new("内资企业设立登记").receive(at(2, "09:50"), accept=True).grant(at(2, "15:40"))
    handed.deliver(at(2, "15:45"), DeliveryWay.COUNTER)
    return marked
