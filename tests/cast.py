"""Builders and the named cast of the tests."""

from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from efficiency.organization.models import RoleGrant, Unit, UnitKind, User

_serial = count(1)


def at(text: str) -> datetime:
    """An aware moment from local text, e.g. at("2026-09-28 10:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def make_unit(name: str = "市城市管理局", kind: str = UnitKind.DEPARTMENT, parent: Unit | None = None) -> Unit:
    """A unit, below `parent` or at the root."""
    serial = next(_serial)
    unit = Unit.objects.create(code=f"u{serial}", name=name, short_name=name[:30], kind=kind, parent=parent)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def make_user(*roles: str, unit: Unit | None = None, name: str = "") -> User:
    """Somebody with these roles in `unit`; the password is the user name."""
    serial = next(_serial)
    username = f"user{serial}"
    user = User(username=username, display_name=name or f"{'、'.join(roles) or '职员'}{serial}", unit=unit)
    user.set_password(username)
    user.save()
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, granted_at=at("2026-01-05 09:00"))
    return user
