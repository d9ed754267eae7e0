"""A short chain with its units and people, and the ways to bring a project to where a test begins."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from approvals.models import Item
from approvals.projects import actions
from approvals.projects.actions.chains import add_template, renew_chain
from approvals.projects.chains import Part, Plan, stored
from approvals.projects.models import Project, Step, Template
from efficiency.organization.models import Unit, UnitKind, User
from efficiency.vault.identity import Identity
from tests.approvals.builders import GOOD_CREDIT_CODE, make_item
from tests.cast import at, make_unit, make_user

NOW = at("2026-09-14 10:00")  # a Monday
FIRM = Identity(name="演示精密制造公司", phone="13800000001", id_number=GOOD_CREDIT_CODE)
_serial = count(1)


@dataclass
class Chain:
    """Name → licence (a week) → review by two units together → permit (a month) → acceptance (a week)."""

    template: Template
    centre: Unit
    market: Unit
    housing: Unit
    fire: Unit
    item: Item
    clerk: User
    head: User
    handler: User
    office: User
    mayor: User


def make_chain(total: int = 30) -> Chain:
    city = make_unit("昆山市", UnitKind.CITY)
    centre = make_unit("市政务服务中心", UnitKind.CENTRE, city)
    market, housing, fire = (make_unit(name, parent=city) for name in ("市市监局", "市住建局", "市消防大队"))
    item = make_item(market, name="内资企业设立登记")
    parts = (Part(housing.code, 7), Part(fire.code, 5))
    plans = [
        Plan(1, "企业名称核准", "single", market.code, span="starts", papers=("名称申报表",)),
        Plan(2, "营业执照", "single", market.code, item=item.code, after=(1,), promise="p-licence"),
        Plan(3, "方案联合审查", "review", housing.code, after=(1,), parts=parts, papers=("方案文本",)),
        Plan(4, "施工许可", "single", housing.code, after=(2, 3), span="ends", promise="p-permit", papers=("申请表",)),
        Plan(5, "联合验收", "acceptance", housing.code, after=(4,), promise="p-acceptance", parts=parts),
    ]
    template = add_template(code=f"chain{next(_serial)}", name="工业项目", series="industrial", actor=None, now=NOW)
    values = {"steps": stored(plans), "total": total, "before": 44, "basis": "市长讲话"}
    renew_chain(template=template, values=values, actor=None, now=NOW)
    return Chain(
        template=template,
        centre=centre,
        market=market,
        housing=housing,
        fire=fire,
        item=item,
        clerk=make_user("window", unit=centre),
        head=make_user("head", unit=housing),
        handler=make_user("handler", unit=housing),
        office=make_user("office"),
        mayor=make_user("executive", unit=city),
    )


def opened(chain: Chain, *, now: datetime = NOW, **more: Any) -> Project:
    given: dict[str, Any] = {
        "template": chain.template,
        "name": "年产50万套精密结构件项目",
        "firm": FIRM,
        "unit": chain.housing,
        "submission": f"{next(_serial):032x}",
        "actor": chain.clerk,
    }
    return actions.open_project(**(given | more), now=now)


def step(project: Project, number: int) -> Step:
    """A step as it stands."""
    rows = Step.objects.select_related("project__matter", "project__opened_by", "unit", "item", "promise_clock")
    return rows.get(project=project, number=number)


def complete(chain: Chain, project: Project, number: int, now: datetime, *papers: str) -> Step:
    found = step(project, number)
    return actions.record_papers(step=found, taken=papers or found.required or ["申请书"], actor=chain.clerk, now=now)


def done(chain: Chain, project: Project, number: int, now: datetime, since: datetime | None = None) -> Step:
    """Complete papers and a result in one go."""
    complete(chain, project, number, since or now)
    found = step(project, number)
    if found.joint:
        for part in found.runs.get(ended_at=None).parts.all():
            who = make_user("handler", unit=part.unit)
            actions.answer_part(part=part, verdict="agree", text="", actor=who, now=now)  # type: ignore[arg-type]
        return actions.conclude_joint(step=found, result="同意", actor=chain.clerk, now=now)
    return actions.finish_step(step=found, result=f"准字{number}号", actor=chain.clerk, now=now)
