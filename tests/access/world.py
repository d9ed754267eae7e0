"""A small city whose objects all belong to one department, and everybody who may look at them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client

from approvals.actions import ask_extension
from approvals.applications import actions as online
from approvals.applications.models import Upload
from approvals.catalogue import schedule_change
from approvals.commitments.actions import publish
from approvals.commitments.kinds import Measure
from approvals.commitments.models import Verdict
from approvals.consultations.actions import convene
from approvals.consultations.models import Addressee, Bulletin
from approvals.fees.models import Bill, Fee
from approvals.models import Case, ItemImport
from approvals.projects import actions as project_actions
from approvals.projects.actions.chains import add_template, renew_chain
from approvals.projects.chains import Plan, stored
from approvals.ratings.actions import give_rating
from approvals.ratings.actions.tablets import set_up_tablet
from approvals.ratings.kinds import Channel
from approvals.ratings.models import Rating
from complaints import actions as complaint_actions
from complaints.models import Complaint
from efficiency.cards.actions import propose_ruling
from efficiency.cards.kinds import RulingKind
from efficiency.cards.models import Card, ClockFault, Ruling
from efficiency.changes.actions import propose
from efficiency.changes.models import Change
from efficiency.clocks.kinds import Ground
from efficiency.common.cleaning import clean
from efficiency.integrators.actions import make_token
from efficiency.integrators.models import Token
from efficiency.integrators.scopes import Scope
from efficiency.irregularities.models import Finding, Look
from efficiency.notifications.actions import add_endpoint
from efficiency.notifications.models import Endpoint, Notice
from efficiency.organization.models import Post, Unit, UnitKind, User
from efficiency.presence.actions.enquiries import note_enquiry
from efficiency.presence.actions.outings import go_out
from efficiency.presence.actions.rosters import Turn, add_duties
from efficiency.presence.actions.unexcused import record_unexcused
from efficiency.presence.models import Duty
from efficiency.vault.actions import receive_request
from efficiency.vault.identity import Identity
from efficiency.vault.models import DataRequest
from efficiency.workdays.models import DayException, DayKind
from tests.access.comers import who_comes
from tests.approvals.builders import RECEIVED, make_case, make_item
from tests.cards.builders import make_late_card
from tests.cast import at, make_unit, make_user
from tests.complaints import files
from tests.complaints.conftest import FILED, make_complaint
from tests.fees.builders import make_adjustment, make_bill_of, make_paid_bill, make_standard
from tests.presence.builders import asked, span
from tests.rounds.builders import opened

NOON = at("2026-10-12 12:00")
CITIZEN = Identity(name="金丝雀姓名", phone="13912345678", email="canary@example.cn")
CANARIES = (CITIZEN.name, CITIZEN.phone, CITIZEN.email, "139-1234-5678", "顾晓演", "13800000001", "32058318901230009X")

# Everybody at whom an object is tried: role and place. "own" is the department that has the objects.
PEOPLE = {
    "head, own": ("head", "own"),
    "handler, own": ("handler", "own"),
    "window, own": ("window", "own"),
    "head, above": ("head", "above"),
    "head, below": ("head", "below"),
    "head, sibling": ("head", "sibling"),
    "handler, sibling": ("handler", "sibling"),
    "window, sibling": ("window", "sibling"),
    "fee": ("fee", "centre"),
    "operator": ("operator", "hotline"),
    "office": ("office", "office"),
    "executive": ("executive", "city"),
    "auditor": ("auditor", "city"),
    "sysadmin": ("sysadmin", "city"),
    "secadmin": ("secadmin", "city"),
}


@dataclass
class World:
    """The city, its people and one object of each kind."""

    units: dict[str, Unit]
    people: dict[str, User]
    others: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.others[name]
        except KeyError:
            raise AttributeError(name) from None


def make_world() -> World:
    """Build it once for each test: about eighty rows."""
    city = make_unit("昆山市", UnitKind.CITY)
    above = make_unit("市住建局", parent=city)
    own = make_unit("市城市管理局", parent=above)
    units = {
        "city": city,
        "above": above,
        "own": own,
        "below": make_unit("城管一中队", parent=own),
        "sibling": make_unit("市水务局", parent=above),
        "hotline": make_unit("12345热线中心", UnitKind.HOTLINE),
        "office": make_unit("市效能办", UnitKind.OFFICE),
        "centre": make_unit("市政务服务中心", UnitKind.CENTRE),
    }
    people = {name: make_user(role, unit=units[place]) for name, (role, place) in PEOPLE.items()}
    world = World(units, people)
    _business(world)
    _administration(world)
    _catalogue(world)
    _presence(world)
    _projects(world)
    _ratings(world)
    _commitments(world)
    world.others |= who_comes(own, people["window, own"], world.case.item, units["centre"], NOON)
    _applications(world)
    return world


def _business(world: World) -> None:
    people, own = world.people, world.units["own"]
    card: Card = make_late_card(own)
    ruling: Ruling = propose_ruling(
        card=make_late_card(own), kind=RulingKind.REVOKE, ground="系统故障", actor=make_user("office"), now=NOON
    )
    case: Case = make_case(make_item(own), make_user("window", unit=world.units["centre"]))
    fee: Fee = make_standard(case.item).fee
    accepted: Case = make_case(make_item(own), make_user("window", unit=world.units["centre"]), accept=True)
    ask = ask_extension(case=accepted, days=3, reason="补充踏勘", actor=people["handler, own"], now=RECEIVED)
    bill: Bill = make_bill_of(fee.standards.get())
    waiver = make_adjustment(bill.lines.get(), head=people["head, own"])
    photo = clean("a.jpg", files.photo_with_place())
    text = "我是金丝雀姓名,电话139-1234-5678。"
    repair: Complaint = _handled(world, kind="repair", content=text, files=[photo])
    accusing: Complaint = _handled(world, kind="complaint", content=text)
    filed: Complaint = make_complaint(content=text, person=CITIZEN)
    look_for = Look.objects.create(started_at=NOON, finished_at=NOON, found=1)
    finding = Finding.objects.create(
        rule="E-07",
        sign="no-receipt",
        subject="no-receipt:1",
        matter=accepted.matter,
        unit=own,
        at=RECEIVED,
        found_at=NOON,
        facts={"item": accepted.item.name},
        look=look_for,
    )
    notice = Notice.objects.filter(recipient=people["head, own"], channel="inbox").first()
    assert notice is not None
    assert card.clock is not None
    fault = ClockFault.objects.create(clock=card.clock, at=NOON, error="boom")
    round_ = opened((case.item, 3), office=people["office"], now=NOON)
    world.others |= {
        "round": round_,
        "proposal": round_.proposals.get(),
        "card": card,
        "ruling": ruling,
        "case": case,
        "fee": fee,
        "ask": ask,
        "paper": accepted.matter.papers.get(),
        "bill": bill,
        "paid": make_paid_bill(fee.standards.get()),
        "waiver": waiver,
        "repair": repair,
        "accusing": accusing,
        "filed": filed,
        "notice": notice,
        "fault": fault,
        "finding": finding,
    }


def _handled(world: World, **given: Any) -> Complaint:
    """A complaint at its unit, signed for, with its handler."""
    people, own = world.people, world.units["own"]
    complaint = make_complaint(person=CITIZEN, identity="real", **given)
    complaint_actions.dispatch(complaint=complaint, unit=own, note="", actor=people["operator"], now=FILED)
    complaint_actions.sign_for(complaint=complaint, actor=people["head, own"], now=FILED)
    return complaint_actions.assign_handler(
        complaint=complaint, handler=people["handler, own"], actor=people["head, own"], now=FILED
    )


def _bulletin(world: World) -> Bulletin:
    """Issued to the department."""
    bulletin = Bulletin.objects.create(
        title="督办",
        words="请办结",
        as_of=NOON,
        state="issued",
        year=2026,
        serial=1,
        drafted_by=make_user("office"),
        decided_by=make_user("office"),
        decided_at=NOON,
    )
    Addressee.objects.create(bulletin=bulletin, unit=world.units["own"])
    return bulletin


def _projects(world: World) -> None:
    """A project whose first step is the department's and done, and a pause asked for."""
    own, clerk = world.units["own"], make_user("window", unit=world.units["centre"])
    template = add_template(code="chain", name="工业项目", series="industrial", actor=None, now=NOON)
    plans = [Plan(1, "名称", "single", own.code, span="starts"), Plan(2, "许可", "single", own.code, "", (1,), "ends")]
    values = {"steps": stored(plans), "total": 30, "before": None, "basis": "本市设定"}
    renew_chain(template=template, values=values, actor=None, now=NOON)
    project = project_actions.open_project(
        template=template, name="厂房", firm=CITIZEN, unit=own, submission="a" * 32, actor=clerk, now=NOON
    )
    step = project.steps.get(number=1)
    project_actions.record_papers(step=step, taken=["申报表"], actor=clerk, now=NOON)
    project_actions.finish_step(step=step, result="1号", actor=clerk, now=NOON)
    project.refresh_from_db()
    assert project.total_clock is not None
    world.others |= {
        "project": project,
        "consultation": convene(
            about=project, question="能否？", units=[world.units["below"]], actor=world.people["head, own"], now=NOON
        ),
        "bulletin": _bulletin(world),
        "clock_request": project_actions.ask_pause(
            clock=project.total_clock,
            ground=Ground.OTHER,
            planned_until=date(2026, 10, 16),
            reason="等待用地",
            document="1号",
            actor=world.people["handler, own"],
            now=NOON,
        ),
    }


