"""Consultations of the demo city, one open and one concluded, and a supervision bulletin."""

from datetime import datetime

from approvals.consultations import actions
from approvals.consultations.facts import late_now
from approvals.consultations.kinds import Outcome, Stance
from approvals.consultations.models import Addressee, Bulletin, Consultation, Invitation
from efficiency.portal.demo.city import City
from efficiency.portal.demo.projects import Undertaking
from efficiency.portal.demo.script import Days, Script


def plan_consultations(script: Script, city: City, days: Days, projects: dict[str, Undertaking]) -> None:
    """What the units were asked, and what the office made of what is late."""
    at = days.at
    script.plan(at(12, "10:00"), lambda now: _convene(city, projects["accepted"], "swtj", ("zgj", "swj"), now))
    script.plan(at(11, "15:00"), lambda now: _answer(city, projects["accepted"], "zgj", now))
    script.plan(at(10, "11:00"), lambda now: _answer(city, projects["accepted"], "swj", now))
    script.plan(at(10, "16:00"), lambda now: _conclude(city, projects["accepted"], now))
    script.plan(at(2, "09:30"), lambda now: _convene(city, projects["reviewed"], "fgw", ("zgj", "cgj", "gdgs"), now))
    script.plan(at(1, "11:20"), lambda now: _answer(city, projects["reviewed"], "zgj", now))
    script.plan(at(3, "14:00"), lambda now: _issue(city, now))
    script.plan(at(2, "10:00"), lambda now: _acknowledge(city, now))


def _convene(city: City, project: Undertaking, unit: str, invited: tuple[str, ...], now: datetime) -> None:
    actions.convene(
        about=project.project,
        question="厂区东侧出入口与规划道路、供水管线冲突，能否按调整方案实施？",
        units=[city.units[code] for code in invited],
        leader=city.accounts["executive"],
        place="政务服务中心三楼会商室（演示）",
        actor=city.heads[unit],
        now=now,
    )


def _answer(city: City, project: Undertaking, code: str, now: datetime) -> None:
    rows = Invitation.objects.select_related("unit", "consultation")
    invitation = rows.get(consultation__project=project.project, unit__code=code, answered_at=None)
    actions.answer(
        invitation=invitation,
        stance=Stance.CONDITIONS,
        text="原则同意，出入口后退红线不少于5米，管线迁改方案另行报批（演示）。",
        actor=city.heads[code],
        now=now,
    )


def _conclude(city: City, project: Undertaking, now: datetime) -> None:
    consultation = Consultation.objects.select_related("matter__unit").get(project=project.project)
    actions.conclude(
        consultation=consultation,
        minutes="与会单位逐项核对方案，就出入口和管线迁改达成一致（演示）。",
        outcome=Outcome.CONDITIONS,
        decision="按后退5米调整出入口；管线迁改由企业委托，水务局三日内批复（演示）。",
        actor=city.heads[consultation.matter.unit.code],
        now=now,
    )


def _issue(city: City, now: datetime) -> None:
    bulletin = actions.draft_bulletin(
        title="关于项目审批承诺超期事项的督办通报（演示）",
        words="请责任单位三个工作日内办结，并书面说明超期原因和防止再次发生的措施。",
        clocks=[fact.clock for fact in late_now(now)],
        actor=city.accounts["office"],
        now=now,
        demo=True,
    )
    actions.decide_bulletin(bulletin=bulletin, approve=True, actor=city.accounts["office2"], now=now)


def _acknowledge(city: City, now: datetime) -> None:
    addressee = Addressee.objects.select_related("unit", "bulletin").filter(bulletin__demo=True).first()
    assert addressee is not None  # issued the day before
    head = city.heads[addressee.unit.code]
    actions.acknowledge(addressee=addressee, reply="已安排专人，今日补齐手续后发照（演示）。", actor=head, now=now)


def remove_consultations() -> int:
    """Remove demo consultations and bulletins; returns how many consultations."""
    Addressee.objects.filter(bulletin__demo=True).delete()
    Bulletin.objects.filter(demo=True).delete()
    consultations = Consultation.objects.filter(matter__demo=True)
    count = consultations.count()
    Invitation.objects.filter(consultation__in=consultations).delete()
    consultations.delete()
    return count
