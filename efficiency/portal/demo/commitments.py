"""What the units of the demo city promise in public, and whether they kept it in the month that is over."""

from datetime import datetime, timedelta
from decimal import Decimal

from approvals.commitments import actions
from approvals.commitments.kinds import Finding, Measure, Outcome, Topic
from approvals.commitments.measuring import Month, measure
from approvals.commitments.models import Commitment, Verdict, Version
from efficiency.common.moments import local_date
from efficiency.portal.demo.city import City
from efficiency.portal.demo.people import SHOWN_UNIT
from efficiency.portal.demo.script import Days, Script

_PROMISES = (
    (SHOWN_UNIT, "市容审批事项按承诺期限办结率不低于98%。", Measure.IN_TIME, "98"),
    (SHOWN_UNIT, "不因超期被发效能卡。", Measure.NO_CARD, "0"),
    ("scjg", "食品经营等许可无一件超过承诺期限。", Measure.NONE_LATE, "0"),
    ("scjg", "企业和群众评价满意率不低于95%。", Measure.SATISFIED, "95"),
    ("wjw", "卫生许可、护士注册按期办结率不低于99%。", Measure.IN_TIME, "99"),
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
    """The month that is over, and the months before it as the office of the demo city has them on record."""
    actions.measure_month(month=month, now=now)
    hall = Commitment.objects.get(unit=city.units["spj"])
    office = city.accounts["office"]
    evidence = "本月四次午间抽查，均有人值守（演示）。"
    actions.assess(commitment=hall, month=month, kept=True, evidence=evidence, actor=office, now=now)
    broken = _broken(city, month, now)
    if broken is not None:
        text = "本月案件集中，已增派两人并每日核对临期清单（演示）。"
        actions.answer(verdict=broken, text=text, actor=city.heads[SHOWN_UNIT], now=now)


def _broken(city: City, month: Month, now: datetime) -> Verdict | None:
    """The shown unit's broken commitment. Where last month has none, this month so far shows one early (demo)."""
    unit = city.units[SHOWN_UNIT]
    found = Verdict.objects.select_related("unit").filter(unit=unit, month=month.first, outcome=Outcome.BROKEN).first()
    if found is not None:
        return found
    version = Version.objects.select_related("commitment").get(commitment__unit=unit, measure=Measure.NO_CARD)
    this = month.following
    counted = measure(Measure.NO_CARD, version.threshold, unit, this)
    if counted.outcome != Outcome.BROKEN:
        return None
    return Verdict.objects.create(
        commitment=version.commitment,
        version=version,
        unit=unit,
        month=this.first,
        outcome=counted.outcome,
        part=counted.part,
        whole=counted.whole,
        at=now,
        demo=True,
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
