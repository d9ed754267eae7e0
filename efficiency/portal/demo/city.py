"""Units, people and items of the demo city, and the working days it plans with."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime

from holidays import country_holidays

from approvals.catalogue import add_items
from approvals.models import Item
from efficiency.common.moments import local_date
from efficiency.organization.actions import add_post, add_unit, add_user, grant_role
from efficiency.organization.models import Unit, UnitKind, User
from efficiency.organization.roles import Role
from efficiency.portal.demo.items import main_codes, read_items
from efficiency.portal.demo.people import ACCOUNTS, POSTS, SHOWN_UNIT, name_of
from efficiency.portal.demo.units import UNITS
from efficiency.workdays.actions import publish_year
from efficiency.workdays.calendar import Difference
from efficiency.workdays.current import current_calendar

ARRANGEMENT = "演示安排"
_STAFFED = (UnitKind.DEPARTMENT, UnitKind.LINE, UnitKind.TOWN)


@dataclass
class City:
    """Who and what the demo city has, by code."""

    units: dict[str, Unit] = field(default_factory=dict)
    heads: dict[str, User] = field(default_factory=dict)
    handlers: dict[str, User] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)


def arrange_years(now: datetime) -> list[int]:
    """Publish a marked arrangement for each year up to the next that has none; returns those years.

    Without it nothing that is due in such a year would get a card (T-12): the demo city would
    stand still in every year that the package does not know.
    """
    wanted = local_date(now).year + 1
    arranged = []
    while (year := current_calendar().published_until.year + 1) <= wanted:
        days = [
            Difference(day, False, name.replace("; ", "、"))
            for day, name in sorted(country_holidays("CN", years=year, language="zh_CN").items())
            if _is_statutory(day, year, name)
        ]
        publish_year(year=year, days=days, document=ARRANGEMENT, actor=None, now=now, demo=True)
        arranged.append(year)
    return arranged


def _is_statutory(day: date, year: int, name: str) -> bool:
    # 调休 is a day off bought with a make-up day; this arrangement has none.
    return day.year == year and day.weekday() < 5 and "调休" not in name


def build_city(since: datetime) -> City:
    """Add units, people with roles and posts, and the catalogue; everything stands since `since`."""
    city = City()
    for data in UNITS:
        city.units[data.code] = add_unit(
            code=data.code,
            name=data.name,
            short_name=data.short_name,
            kind=data.kind,
            parent=city.units.get(data.parent),
            phone="0512-00000000" if data.kind != UnitKind.VILLAGE else "",
            actor=None,
            now=since,
            demo=True,
        )
    _add_accounts(city, since)
    _add_staff(city, since)
    listed = read_items()
    mains = main_codes(listed)
    values = [
        item.values(city.units[item.unit], f"KS-{item.unit.upper()}-{number:03d}", mains)
        for number, item in enumerate(listed, 1)
    ]
    made = add_items(values=values, actor=None, now=since, demo=True)
    city.items = {item.name: item for item in made}
    return city


def _add_accounts(city: City, since: datetime) -> None:
    for number, account in enumerate(ACCOUNTS):
        password = new_password()
        user = _person(city, account.user, number, account.unit, account.title, account.role, since, password)
        city.accounts[account.user], city.passwords[account.user] = user, password


def _add_staff(city: City, since: datetime) -> None:
    """A head and a handler in every unit that handles things; nobody can sign in as them."""
    number = len(ACCOUNTS)
    for code, unit in city.units.items():
        if unit.kind not in _STAFFED:
            continue
        if code == SHOWN_UNIT:
            city.heads[code], city.handlers[code] = city.accounts["head"], city.accounts["handler"]
        else:
            city.heads[code] = _person(city, f"{code}-head", number, code, "主要负责人", Role.HEAD, since)
            city.handlers[code] = _person(city, f"{code}-1", number + 1, code, "承办人", Role.HANDLER, since)
            number += 2
        pair = city.heads[code], city.handlers[code]
        for (name, duties), holder, deputy in zip(POSTS, pair, reversed(pair), strict=True):
            add_post(
                unit=unit, name=name, duties=duties, holder=holder, deputy=deputy, actor=None, now=since, demo=True
            )


def _person(
    city: City,
    username: str,
    number: int,
    unit: str,
    title: str,
    role: Role,
    since: datetime,
    password: str | None = None,
) -> User:
    user = add_user(
        username=username,
        display_name=name_of(number),
        unit=city.units[unit],
        title=title,
        password=password,
        actor=None,
        now=since,
        demo=True,
    )
    grant_role(user=user, role=role, actor=None, now=since)
    return user


def new_password() -> str:
    """A password that the rules of the house accept and a person can type."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    parts = ["".join(secrets.choice(signs) for _sign in range(4)) for _part in range(3)]
    return f"Ks{secrets.randbelow(90) + 10}-" + "-".join(parts)
