"""What the office of the demo city has chosen, and what awaits its second person."""

from datetime import datetime

from complaints.defined import RETURN_WINDOW
from efficiency.changes.actions import decide, propose
from efficiency.changes.kinds import Payload
from efficiency.changes.models import Change
from efficiency.clocks.actions import policy_in_force
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.policy_changes import payload_of
from efficiency.common.moments import local_date
from efficiency.portal.demo.city import City
from efficiency.portal.demo.script import Days, Script
from efficiency.workdays import proposals
from efficiency.workdays.models import DayKind


def plan_choices(script: Script, city: City, days: Days) -> None:
    """A setting with a history, a limit and a local closure that wait: another of the office decides."""
    script.plan(days.at(24, "09:30"), lambda now: _set_window(city, 1, 2, "单位反映一日过短（演示）。", now))
    script.plan(days.at(12, "09:30"), lambda now: _set_window(city, 2, 1, "退单过多，恢复一日（演示）。", now))
    script.plan(days.at(1, "10:10"), lambda now: _shorten_the_reply(city, now))
    script.plan(days.at(1, "15:40"), lambda now: _close_for_a_day(city, days, now))


def _set_window(city: City, was: int, value: int, ground: str, now: datetime) -> None:
    payload = {"key": RETURN_WINDOW, "was": was, "value": value, "from": ""}
    change = _propose(city, "setting", "设置：退回期限", payload, ground, "昆效办〔演示〕3号", now)
    decide(change=change, confirm=True, actor=city.accounts["office2"], now=now)


def _shorten_the_reply(city: City, now: datetime) -> None:
    payload = payload_of(policy_in_force(ClockKind.REPLY, now), {"limit": 4}) | {"from": ""}
    _propose(city, "policy", "时限：单位答复", payload, "多数工单四日内办结（演示）。", "昆效办〔演示〕8号", now)


def _close_for_a_day(city: City, days: Days, now: datetime) -> None:
    day = days.calendar.add(local_date(days.now), 2)
    payload = proposals.of_day(day, DayKind.REST, "防台风停工（演示）")
    _propose(
        city, proposals.DAY, f"{day} 防台风停工（演示）", payload, "防台风停工（演示）。", "昆政办〔演示〕9号", now
    )


def _propose(city: City, kind: str, title: str, payload: Payload, ground: str, document: str, now: datetime) -> Change:
    return propose(
        kind=kind,
        title=title,
        payload=payload,
        ground=ground,
        document=document,
        actor=city.accounts["office"],
        now=now,
        demo=True,
    )
