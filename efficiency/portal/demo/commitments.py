"""What the units of the demo city promise in public, and whether they kept it in the month that is over."""

from datetime import datetime, timedelta
from decimal import Decimal

from approvals.commitments import actions
from approvals.commitments.kinds import Finding, Measure, Topic
from approvals.commitments.measuring import Month
from approvals.commitments.models import Verdict, Version
from efficiency.common.moments import local_date
from efficiency.portal.demo.city import City
from efficiency.portal.demo.people import SHOWN_UNIT
from efficiency.portal.demo.script import Days, Script

_PROMISES = (
    (SHOWN_UNIT, "市容审批事项按承诺期限办结率不低于98%。", Measure.IN_TIME, "98"),
    (SHOWN_UNIT, "不因超期被发效能卡。", Measure.NO_CARD, "0"),
    (SHOWN_UNIT, "工作时间窗口不空岗，由效能办每月抽查。", Measure.ASSESSED, None),
    ("scjg", "食品经营等许可无一件超过承诺期限。", Measure.NONE_LATE, "0"),
    ("scjg", "企业和群众评价满意率不低于95%。", Measure.SATISFIED, "95"),
    ("wjw", "卫生许可、护士注册按期办结率不低于99%。", Measure.IN_TIME, "99"),
    ("wjw", "预防接种门诊候诊不超过30分钟，由效能办每月抽查。", Measure.ASSESSED, None),
    ("gaj", "12345工单按期答复率不低于95%。", Measure.ANSWERED, "95"),
    ("zgj", "不动产登记群众满意率不低于90%。", Measure.SATISFIED, "90"),
    ("rsj", "社保、劳务事项无一件超过承诺期限。", Measure.NONE_LATE, "0"),
    ("spj", "办事大厅午间不断档，由效能办每月抽查。", Measure.ASSESSED, None),
)
_CHECKED = (SHOWN_UNIT, "scjg", "wjw", "zgj")


def plan_commitments(script: Script, city: City, days: Days) -> None:
    """Commitments that stood before the month that is over; its verdicts; an answer; checks of publication."""
    month = Month.of(Month.of(local_date(days.now)).first - timedelta(days=1))
    # What was promised stood long before the story of the other rooms begins.
    since = month.since - timedelta(days=40)
    for code, text, kind, threshold in _PROMISES:
        _publish(city, code, text, kind, threshold, since)
    script.plan(days.ago(minutes=40), lambda now: _judge(city, month, now))
    script.plan(days.ago(minutes=20), lambda now: _check(city, now))


def _publish(city: City, code: str, text: str, kind: Measure, threshold: str | None, since: datetime) -> Version:
    return actions.publish(
        unit=city.units[code],
        text=text,
        measure=kind,
        threshold=Decimal(threshold) if threshold else None,
        published_from=local_date(since),
        actor=city.heads[code],
        now=since,
    )


def _judge(city: City, month: Month, now: datetime) -> None:
    """The month that is over: what its events show, and what the office saw itself; one broken, with an answer."""
    actions.measure_month(month=month, now=now)
    _assess(city, "spj", month, now, kept=True, evidence="本月四次午间抽查，均有人值守（演示）。")
    evidence = "本月第二次抽查，值班窗口十点至十点半无人（演示）。"
    broken = _assess(city, SHOWN_UNIT, month, now, kept=False, evidence=evidence)
    text = "当日值班人员临时外出，已落实替班并公布值班电话（演示）。"
    actions.answer(verdict=broken, text=text, actor=city.heads[SHOWN_UNIT], now=now)


def _assess(city: City, code: str, month: Month, now: datetime, *, kept: bool, evidence: str) -> Verdict:
    version = Version.objects.select_related("commitment").get(
        commitment__unit=city.units[code], measure=Measure.ASSESSED
    )
    office = city.accounts["office"]
    return actions.assess(
        commitment=version.commitment, month=month, kept=kept, evidence=evidence, actor=office, now=now
    )


def _check(city: City, now: datetime) -> None:
    """Four units, half of the topics; one thing is missing."""
    for code in _CHECKED:
        for place, topic in enumerate(list(Topic)[::2]):
            missing = code == SHOWN_UNIT and place == 1
            actions.check_publication(
                unit=city.units[code],
                topic=topic,
                finding=Finding.MISSING if missing else Finding.PUBLISHED,
                place="" if missing else f"政府信息公开专栏（{city.units[code].short_name}，演示）",
                note="",
                actor=city.accounts["office"],
                now=now,
            )
