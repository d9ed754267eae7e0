"""Speed-up rounds of the demo city: one in force, one with the departments; and last year's finished cases."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from approvals.catalogue import bring_up_to_date
from approvals.models import Item
from approvals.rounds.actions.answering import Said, answer_proposals, keep_proposal
from approvals.rounds.actions.approving import propose_round
from approvals.rounds.actions.preparing import Wanted, make_round, open_round, put_proposals
from approvals.rounds.actions.replaying import take_replay, usual_span
from approvals.rounds.kinds import Answer
from approvals.rounds.models import Round
from efficiency.changes.actions import decide
from efficiency.common.moments import local_date
from efficiency.portal.demo.city import City
from efficiency.portal.demo.finished import fill
from efficiency.portal.demo.script import Days, Script

_FINISHED = 3_000
_SEED = 2788
# What the round that is in force promised, none of them an item of the cases that are told.
_IN_FORCE = {
    "药品零售企业经营许可": 10,
    "建筑业企业资质认定（三级）": 8,
    "公共租赁住房保障资格确认": 15,
    "建设用地规划许可": 5,
    "公章刻制业特种行业许可": 3,
    "医疗机构执业登记": 12,
    "人力资源服务许可": 5,
    "取水许可": 15,
    "民办幼儿园设立审批": 20,
    "危险化学品经营许可": 10,
}
# What the next one proposes.
_PROPOSED = {
    "设置大型户外广告审批": 5,
    "店招标牌设置备案": 1,
    "城市建筑垃圾处置核准": 5,
    "辐射安全许可（Ⅳ、Ⅴ类）": 7,
    "企业实行特殊工时制度审批": 3,
    "社会团体成立登记": 12,
    "大型群众性活动安全许可": 4,
    "超限运输车辆行驶公路许可": 2,
    "排污许可": 14,
    "医疗机构执业登记": 10,
    "食品经营许可": 4,
    "娱乐场所经营许可": 8,
}
_OBJECTIONS = {
    "排污许可": "现场核查须由两名执法人员到场，企业整改后还要复核，14个工作日难以保证。",
    "医疗机构执业登记": "验收专家由苏州市卫健委抽派，时间不由我委掌握。",
}
_KEPT = {"医疗机构执业登记": "已与苏州市卫健委商定每周固定一天抽派专家，可按10个工作日办结。"}


def plan_rounds(script: Script, city: City, days: Days) -> None:
    """Plan both rounds."""
    _plan_past(script, city, days)
    _plan_present(script, city, days)


def _begin(city: City, now: datetime, title: str, number: int, limits: Mapping[str, int], by: int, start: int) -> Round:
    office, today = city.accounts["office"], local_date(now)
    made = make_round(
        title=title,
        document=f"昆效能〔演示〕{number}号",
        note="梳理办理环节，压缩承诺时限；此前已受理的办件仍按原时限办理。",
        answer_by=today + timedelta(days=by),
        effective_on=today + timedelta(days=start),
        actor=office,
        now=now,
        demo=True,
    )
    items = {item.name: item for item in Item.objects.select_related("unit").filter(name__in=limits)}
    wanted = [
        Wanted(items[name], min(limit, items[name].promised_limit), "wd")
        for name, limit in limits.items()
        if name in items and not items[name].immediate
    ]
    put_proposals(round_=made, wanted=wanted, actor=office, now=now)
    return open_round(round_=made, actor=office, now=now)


def _answer(city: City, round_: Round, now: datetime, *, silent: set[str], objections: Mapping[str, str]) -> None:
    """Every department answers for its items, but those that have not come to it."""
    by_unit: dict[str, dict[int, Said]] = {}
    for one in round_.proposals.select_related("unit"):
        reason = objections.get(one.item_name, "")
        said = Said(Answer.OBJECTED if reason else Answer.AGREED, reason, one.new_limit, one.new_unit)
        by_unit.setdefault(one.unit.code, {})[one.pk] = said
    for code, answers in by_unit.items():
        if code not in silent:
            answer_proposals(round_=round_, said=answers, actor=city.heads[code], now=now)


def _plan_past(script: Script, city: City, days: Days) -> None:
    made: dict[str, Round] = {}

    def begin(now: datetime) -> None:
        made["round"] = _begin(city, now, "第七轮审批提速", 5, _IN_FORCE, by=5, start=10)

    def approve(now: datetime) -> None:
        change = propose_round(round_=made["round"], ground="部门均已同意。", actor=city.accounts["office"], now=now)
        decide(change=change, confirm=True, actor=city.accounts["office2"], now=now)

    script.plan(days.at(29, "09:10"), begin)
    script.plan(days.at(27, "10:30"), lambda now: _answer(city, made["round"], now, silent=set(), objections={}))
    script.plan(days.at(26, "15:20"), approve)
    script.plan(days.at(15, "08:30"), bring_up_to_date)


def _plan_present(script: Script, city: City, days: Days) -> None:
    made: dict[str, Round] = {}

    def begin(now: datetime) -> None:
        made["round"] = _begin(city, now, "第八轮审批提速", 8, _PROPOSED, by=20, start=45)

    def keep(now: datetime) -> None:
        for one in made["round"].proposals.objected().filter(item_name__in=_KEPT):
            keep_proposal(proposal=one, because=_KEPT[one.item_name], actor=city.accounts["office"], now=now)

    script.plan(days.at(5, "09:30"), begin)
    script.plan(
        days.at(3, "14:10"),
        lambda now: _answer(city, made["round"], now, silent={"cgj", "jtj"}, objections=_OBJECTIONS),
    )
    script.plan(days.at(2, "10:00"), keep)


def fill_archive(city: City, now: datetime) -> int:
    """Last year's finished cases, in bulk, and their replay: nobody plays three thousand stories act by act."""
    made = fill(_FINISHED, clerk=city.accounts["window"], seed=_SEED, now=now)
    first, last = usual_span(now)
    take_replay(first=first, last=last, actor=city.accounts["office"], now=now, demo=True)
    return made