def _administration(world: World) -> None:
    people, own = world.people, world.units["own"]
    post = Post.objects.create(unit=own, name="窗口", duties="收件")
    free = make_user(unit=own)
    gone = make_user("office", unit=own)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    change: Change = propose(
        kind="role-grant",
        title="角色",
        payload={"user": free.pk, "role": "handler"},
        ground="调入",
        actor=people["secadmin"],
        now=NOON,
    )
    token: Token = make_token(
        name="省平台",
        unit=own,
        account=people["handler, own"],
        scopes=[Scope.values[0]],
        expires_at=at("2027-01-01 00:00"),
        actor=people["secadmin"],
        now=NOON,
    )
    endpoint: Endpoint = add_endpoint(
        name="机器人",
        kind="wecom",
        unit=own,
        events=[],
        language="zh-hans",
        url="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x",
        secret="",
        actor=people["sysadmin"],
        now=NOON,
    )
    exception = DayException.objects.create(
        day=date(2026, 12, 7), kind=DayKind.values[0], name="停电", document="昆政发〔2026〕1号"
    )
    request = receive_request(kind="copy", channel="visit", checked="出示身份证", actor=people["office"], now=NOON)
    DataRequest.objects.filter(pk=request.pk).update(persons=[str(world.repair.reporter)])
    world.others |= {
        "request": request,
        "post": post,
        "free": free,
        "gone": gone,
        "grant": people["handler, own"].grants.get(),
        "change": change,
        "token": token,
        "endpoint": endpoint,
        "exception": exception,
    }


