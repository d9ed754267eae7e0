"""A town of the demo city that is going live: on trial, with the backlog of its older system."""

from datetime import date, datetime, timedelta

from efficiency.cards.launching import part_words, payload_of
from efficiency.changes.actions import decide, propose
from efficiency.changes.kinds import Payload
from efficiency.changes.models import Change
from efficiency.common.moments import local_date
from efficiency.portal.demo.city import City
from efficiency.portal.demo.script import Days, Script

TOWN = "town-qd"
_DOCUMENT = "昆效办〔演示〕6号"
# Number in the older system, kind, what happened, where; the days back on which it was filed and dispatched.
_BACKLOG = (
    ("QD-0117", "repair", "健身步道两盏路灯不亮，晚上散步看不清路。", "千灯镇秦峰路", 45, 44),
    ("QD-0121", "complaint", "便民服务点中午无人值守，窗口也没有公示值班安排。", "千灯镇石浦社区", 38, 37),
    ("QD-0125", "help", "老旧小区下水道堵塞，污水外溢到楼道口。", "千灯镇炎武小区", 33, 33),
    ("QD-0126", "suggestion", "建议在农贸市场门口增设非机动车停车线。", "千灯镇少卿路", 27, 26),
    ("QD-0127", "consultation", "咨询农村宅基地翻建需要准备哪些材料。", "千灯镇歇马桥村", 26, 26),
)


def plan_golive(script: Script, city: City, days: Days) -> None:
    """The town goes on trial, its backlog comes in, and its first day of cards awaits a second person."""
    script.plan(days.at(25, "10:00"), lambda now: _by_two(city, "launch", _start_of(city, None), now))
    script.plan(days.at(25, "15:00"), lambda now: _by_two(city, "backlog", _backlog(city, days), now))
    first = (local_date(days.now).replace(day=1) + timedelta(days=63)).replace(day=1)
    script.plan(days.at(1, "16:20"), lambda now: _propose(city, "launch", _start_of(city, first), now))


def _start_of(city: City, start: date | None) -> Payload:
    return payload_of(subsystem="", unit=city.units[TOWN], start=start)


def _backlog(city: City, days: Days) -> Payload:
    rows = [
        [
            number,
            kind,
            words,
            place,
            f"{days.at(filed, '09:20'):%Y-%m-%d %H:%M}",
            city.units[TOWN].code,
            f"{days.at(sent, '14:00'):%Y-%m-%d %H:%M}",
        ]
        for number, kind, words, place, filed, sent in _BACKLOG
    ]
    return {"backlog": "complaints", "rows": rows}


def _propose(city: City, kind: str, payload: Payload, now: datetime) -> Change:
    unit = city.units[TOWN]
    title = f"{unit.name}历史工单导入" if kind == "backlog" else f"上线：{part_words('', unit)}"
    return propose(
        kind=kind,
        title=title,
        payload=payload,
        ground="千灯镇分批接入，先试运行后发卡（演示）。",
        document=_DOCUMENT,
        actor=city.accounts["office"],
        now=now,
        demo=True,
    )


def _by_two(city: City, kind: str, payload: Payload, now: datetime) -> None:
    change = _propose(city, kind, payload, now)
    decide(change=change, confirm=True, actor=city.accounts["office2"], now=now + timedelta(minutes=30))
