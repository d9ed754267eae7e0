"""Run as a program on a stand's data: people and units once, then the clocks of each round.

It writes what a client asked for: due moments are handed in, not computed.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efficiency.settings")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import transaction  # noqa: E402

from efficiency.clocks.kinds import ClockKind, Subsystem  # noqa: E402
from efficiency.clocks.models import Clock, Matter, Policy  # noqa: E402
from efficiency.common.moments import database_now  # noqa: E402
from efficiency.notifications.models import Endpoint  # noqa: E402
from efficiency.organization.models import RoleGrant, Unit, UnitKind, User  # noqa: E402
from efficiency.workdays.actions import publish_year  # noqa: E402
from efficiency.workdays.calendar import Difference  # noqa: E402
from efficiency.workdays.current import current_calendar  # noqa: E402

UNITS = 4
LONG_AGO = timedelta(days=5)


def set_up() -> dict[str, Any]:
    """A hotline with an operator who is signed in, and units whose heads have e-mail."""
    hotline = _unit("hotline", UnitKind.HOTLINE)
    operator = _user("operator", "operator", hotline)
    units = [_unit(f"unit{number}", UnitKind.DEPARTMENT) for number in range(UNITS)]
    for unit in units:
        _user(f"head-{unit.code}", "head", unit)
    session = SessionStore()
    session[SESSION_KEY] = str(operator.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = operator.get_session_auth_hash()
    session.save()
    return {"session": session.session_key, "units": [unit.pk for unit in units]}


def open_clocks(asked: list[dict[str, Any]], background: int) -> None:
    """Write the clocks that a round asks for, and as many that are not due for weeks."""
    units = list(Unit.objects.filter(code__startswith="unit").order_by("pk"))
    policy = Policy.objects.filter(kind=ClockKind.REPLY).order_by("-version")[0]
    version = current_calendar().version
    with transaction.atomic():
        matters = Matter.objects.bulk_create(
            Matter(
                reference=one["reference"],
                title="路灯不亮",
                subsystem=Subsystem.HOTLINE,
                unit=units[number % UNITS],
                path="/cards/",
                opened_at=datetime.fromisoformat(one["due"]) - LONG_AGO,
            )
            for number, one in enumerate(asked)
        )
        Clock.objects.bulk_create(
            _clock(matter, one, policy, version) for matter, one in zip(matters, asked, strict=True)
        )
        if background and matters:
            Clock.objects.bulk_create(
                _clock(matters[number % len(matters)], {"due": "2027-06-01T00:00:00+08:00"}, policy, version)
                for number in range(background)
            )


def hook(url: str, secret: str) -> None:
    """A webhook of another system that hears of every card."""
    endpoint = Endpoint(name="another system", kind="webhook", events=["card.issued"], language="en")
    endpoint.made_at = database_now()
    endpoint.host = url.split("/")[2]
    endpoint.set_url(url)
    endpoint.set_secret(secret)
    endpoint.save()


def no_hook() -> None:
    """Nobody hears of cards any more; what was told stays."""
    Endpoint.objects.filter(active=True).update(active=False, name=f"another system until {database_now():%F %T.%f}")


def publish(year: int, closed: list[str], worked: list[str]) -> None:
    """A year's arrangement, made up for this suite."""
    days = [Difference(date.fromisoformat(day), working=False, name="假日") for day in closed]
    days += [Difference(date.fromisoformat(day), working=True, name="调休上班") for day in worked]
    publish_year(year=year, days=days, document="试验用安排", actor=None)


def _clock(matter: Matter, one: dict[str, Any], policy: Policy, version: int) -> Clock:
    due, stopped, grave = (_moment(one.get(name)) for name in ("due", "stopped", "grave"))
    assert due is not None
    is_done = stopped is not None and stopped < due
    return Clock(
        matter=matter,
        unit=matter.unit,
        policy=policy,
        kind=ClockKind.REPLY,
        limit=5,
        limit_unit=policy.limit_unit,
        day_end=policy.day_end,
        started_at=matter.opened_at,
        stopped_at=stopped,
        due_at=due,
        grave_at=grave,
        breach_level=1,
        look_at=None if is_done else due,
        stage=3 if is_done else 1,
        calendar=version,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _unit(code: str, kind: str) -> Unit:
    unit = Unit.objects.create(code=code, name=code, short_name=code, kind=kind)
    unit.path = f"/{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def _user(name: str, role: str, unit: Unit) -> User:
    user = User(username=name, display_name=name, unit=unit, email=f"{name}@example.cn")
    user.set_unusable_password()
    user.save()
    granted_at = datetime.fromisoformat("2026-01-05T09:00:00+08:00")
    RoleGrant.objects.create(user=user, role=role, granted_at=granted_at)
    return user


ACTS: dict[str, Callable[..., Any]] = {
    "set-up": set_up,
    "open": open_clocks,
    "hook": hook,
    "no-hook": no_hook,
    "publish": publish,
}

if __name__ == "__main__":
    given = json.load(sys.stdin)
    print(json.dumps(ACTS[given.pop("do")](**given)))