def _catalogue(world: World) -> None:
    """A change of an item that is scheduled, and a file of items on its way in."""
    office = make_user("office")
    values = {"promised_limit": 2}
    scheduled = schedule_change(
        item=world.case.item,
        values=values,
        effective_from=at("2099-01-01 00:00"),
        ground="提速",
        actor=office,
        now=NOON,
    )
    item_import = ItemImport.objects.create(
        file_name="目录.xlsx", sheets={}, summary={"added": [], "lines": []}, total=0, made_by=office, made_at=NOON
    )
    world.others |= {"scheduled": scheduled, "item_import": item_import}


def _presence(world: World) -> None:
    handler, head, own = world.people["handler, own"], world.people["head, own"], world.units["own"]
    monday = at("2026-10-12 09:00")
    add_duties(unit=own, turns=[Turn(date(2026, 10, 13), "day", handler)], actor=head, now=monday)
    world.others |= {
        "leave": asked(handler, now=monday),
        "outing": go_out(
            user=world.people["window, own"],
            place="工地",
            errand="检查",
            planned_back_at=at("2026-10-12 10:00"),
            now=monday,
        ),
        "unexcused": record_unexcused(
            user=handler, span=span("2026-10-12", last_half="am"), ground="未到岗", actor=head, now=monday
        ),
        "enquiry": note_enquiry(
            by="visit", topic="办证", text="请问怎么办证", actor=handler, contact=CITIZEN, now=monday
        ),
        "duty": Duty.objects.get(),
    }


def _ratings(world: World) -> None:
    """A bad rating with a name, and the tablet of another window."""
    centre = world.units["centre"]
    rating: Rating = give_rating(
        case=make_case(make_item(world.units["own"]), make_user("window", unit=centre), accept=True, now=NOON),
        code=5,
        channel=Channel.TABLET,
        words="我是顾晓演，电话13800000001，等太久。",
        named=True,
        now=NOON,
    )
    world.others |= {"rating": rating, "tablet": set_up_tablet(actor=make_user("window", unit=centre))}


def _commitments(world: World) -> None:
    """A commitment of the department that it did not keep in September."""
    own, office = world.units["own"], world.people["office"]
    version = publish(
        unit=own,
        text="不让一件事超期",
        measure=Measure.NO_CARD,
        threshold=Decimal(0),
        published_from=date(2026, 9, 1),
        actor=office,
        now=at("2026-08-31 10:00"),
    )
    given = {"commitment": version.commitment, "version": version, "unit": own, "month": date(2026, 9, 1)}
    verdict = Verdict.objects.create(**given, outcome="broken", part=1, whole=1, at=NOON)
    world.others |= {"commitment": version.commitment, "verdict": verdict}


def _applications(world: World) -> None:
    """An application filed online with a file, and a draft with one, whose applicant is the canary."""
    item = make_item(world.units["own"], depth="4")
    for place in range(2):
        given = online.Given(identity=CITIZEN, document="other")
        draft = online.begin(item=item, given=given, now=NOON)
        sent = {material: [clean("a.png", files.picture())] for material in item.material_list}
        online.add_files(application=draft, files=sent, now=NOON)
        if not place:
            world.others["online"] = online.file_application(application=draft, now=NOON)
    world.others |= {"draft": draft, "upload": Upload.objects.filter(case=world.online).earliest("pk")}


def browser(user: User | None) -> Client:
    """Somebody's signed-in browser, or a visitor's."""
    client = Client(headers={"accept-language": "en"})
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
