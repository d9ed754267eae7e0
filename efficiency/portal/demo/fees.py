"""Fees of the demo city: kinds as in real life, every amount and basis invented and marked as such."""

from datetime import date, datetime
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from approvals.fees.actions.setting import set_standard
from approvals.fees.kinds import Authority, Standing
from approvals.fees.money import ZERO
from approvals.models import Item
from efficiency.portal.demo.city import City

FEES = 224  # as many as the city that the house is modelled on once had


class Kind(NamedTuple):
    """A kind of fee; `step` is multiplied by the item's place to spread the amounts."""

    name: str
    standing: Standing
    authority: Authority
    per: str = ""
    step: str = "0"
    spread: str = "0"
    counting: str = ""


_CHARGED, _FREE, _GONE = Standing.CHARGED, Standing.FREE, Standing.ABOLISHED
KINDS = (
    Kind("登记费", _CHARGED, Authority.NATIONAL, "件", "10", "0", "按申请件数计"),
    Kind("证照工本费", _FREE, Authority.NATIONAL),
    Kind("技术评审费", _CHARGED, Authority.PROVINCIAL, "项", "50", "200", "按评审项目数计"),
    Kind("公告费", _GONE, Authority.CITY),
    Kind("检验检测费", _CHARGED, Authority.PROVINCIAL, "台次", "12.50", "0", "按检验台次计"),
    Kind("档案查询复制费", _FREE, Authority.PROVINCIAL),
    Kind("管理费", _GONE, Authority.CITY),
    Kind("占用费", _CHARGED, Authority.NATIONAL, "平方米·天", "0.20", "0.10", "按占用面积乘以天数计"),
)


_WITH_FEES = 44  # the first of the catalogue; most of what a city handles is free


def list_fees(city: City, since: datetime) -> None:
    """Put the fees of the demo catalogue on the list, all in force since the day the city was built."""
    day = since.date()
    places = {name: place for place, name in enumerate(city.items, 1)}
    for number, (kind, name) in enumerate(product(KINDS, list(city.items)[:_WITH_FEES]), 1):
        if number > FEES:
            return
        _put(city.items[name], kind, places[name], number, day, since)


def _put(item: Item, kind: Kind, place: int, number: int, day: date, now: datetime) -> None:
    lower = Decimal(kind.step) * (place % 9 + 1)
    set_standard(
        code=f"{item.code}-F{number:03d}",
        item=item,
        effective_from=day.replace(month=1, day=1),
        values={
            "name": f"{item.name}{kind.name}",
            "authority": kind.authority,
            "standing": kind.standing,
            "basis": f"演示依据：{kind.name}征收规定（虚构）",
            "document": f"演示价费〔{day.year}〕{number}号",
            "lower": lower if kind.standing == _CHARGED else ZERO,
            "upper": lower + Decimal(kind.spread) if kind.standing == _CHARGED else ZERO,
            "per": kind.per,
            "counting": kind.counting,
        },
        actor=None,
        now=now,
    )
