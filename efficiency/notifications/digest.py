"""One summary every working morning instead of a flood; each room says in its digests.py what belongs in it.

    register("cards-open", title=_("Cards that await your statement"), collect=...)

`collect` is asked once for many readers and answers for those who have something. What it gives
is numbers, titles and days, put into the reader's language when the summary is sent.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise

from efficiency.common.moments import SHANGHAI, act
from efficiency.notifications.hours import opening
from efficiency.notifications.kinds import Channel, EmailChoice
from efficiency.notifications.models import AlertChoice, DigestDay, Endpoint, Notice
from efficiency.notifications.outbox import Times
from efficiency.notifications.policies import digest_at, quiet_rules
from efficiency.organization.models import RoleGrant
from efficiency.organization.roles import Role
from efficiency.workdays.current import current_calendar

KIND = "digest.daily"
MOST_LINES = 20
_AT_A_TIME = 500


@dataclass(frozen=True)
class Reader:
    """For whom a summary is written. A unit's robot reads what its head reads, the city's what the office reads."""

    key: str
    user: int | None
    unit: int | None
    roles: frozenset[str]


@dataclass(frozen=True)
class Line:
    """One thing: its number, what it is about, and the day that counts."""

    number: str
    title: str
    day: date | None = None


@dataclass
class Part:
    """What one room has for one reader: how many, and the first of them."""

    lines: list[Line] = field(default_factory=list)
    total: int = 0

    def add(self, line: Line) -> None:
        """Count a thing, and keep it while there is room."""
        self.total += 1
        if len(self.lines) < MOST_LINES:
            self.lines.append(line)


class Responsible:
    """Readers by what they answer for: heads for their unit, everybody else for what bears his name."""

    def __init__(self, readers: Sequence[Reader]) -> None:
        self.units: dict[int, list[str]] = {}
        self.users: dict[int, str] = {}
        for reader in readers:
            if reader.unit is not None and Role.HEAD in reader.roles:
                self.units.setdefault(reader.unit, []).append(reader.key)
            elif reader.user is not None:
                self.users[reader.user] = reader.key

    def keys(self, unit: int, officer: int | None) -> set[str]:
        """Whom a thing of this unit and this officer concerns."""
        found = set(self.units.get(unit, ()))
        if officer is not None and officer in self.users:
            found.add(self.users[officer])
        return found


Collect = Callable[[Sequence[Reader], datetime], Mapping[str, Part]]


@dataclass(frozen=True)
class Section:
    """A kind of thing that a summary tells of."""

    code: str
    title: str | Promise
    collect: Collect


_sections: dict[str, Section] = {}


def register(code: str, *, title: str | Promise, collect: Collect) -> None:
    """Make a section known."""
    _sections[code] = Section(code, title, collect)


def title_of(code: str) -> str:
    """The heading of a section in the language in force; its code where no room knows it any more."""
    return str(_sections[code].title) if code in _sections else code


def write_digests(now: datetime | None = None) -> int:
    """Write the summaries of this working day where their hour has come; return how many.

    Once a day, whoever wakes up: the day's row and the notices stand or fall together. Where
    nobody woke up before the end of the hours of e-mail, the day has none.
    """
    with act(now) as now:
        day = now.astimezone(SHANGHAI).date()
        if not _is_time(now) or not DigestDay.objects.get_or_create(day=day, defaults={"written_at": now})[1]:
            return 0
        times = Times(now)
        count = 0
        targets = [*_people(), *_endpoints()]
        for start in range(0, len(targets), _AT_A_TIME):
            rows = list(_rows(targets[start : start + _AT_A_TIME], day, times))
            Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_AT_A_TIME)
            count += len(rows)
        DigestDay.objects.filter(day=day).update(count=count)
    return count


def _is_time(now: datetime) -> bool:
    calendar = current_calendar()
    local = now.astimezone(SHANGHAI)
    if not calendar.is_working(local.date()) or local.time() < digest_at(now):
        return False
    hours = quiet_rules(now).hours.get(Channel.EMAIL)
    return hours is None or opening(calendar, now, hours).date() == local.date()


@dataclass(frozen=True)
class _Target:
    reader: Reader
    channel: Channel
    to: dict[str, Any]
    demo: bool


def _people() -> Iterator[_Target]:
    chosen = AlertChoice.objects.filter(email__in=[EmailChoice.DIGEST, EmailChoice.BOTH], user__is_active=True)
    rows = list(chosen.exclude(user__email="").select_related("user").order_by("user_id"))
    roles: dict[int, set[str]] = {}
    grants = RoleGrant.objects.filter(user__in=[row.user_id for row in rows], revoked_at=None)
    for user, role in grants.values_list("user_id", "role"):
        roles.setdefault(user, set()).add(role)
    for row in rows:
        reader = Reader(f"user-{row.user_id}", row.user_id, row.user.unit_id, frozenset(roles.get(row.user_id, ())))
        yield _Target(reader, Channel.EMAIL, {"recipient_id": row.user_id}, row.user.demo)


def _endpoints() -> Iterator[_Target]:
    for endpoint in Endpoint.objects.in_use():
        if endpoint.hears(KIND):
            role = Role.HEAD if endpoint.unit_id else Role.OFFICE
            reader = Reader(f"endpoint-{endpoint.pk}", None, endpoint.unit_id, frozenset({role.value}))
            yield _Target(reader, Channel.ROBOT, {"endpoint_id": endpoint.pk}, endpoint.demo)


def _rows(targets: Sequence[_Target], day: date, times: Times) -> Iterator[Notice]:
    readers = [target.reader for target in targets]
    found = [(section.code, section.collect(readers, times.now)) for section in _sections.values()]
    for target in targets:
        parts = [(code, part[target.reader.key]) for code, part in found if target.reader.key in part]
        parts = [(code, part) for code, part in parts if part.total]
        if not parts:
            continue
        yield Notice(
            key=f"digest-{day.isoformat()}",
            channel=target.channel,
            kind=KIND,
            params={
                "day": day.isoformat(),
                "total": sum(part.total for _code, part in parts),
                "parts": [_kept(code, part) for code, part in parts],
            },
            path="/desk/",
            made_at=times.now,
            send_at=times.of(target.channel, KIND),
            demo=target.demo,
            **target.to,
        )


def _kept(code: str, part: Part) -> dict[str, Any]:
    lines = [[one.number, one.title, one.day.isoformat() if one.day else ""] for one in part.lines]
    return {"code": code, "total": part.total, "lines": lines}
