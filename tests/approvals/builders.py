"""Builders for items, applicants and cases."""

from datetime import datetime
from itertools import count
from typing import Any

from approvals.actions import receive_case
from approvals.initials import initials
from approvals.models import Case, Item, ItemMaterial
from efficiency.organization.models import Unit, UnitKind, User
from efficiency.vault.identity import Identity
from tests.cast import at, make_unit, make_user

_serial = count(1)
# 演示用号码: the check digits are right, the persons do not exist.
GOOD_IDENTITY = "32058318901230009X"
GOOD_CREDIT_CODE = "91320583MA1DEM0XXP"
APPLICANT = Identity(name="顾晓演", phone="13800000001", id_number=GOOD_IDENTITY)
RECEIVED = at("2026-09-14 10:00")


def make_item(unit: Unit | None = None, **values: Any) -> Item:
    """An item with 5 working days promised and 20 by law, and two materials."""
    serial = next(_serial)
    name = values.pop("name", "食品经营许可")
    given: dict[str, Any] = {
        "code": f"32058300-{serial:04d}",
        "name": name,
        "initials": initials(name),
        "unit": unit or make_unit("市市场监督管理局"),
        "type": "01",
        "basis": "《中华人民共和国食品安全法》第三十五条",
        "materials": "申请书\n营业执照复印件",
        "statutory_limit": 20,
        "promised_limit": 5,
    }
    item = Item.objects.create(**(given | values))
    ItemMaterial.objects.bulk_create(
        ItemMaterial(item=item, position=place, name=name) for place, name in enumerate(item.material_list, 1)
    )
    return item


def make_clerk(unit: Unit | None = None) -> User:
    """Window staff of the service centre."""
    return make_user("window", unit=unit or make_unit("市政务服务中心", UnitKind.CENTRE), name="窗口小沈")


def make_case(
    item: Item | None = None, clerk: User | None = None, *, now: datetime = RECEIVED, accept: bool = False
) -> Case:
    """A case with every material, received on Monday 2026-09-14 at 10:00."""
    item = item or make_item()
    return receive_case(
        item=item,
        applicant=APPLICANT,
        materials=item.material_list,
        submission=f"{next(_serial):032x}",
        actor=clerk or make_clerk(),
        accept=accept,
        now=now,
    )


def clerk_of(case: Case) -> User:
    """Who took a case at the counter."""
    assert case.clerk is not None  # else it was filed online
    return case.clerk
