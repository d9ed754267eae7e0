"""Items of the demo catalogue (items.csv): names and bases as in real life, limits and codes invented.

A basis names its article only where that is beyond doubt, else the law alone.

In the list of materials a ? after a name says that it is asked for where it applies, an @ that the
office fetches it by data sharing.
"""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from approvals.codes import Handling

CONDITIONS = "申请材料齐全、符合法定形式；符合设定依据所列条件。"
HOURS = "周一至周五 9:00—17:00（法定节假日除外）；综合窗口提供延时和预约服务"
PLACES = {
    "4": "市政务服务中心综合窗口",
    "5": "各镇（街道）便民服务中心",
    "6": "各村（社区）便民服务室",
}
QUESTIONS = (
    "材料不全能先交吗？\n可以先收件。窗口当场或者在五个工作日内一次告知需要补正的全部内容。\n\n"
    "可以委托别人来办吗？\n可以。代办人带本人身份证明和授权委托书；依法须本人到场的除外。"
)
SAMPLE = "申请人：演示单位（演示）\n地址：演示路1号\n申请事项：照事项名称填写\n日期：年 月 日，签名或者加盖公章"
# Decided on a commitment and checked later; counted for the green channel of large investments.
ON_COMMITMENT = {
    "公共场所卫生许可",
    "旅行社设立许可",
    "出版物零售经营许可",
    "劳务派遣经营许可",
    "人力资源服务许可",
    "道路货物运输经营许可",
    "饮用水供水单位卫生许可",
}
GREEN = {"内资企业设立登记", "内资企业变更登记", "外商投资信息报告"}
_FORM = ("申请表", "申请书", "备案表", "登记申请书")


class ItemData(NamedTuple):
    """One item. An empty `statutory` means that no law sets a limit; "60cd" are calendar days."""

    unit: str
    main: str
    name: str
    type: str
    handling: str
    basis: str
    materials: str
    statutory: str
    promised: str
    audience: str
    themes: str
    depth: str
    visits: str
    venues: str
    special: str
    result: str
    validity: str
    fee: str

    def values(self, unit: Any, code: str, mains: Mapping[str, str]) -> dict[str, Any]:
        """What the catalogue stores; `mains` are the codes of the main items that several items share."""
        promised, promised_unit = _limit(self.promised)
        statutory, statutory_unit = _limit(self.statutory) if self.statutory else (None, promised_unit)
        immediate = self.handling == Handling.IMMEDIATE
        return {
            "code": code,
            "name": self.name,
            "unit": unit,
            "type": self.type,
            "handling": self.handling,
            "basis": self.basis,
            "conditions": CONDITIONS,
            "materials": [_material(text) for text in self.materials.split("；")],
            "stages": _stages(promised if promised_unit == "wd" and not immediate else 0),
            "statutory_limit": statutory,
            "statutory_unit": statutory_unit,
            "promised_limit": promised,
            "promised_unit": promised_unit,
            "audience": self.audience.split(","),
            "themes": self.themes.split(","),
            "channels": ["1", "2", "3"] if self.depth >= "4" else ["1"],
            "venues": self.venues.split(","),
            "special": [ground for ground in self.special.split(",") if ground],
            "depth": self.depth,
            "visits": int(self.visits),
            "delegation": "2" if immediate else "1",
            "on_commitment": self.name in ON_COMMITMENT,
            "green": self.name in GREEN,
            "appointment": True,
            "post": bool(self.result) and self.depth >= "4",
            "result": self.result,
            "result_validity": self.validity,
            "fee": self.fee,
            "places": "\n".join(PLACES[level] for level in self.venues.split(",")),
            "hours": HOURS,
            "phone": "0512-00000000",
            "supervision_phone": "0512-12345",
            "questions": QUESTIONS,
        } | self._main(mains)

    def _main(self, mains: Mapping[str, str]) -> dict[str, Any]:
        if not self.main:
            return {}
        told = {"name": self.main, "type": self.type, "level": "4", "basis": self.basis.partition("第")[0]}
        return {"main": {"code": mains[self.main], **told}}


def _limit(text: str) -> tuple[int, str]:
    return (int(text[:-2]), "cd") if text.endswith("cd") else (int(text), "wd")


def _material(text: str) -> dict[str, Any]:
    name = text.rstrip("?@")
    shared = "@" in text
    copied = "复印件" in name
    return {
        "name": name,
        "required": "?" not in text,
        "originals": 0 if copied or shared else 1,
        "copies": 1 if copied else 0,
        "shared": shared,
        "issuer": "申请人自备" if name.startswith(_FORM) else "",
        "note": "数据共享可以获取的，免于提交" if shared else "",
        "sample": SAMPLE if name.startswith(_FORM) else "",
    }


def _stages(days: int) -> list[dict[str, Any]]:
    """Acceptance, examination and decision share the promised working days; what is done at once has none."""
    if not days:
        return [{"name": "当场受理、审查、决定", "limit": None, "limit_unit": "wd", "post": "综合窗口"}]
    parts = [("受理", 1 if days > 2 else None, "综合窗口"), ("审查", max(days - 2, 1), "审查岗")]
    parts.append(("决定", 1 if days > 1 else None, "决定岗"))
    return [{"name": name, "limit": limit, "limit_unit": "wd", "post": post} for name, limit, post in parts]


def read_items() -> list[ItemData]:
    """The catalogue, in its order."""
    with Path(__file__).with_name("items.csv").open(encoding="utf-8", newline="") as file:
        return [ItemData(**row) for row in csv.DictReader(file)]


def main_codes(items: list[ItemData]) -> dict[str, str]:
    """The base codes of the main items that several items share."""
    names = dict.fromkeys(item.main for item in items if item.main)
    return {name: f"KS-ZX-{number:03d}" for number, name in enumerate(names, 1)}
