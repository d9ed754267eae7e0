"""Cases of the demo city that go astray, what the judge finds of it, and what unit and office say."""

import contextlib
from datetime import datetime, timedelta

from approvals import actions
from approvals.models import DelayCause, Point
from efficiency.clocks.kinds import Ground
from efficiency.common.moments import local_date
from efficiency.irregularities.actions import explain, settle
from efficiency.irregularities.judging import look
from efficiency.irregularities.models import Finding, Look, Remark
from efficiency.portal.demo.city import City
from efficiency.portal.demo.counter import Application
from efficiency.portal.demo.script import Days, Script

_FIRST_NUMBER = 201  # applicants of these cases, beside those of the counter's


def plan_irregularities(script: Script, city: City, days: Days, cases: dict[str, Application]) -> None:
    """Plan cases that break a rule, two looks of the judge, a statement and two decisions."""
    at = days.at
    numbers = iter(range(_FIRST_NUMBER, _FIRST_NUMBER + 20))

    def new(item: str) -> Application:
        return Application(script, city, next(numbers), item)

    _second_notice(script, city, new("公共场所卫生许可"), days)
    _paused_elsewhere(script, city, new("设置大型户外广告审批"), days, Ground.OTHER, "等待其他部门出具意见。")
    _paused_elsewhere(script, city, new("排污许可"), days, Ground.TESTING, "送检，等待检测报告。")
    new("劳务派遣经营许可").receive(at(4, "17:25"), accept=True)
    late = cases["late soon 2"]
    script.plan(days.ago(minutes=3), lambda now: _explained(late, city, now))
    script.plan(at(3, "08:40"), lambda now: look(now, full=True))
    script.plan(at(2, "10:05"), lambda now: _said(city, "E-05", now))
    script.plan(at(2, "10:40"), lambda now: _said(city, "E-08", now))
    script.plan(at(1, "11:10"), lambda now: _settled(city, "E-05", now, upheld=True))
    script.plan(days.ago(minutes=2), lambda now: look(now, full=True))


def _second_notice(script: Script, city: City, case: Application, days: Days) -> None:
    """The counter tries to ask a second time for what the first notice could have asked."""
    case.receive(days.at(7, "10:15")).tell(days.at(7, "10:40"))
    clerk = city.accounts["window"]

    def complete(now: datetime) -> None:
        keys = list(Point.objects.filter(correction__case=case.case).values_list("pk", flat=True))
        actions.take_completion(case=case.case, points=keys, accept_it=False, actor=clerk, now=now)

    def tell_again(now: datetime) -> None:
        points = [actions.Told("复印件不清晰", case.item.material_list[0])]
        with contextlib.suppress(actions.UnableToTell):
            actions.tell_to_correct(case=case.case, points=points, actor=clerk, now=now)

    script.plan(days.at(5, "14:10"), complete)
    script.plan(days.at(5, "14:30"), tell_again)
    case.accept(days.at(5, "15:00"))


def _paused_elsewhere(script: Script, city: City, case: Application, days: Days, ground: Ground, reason: str) -> None:
    """A pause whose announced end goes by, one of them on a ground outside the law's eight."""
    case.receive(days.at(9, "10:30"), accept=True)
    code = case.item.unit.code

    def pause(now: datetime) -> None:
        until = local_date(now) + timedelta(days=3)
        ask = actions.ask_pause(
            case=case.case, ground=ground, planned_until=until, reason=reason, actor=city.handlers[code], now=now
        )
        actions.rule_on_ask(ask=ask, granted=True, actor=city.heads[code], now=now)

    script.plan(days.at(8, "09:50"), pause)


def _explained(case: Application, city: City, now: datetime) -> None:
    """A unit tells the public why a case is late."""
    clerk = city.accounts["window"]
    if actions.is_late(case.case, now):
        expected = local_date(now) + timedelta(days=5)
        actions.explain_delay(case=case.case, cause=DelayCause.VOLUME, expected_on=expected, actor=clerk, now=now)


def _first(rule: str) -> Finding:
    return Finding.objects.filter(rule=rule, demo=True).select_related("unit").order_by("pk")[0]


def _said(city: City, rule: str, now: datetime) -> None:
    finding = _first(rule)
    text = (
        "系经办人员不熟悉一次性告知要求，已组织学习，并在窗口张贴流程。"
        if rule == "E-05"
        else "等待兄弟单位意见，法定时限照常计算。"
    )
    explain(finding=finding, text=text, actor=city.heads[finding.unit.code], now=now)


def _settled(city: City, rule: str, now: datetime, *, upheld: bool) -> None:
    ground = "补正要求应当一次性告知，情况属实。"
    settle(finding=_first(rule), upheld=upheld, ground=ground, actor=city.accounts["office"], now=now)


def remove_irregularities() -> int:
    """Take the demo city's irregularities out again, and the looks that found nothing else."""
    rows = Finding.objects.filter(demo=True)
    Remark.objects.filter(finding__in=rows).delete()
    count, _by_model = rows.delete()
    Look.objects.filter(findings=None).delete()
    return count
