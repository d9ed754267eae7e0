"""Projects of the demo city: a chain for each series, and projects at every stage."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from approvals.actions import receive_case
from approvals.projects import actions
from approvals.projects.actions.chains import add_template, renew_chain
from approvals.projects.chains import Part, Plan, stored
from approvals.projects.kinds import Currency, Promise, Series, Span, StepKind, Verdict
from approvals.projects.models import Project, Step, Template
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.portal.demo.city import City
from efficiency.portal.demo.script import Days, Script
from efficiency.vault.identity import Identity

_SPEECH = "市长讲话（2011年2月23日）提出的本市承诺；演示数据"
_PARTS = (Part("zjj", 7), Part("xfdd", 5), Part("qxj", 5))
_LAST = (Part("zjj", 5), Part("zgj", 4), Part("xfdd", 4), Part("cgj", 4))


def _plans(city: City, filing: Plan, licence: str) -> list[Plan]:
    """The way from the approved name to joint acceptance; `filing` and the licence differ by series."""
    single = StepKind.SINGLE.value

    def of_item(number: int, name: str, after: tuple[int, ...], promise: str = "", span: str = "") -> Plan:
        item = city.items[name]
        return Plan(number, name, single, item.unit.code, item.code, after, span, promise)

    return [
        Plan(1, "企业名称核准", single, "scjg", span=Span.STARTS.value, papers=("企业名称自主申报表",)),
        filing,
        of_item(3, licence, (1,), Promise.LICENCE.value),
        of_item(4, "建设项目环境影响报告表审批", (2,)),
        of_item(5, "建设工程规划许可", (2,)),
        Plan(
            6,
            "施工图联合审查",
            StepKind.REVIEW.value,
            "zjj",
            "",
            (5,),
            parts=_PARTS,
            papers=("施工图设计文件", "勘察报告"),
        ),
        of_item(7, "建筑工程施工许可", (3, 4, 6), Promise.PERMIT.value, Span.ENDS.value),
        Plan(
            8,
            "竣工联合验收",
            StepKind.ACCEPTANCE.value,
            "zjj",
            "",
            (7,),
            "",
            Promise.ACCEPTANCE.value,
            _LAST,
            ("竣工验收报告", "消防验收申请", "规划核实申请"),
        ),
    ]


def add_chains(city: City, since: datetime) -> dict[str, Template]:
    """The three chains as the office set them up."""
    single = StepKind.SINGLE.value
    project = Plan(2, "企业投资项目备案", single, "fgw", after=(1,), papers=("项目备案申请表",))
    foreign = Plan(2, "外商投资项目备案", single, "swtj", after=(1,), papers=("项目备案申请表", "外商投资信息报告表"))
    licence = "内资企业设立登记"
    chains = (
        (Series.INDUSTRIAL, "工业项目审批链", project, 30, 37, _SPEECH),
        (Series.FOREIGN, "限额以下鼓励类、允许类外资项目审批链", foreign, 37, 44, _SPEECH),
        (Series.OTHER, "其他建设项目审批链", project, 60, None, "本市设定；演示数据"),
    )
    found = {}
    for series, name, filing, total, before, basis in chains:
        template = add_template(code=f"ks-{series}", name=name, series=series, actor=None, now=since, demo=True)
        values = {"steps": stored(_plans(city, filing, licence)), "total": total, "before": before, "basis": basis}
        renew_chain(template=template, values=values, actor=None, now=since)
        found[series.value] = template
    return found


class Undertaking:
    """The way of one project. Each method plans one act and returns the undertaking."""

    def __init__(self, script: Script, city: City, number: int) -> None:
        self.script, self.city, self.number = script, city, number
        self._pk = 0

    @property
    def project(self) -> Project:
        """The project as it stands now."""
        return Project.objects.select_related("matter__unit", "opened_by").get(pk=self._pk)

    def step(self, number: int) -> Step:
        """A step as it stands now."""
        rows = Step.objects.select_related("project__matter", "project__opened_by", "unit", "item")
        return rows.get(project=self._pk, number=number)

    def open(self, when: datetime, template: Template, name: str, unit: str, **more: Any) -> "Undertaking":
        """The counter opens it."""
        firm = Identity(name=f"演示企业{self.number:02d}", phone=f"139{self.number:08d}")

        def act(now: datetime) -> None:
            self._pk = actions.open_project(
                template=template,
                name=name,
                firm=firm,
                unit=self.city.units[unit],
                submission=f"demo-project-{self.number:019d}",
                actor=self.city.accounts["window"],
                now=now,
                demo=True,
                **more,
            ).pk

        return self._plan(when, act)

    def take(self, when: datetime, number: int) -> "Undertaking":
        """The counter takes and accepts a case that fulfils a step."""

        def act(now: datetime) -> None:
            step, clerk = self.step(number), self.city.accounts["window"]
            assert step.item is not None  # planned for steps with an item
            case = receive_case(
                item=step.item,
                applicant=Identity(name=f"演示企业{self.number:02d}", phone=f"139{self.number:08d}"),
                materials=step.item.material_list,
                submission=f"demo-chain-{self.number:013d}-{number:07d}",
                accept=True,
                actor=clerk,
                now=now,
            )
            actions.link_case(step=step, case=case, actor=clerk, now=now)

        return self._plan(when, act)

    def complete(self, when: datetime, number: int) -> "Undertaking":
        """The window finds the papers complete."""

        def act(now: datetime) -> None:
            step = self.step(number)
            actions.record_papers(step=step, taken=step.required, actor=self.city.accounts["window"], now=now)

        return self._plan(when, act)

    def finish(self, when: datetime, number: int) -> "Undertaking":
        """The result of a step is there."""
        clerk = self.city.accounts["window"]
        result = f"演示准字〔{when.year}〕{self.number:02d}{number:02d}号"
        return self._plan(
            when, lambda now: actions.finish_step(step=self.step(number), result=result, actor=clerk, now=now)
        )

    def answer(self, when: datetime, number: int, *units: str, verdict: Verdict = Verdict.AGREE) -> "Undertaking":
        """Units give their opinions in joint handling."""
        text = "" if verdict == Verdict.AGREE else "请补充消防车道转弯半径标注后实施。"

        def act(now: datetime) -> None:
            run = self.step(number).runs.get(ended_at=None)
            for code in units:
                part = run.parts.select_related("unit", "run__step__project__matter").get(unit__code=code)
                actions.answer_part(part=part, verdict=verdict, text=text, actor=self.city.heads[code], now=now)

        return self._plan(when, act)

    def conclude(self, when: datetime, number: int) -> "Undertaking":
        """The unit that leads joint handling concludes it."""
        return self._plan(
            when,
            lambda now: actions.conclude_joint(
                step=self.step(number), result="联合意见：同意", actor=self.city.heads["zjj"], now=now
            ),
        )

    def pause(self, when: datetime, until: date) -> "Undertaking":
        """The whole chain stands still until a day: the unit asks, the office grants."""

        def act(now: datetime) -> None:
            clock = self.project.matter.clocks.select_related("unit", "matter").get(kind=ClockKind.PROJECT)
            request = actions.ask_pause(
                clock=clock,
                ground=Ground.OTHER,
                planned_until=until,
                reason="企业调整总平面布置，书面申请暂缓。",
                document="昆项停〔演示〕1号",
                actor=self.city.heads[clock.unit.code],
                now=now,
            )
            actions.decide_request(request=request, grant=True, note="", actor=self.city.accounts["office"], now=now)

        return self._plan(when, act)

    def ask_for_more(self, when: datetime) -> "Undertaking":
        """The unit that leads joint handling asks the head of government for ten working days more."""

        def act(now: datetime) -> None:
            clock = self.project.matter.clocks.select_related("unit", "matter").get(kind=ClockKind.JOINT)
            actions.ask_extension(
                clock=clock,
                amount=10,
                reason="结构超限，需组织专项论证。",
                document="昆联延〔演示〕1号",
                actor=self.city.heads[clock.unit.code],
                now=now,
            )

        return self._plan(when, act)

    def withdraw(self, when: datetime) -> "Undertaking":
        """The firm gives it up."""
        clerk = self.city.accounts["window"]
        return self._plan(
            when,
            lambda now: actions.withdraw_project(
                project=self.project, ground="企业书面撤回，另行选址。", actor=clerk, now=now
            ),
        )

    def _plan(self, when: datetime, act: Callable[[datetime], object]) -> "Undertaking":
        self.script.plan(when, act)
        return self


def plan_projects(script: Script, city: City, days: Days, since: datetime) -> dict[str, Undertaking]:
    """Plan projects of each series at different stages; the one that is late is carded by the judge."""
    at = days.at
    chains = add_chains(city, since)
    industrial, foreign, other = (chains[series] for series in (Series.INDUSTRIAL, Series.FOREIGN, Series.OTHER))
    numbers = iter(range(1, 20))

    def new() -> Undertaking:
        return Undertaking(script, city, next(numbers))

    leader = {"major": True, "leader": city.accounts["executive"]}
    reviewed = new().open(
        at(22, "09:20"),
        industrial,
        "年产120万套新能源汽车热管理组件项目（演示）",
        "fgw",
        capital=Decimal("380000000.00"),
        **leader,
    )
    reviewed.complete(at(21, "09:40"), 1).finish(at(21, "15:00"), 1)
    reviewed.complete(at(19, "10:00"), 2).finish(at(17, "14:00"), 2).complete(at(18, "09:30"), 3)
    reviewed.finish(at(16, "15:30"), 3).complete(at(15, "10:10"), 4).complete(at(14, "09:50"), 5)
    reviewed.finish(at(9, "16:00"), 5).complete(at(4, "10:20"), 6).answer(at(2, "15:10"), 6, "zjj")
    reviewed.answer(at(1, "10:40"), 6, "xfdd", verdict=Verdict.CONDITIONS).ask_for_more(at(1, "14:20"))
    late = new().open(at(16, "10:00"), industrial, "精密结构件智能工厂项目（演示）", "fgw", capital=Decimal("26000000"))
    late.complete(at(15, "09:30"), 1).finish(at(15, "14:10"), 1).complete(at(13, "11:00"), 2)
    late.finish(at(11, "15:20"), 2).complete(at(12, "10:00"), 3)  # a week has passed since: a card
    late.pause(at(8, "10:00"), days.day(6))
    accepted = new().open(
        at(29, "09:30"),
        foreign,
        "高端传感器封装测试扩建项目（演示）",
        "swtj",
        capital=Decimal("12500000"),
        currency=Currency.USD,
        **leader,
    )
    accepted.complete(at(29, "10:30"), 1).finish(at(28, "11:00"), 1).complete(at(27, "09:20"), 2)
    accepted.finish(at(26, "10:00"), 2).complete(at(26, "13:40"), 3).finish(at(24, "15:00"), 3)
    accepted.complete(at(25, "09:10"), 4).finish(at(18, "16:00"), 4).complete(at(25, "09:20"), 5)
    accepted.finish(at(20, "15:00"), 5).complete(at(19, "09:30"), 6).answer(at(16, "14:00"), 6, "zjj", "xfdd", "qxj")
    accepted.conclude(at(15, "10:00"), 6).complete(at(14, "09:00"), 7).finish(at(9, "11:00"), 7)
    accepted.complete(at(3, "09:40"), 8).answer(at(1, "15:00"), 8, "zgj")
    filed = new().open(
        at(5, "10:30"),
        foreign,
        "医疗器械研发中心项目（演示）",
        "swtj",
        capital=Decimal("6000000"),
        currency=Currency.EUR,
    )
    filed.complete(at(4, "11:00"), 1).finish(at(3, "10:00"), 1).take(days.ago(minutes=50), 3)
    new().open(at(9, "14:30"), other, "社区养老服务综合体项目（演示）", "mzj").complete(at(8, "10:00"), 1)
    new().open(at(7, "09:50"), other, "农贸市场改造项目（演示）", "zjj").withdraw(at(5, "15:00"))
    return {"reviewed": reviewed, "late": late, "accepted": accepted, "filed": filed}
