"""Builders for fees, bills and payments."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from approvals.fees.actions.setting import set_standard
from approvals.fees.models import Standard
from approvals.models import Item
from tests.approvals.builders import make_item
from tests.cast import at

_serial = count(1)
SET = at("2026-01-05 09:00")


def yuan(text: str) -> Decimal:
    """An amount in yuan."""
    return Decimal(text)


def make_standard(item: Item | None = None, *, code: str = "", since: str = "2026-01-01", **values: Any) -> Standard:
    """A fee of 80 yuan an item by the state, or a further version of `code`."""
    given: dict[str, Any] = {
        "name": "不动产登记费",
        "authority": "national",
        "standing": "charged",
        "basis": "《不动产登记暂行条例》",
        "document": "发改价格规〔演示〕1号",
        "lower": yuan("80.00"),
        "per": "件",
        "counting": "按件计",
    } | values
    given.setdefault("upper", given["lower"])
    if given["standing"] != "charged":
        given |= {"lower": yuan("0"), "upper": yuan("0")}
    return set_standard(
        code=code or f"SF-{next(_serial):04d}",
        item=item or make_item(),
        effective_from=date.fromisoformat(since),
        values=given,
        actor=None,
        now=SET,
    )
