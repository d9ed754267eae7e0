"""Who answers for the units of the demo city, who is away, on duty, or was asked something first."""

from datetime import date, datetime, timedelta

from efficiency.common.moments import local_date
from efficiency.organization.actions import add_post, add_user, grant_role
from efficiency.organization.actions.responsibilities import name_responsible
from efficiency.organization.models import User
from efficiency.organization.roles import Role
from efficiency.portal.demo.city import City
from efficiency.portal.demo.people import SHOWN_UNIT, name_of
from efficiency.portal.demo.script import Days, Script
from efficiency.presence.actions.enquiries import note_enquiry, offer_enquiry
from efficiency.presence.actions.leaves import ask_leave, decide_leave
from efficiency.presence.actions.outings import go_out
from efficiency.presence.actions.rosters import Turn, add_duties
from efficiency.presence.actions.unexcused import record_unexcused
from efficiency.presence.kinds import AskedBy, Half, LeaveKind, Shift
from efficiency.presence.models import Leave
from efficiency.presence.spans import Span

_COLLEAGUE = 190  # the number of an invented name that nobody else of the city bears
_ROSTER_DAYS = 28


def plan_presence(script: Script, city: City, days: Days, since: datetime) -> None:
    """Plan all of it; responsible persons and one more colleague stand since `since`."""
    _name_responsible(city, since)
    colleague = _add_colleague(city, since)
    _plan_leaves(script, city, days, colleague)
    _plan_register(script, city, days, colleague)
    _plan_enquiries(script, city, days, colleague)


def _name_responsible(city: City, since: datetime) -> None:
    leader = city.accounts["executive"]
    for code, head in city.heads.items():
        unit = city.units[code]
        for kind, user, office in (("head", head, ""), ("leader", leader, ""), ("office", None, "局（镇）办公室")):
            name_responsible(unit=unit, kind=kind, user=user, office_name=office, actor=None, now=since, demo=True)


def _add_colleague(city: City, since: datetime) -> User:
    """A third person of the shown unit, for whom the demo account of the handler stands in."""
    unit, handler = city.units[SHOWN_UNIT], city.handlers[SHOWN_UNIT]
    user = add_user(
        username=f"{SHOWN_UNIT}-2",
        display_name=name_of(_COLLEAGUE),
        unit=unit,
        title="市政养护科科员",
        password=None,
        actor=None,
        now=since,
        demo=True,
    )
    grant_role(user=user, role=Role.HANDLER, actor=None, now=since)
    duties = "道路、路灯、窨井盖等市政设施的报修受理与督促修复；24小时内到场处置。"
    add_post(
        unit=unit,
        name="市政养护岗",
        duties=duties,
        holder=user,
        deputy=handler,
        important=True,
        actor=None,
        now=since,
        demo=True,
    )
    return user


def _plan_leaves(script: Script, city: City, days: Days, colleague: User) -> None:
    """One on leave now, one asking, one who has not reported back."""
    handler, today = city.handlers[SHOWN_UNIT], local_date(days.now)
    leave = days.calendar.add
    _plan_leave(script, city, days, colleague, LeaveKind.ANNUAL, days.day(2), leave(today, 3), asked=6)
    _plan_leave(script, city, days, city.handlers["zjj"], LeaveKind.TRAINING, days.day(5), days.day(4), asked=8)
    script.plan(
        days.ago(hours=2),
        lambda at: ask_leave(
            user=handler,
            kind=LeaveKind.MISSION,
            span=_whole(leave(today, 6), leave(today, 7)),
            reason="参加全省城市管理现场会",
            now=at,
        ),
    )


def _plan_leave(
    script: Script, city: City, days: Days, user: User, kind: str, first: date, last: date, *, asked: int
) -> None:
    made: dict[str, Leave] = {}

    def ask(at: datetime) -> None:
        made["leave"] = ask_leave(user=user, kind=kind, span=_whole(first, last), now=at)

    def approve(at: datetime) -> None:
        assert user.unit is not None  # staff of a unit
        decide_leave(leave=made["leave"], approve=True, actor=city.heads[user.unit.code], now=at)

    script.plan(days.at(asked, "09:10"), ask)
    script.plan(days.at(asked, "15:40"), approve)


def _plan_register(script: Script, city: City, days: Days, colleague: User) -> None:
    """Somebody out now, an absence without leave on record, and the roster of the shown unit."""
    head, unit = city.heads[SHOWN_UNIT], city.units[SHOWN_UNIT]
    script.plan(
        days.ago(minutes=50),
        lambda at: go_out(
            user=city.handlers["gaj"],
            place="开发区派出所",
            errand="核对流动人口登记",
            planned_back_at=days.ago(hours=-3),
            now=at,
        ),
    )
    script.plan(
        days.at(5, "11:00"),
        lambda at: record_unexcused(
            user=city.handlers["gjj"],
            span=Span(local_date(at), Half.MORNING, local_date(at), Half.MORNING),
            ground="上午两次抽查不在岗，电话未接，未请假。",
            actor=city.heads["gjj"],
            now=at,
        ),
    )
    turns = _turns(days, head, [city.handlers[SHOWN_UNIT], colleague])
    script.plan(days.at(6, "16:00"), lambda at: add_duties(unit=unit, turns=turns, actor=head, now=at))


def _turns(days: Days, head: User, people: list[User]) -> list[Turn]:
    """The leader on days of rest, and one of the others each day."""
    today = local_date(days.now)
    monday = today - timedelta(days=today.weekday())
    turns = []
    for number in range(_ROSTER_DAYS):
        day = monday + timedelta(days=number)
        turns.append(Turn(day, Shift.WHOLE, people[number % len(people)]))
        if not days.calendar.is_working(day):
            turns.append(Turn(day, Shift.LEADER, head))
    return turns


def _plan_enquiries(script: Script, city: City, days: Days, colleague: User) -> None:
    """One of the handler, one of whoever he stands in for, one offered to his unit, one late."""
    handler, unit = city.handlers[SHOWN_UNIT], city.units[SHOWN_UNIT]

    def offered(at: datetime) -> None:
        asked = city.handlers["zjj"]
        enquiry = note_enquiry(
            by=AskedBy.PHONE, topic="店招设置要不要审批", text="沿街商铺想换店招，问找谁办。", actor=asked, now=at
        )
        offer_enquiry(enquiry=enquiry, unit=unit, user=None, note="户外设施设置归城管。", actor=asked, now=at)

    for moment, user, topic, text in (
        (days.ago(hours=5), handler, "渣土运输许可续期", "企业来问许可快到期怎么续。"),
        (days.at(3, "10:20"), colleague, "路灯报修进度", "居民问上周报修的路灯何时修好。"),
        (days.at(8, "14:30"), handler, "夜市摊位怎么申请", "摊主来问申请条件和地点。"),
    ):
        script.plan(
            moment,
            lambda at, user=user, topic=topic, text=text: note_enquiry(  # type: ignore[misc]
                by=AskedBy.VISIT, topic=topic, text=text, actor=user, now=at
            ),
        )
    script.plan(days.ago(hours=1), offered)


def _whole(first: date, last: date) -> Span:
    return Span(first, Half.MORNING, last, Half.AFTERNOON)
