"""The named cast of the hotline and the ways to bring a complaint to where a test begins."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from complaints import actions
from complaints.models import Complaint
from efficiency.organization.models import Unit, UnitKind, User
from efficiency.vault.identity import Identity
from tests.cast import at, make_unit, make_user

FILED = at("2026-09-28 10:00")  # a Monday; the National Day holiday is near
DISPATCHED, SIGNED, REPLIED = at("2026-09-28 11:00"), at("2026-09-28 14:00"), at("2026-09-29 10:00")
CITIZEN = Identity(name="金丝雀姓名", phone="13912345678", email="canary@example.cn")


@dataclass
class Cast:
    """Who takes part."""

    hotline: Unit
    unit: Unit
    other_unit: Unit
    operator: User
    head: User
    handler: User
    other_head: User
    other_handler: User
    office: User
    auditor: User


@pytest.fixture
def cast(db: None) -> Cast:
    """The hotline, two units with their people, and the office."""
    return make_cast()


def make_cast() -> Cast:
    hotline = make_unit("12345热线中心", UnitKind.HOTLINE)
    unit, other = make_unit("市城市管理局"), make_unit("市水务局")
    office = make_unit("市效能办", UnitKind.OFFICE)
    return Cast(
        hotline=hotline,
        unit=unit,
        other_unit=other,
        operator=make_user("operator", unit=hotline),
        head=make_user("head", unit=unit),
        handler=make_user("handler", unit=unit),
        other_head=make_user("head", unit=other),
        other_handler=make_user("handler", unit=other),
        office=make_user("office", unit=office),
        auditor=make_user("auditor"),
    )


def make_complaint(**given: Any) -> Complaint:
    """A complaint as the public form files it."""
    values: dict[str, Any] = {
        "submission": secrets.token_urlsafe(24),
        "kind": "repair",
        "channel": "web",
        "content": "小区门口的路灯三天不亮了,晚上出门看不清。",
        "place": "前进路100号",
        "identity": "real",
        "person": CITIZEN,
        "files": [],
        "suspicious": "",
        "actor": None,
        "now": FILED,
    }
    return actions.file_complaint(**(values | given))


def dispatched(cast: Cast, *, now: datetime = DISPATCHED, **given: Any) -> Complaint:
    """A complaint that waits for its unit's signature."""
    complaint = make_complaint(**given)
    return actions.dispatch(complaint=complaint, unit=cast.unit, note="", actor=cast.operator, now=now)


def signed(cast: Cast, *, now: datetime = SIGNED, **given: Any) -> Complaint:
    """A complaint that its unit has signed for and given to its handler."""
    complaint = actions.sign_for(complaint=dispatched(cast, **given), actor=cast.head, now=now)
    return actions.assign_handler(complaint=complaint, handler=cast.handler, actor=cast.head, now=now)


def replied(cast: Cast, *, now: datetime = REPLIED, **given: Any) -> Complaint:
    """A complaint whose answer waits for the hotline's check."""
    return actions.reply(
        complaint=signed(cast, **given), text="路灯已修好。", contacted_how="电话联系", actor=cast.handler, now=now
    )


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(user: User, complaint: Complaint, act: str, **data: Any) -> Any:
    return as_(user).post(f"{complaint.matter.path}{act}/", data)
