"""Builders for village rooms, their agents, and errands."""

from datetime import datetime
from itertools import count
from typing import Any

from approvals.errands.actions import carry, take_in
from approvals.errands.models import Errand
from approvals.models import Item
from efficiency.organization.models import Unit, UnitKind, User
from tests.approvals.builders import APPLICANT, make_item
from tests.cast import at, make_unit, make_user

_serial = count(1)
NOW = at("2026-09-14 10:00")  # a Monday


def make_agent(unit: Unit | None = None) -> User:
    """Window staff of a village room below a town."""
    town = make_unit("周庄镇", UnitKind.TOWN)
    return make_user("window", unit=unit or make_unit("祁浜村", UnitKind.VILLAGE, parent=town), name="代办小周")


def make_window() -> User:
    """Window staff of the centre."""
    return make_user("window", unit=make_unit("市政务服务中心", UnitKind.CENTRE), name="窗口小沈")


def make_errand(agent: User, window: User, item: Item | None = None, *, now: datetime = NOW, **given: Any) -> Errand:
    """An errand with every material, taken on Monday."""
    item = item or make_item()
    assert window.unit is not None
    return take_in(
        item=item,
        applicant=given.pop("applicant", APPLICANT),
        materials=given.pop("materials", item.material_list),
        to_unit=window.unit,
        submission=f"errand-form-{next(_serial)}",
        actor=agent,
        now=now,
        **given,
    )


def make_carried(agent: User, window: User, item: Item | None = None, **given: Any) -> Errand:
    """An errand that lies at the window."""
    return carry(errand=make_errand(agent, window, item, **given), actor=agent, now=at("2026-09-14 14:00"))
