"""A city made by set-based SQL: units with a head and an officer, matters, and clocks with a known due moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Policy
from efficiency.organization.models import RoleGrant, Unit, UnitKind, User

UNITS = 40
STAFF = 10
# Steps through all places of any total it does not divide: due clocks lie scattered over the table.
_STRIDE = 7919


@dataclass(frozen=True)
class Wave:
    """Clocks that fall due together, as those of one working day do."""

    size: int
    due_at: datetime


def found_city(now: datetime) -> None:
    """Units, each with a head who has an e-mail address, a handler in charge, and other staff."""
    for number in range(1, UNITS + 1):
        unit = Unit.objects.create(
            code=f"bench{number}", name=f"市第{number}局", short_name=f"第{number}局", kind=UnitKind.DEPARTMENT
        )
        unit.path = f"/{unit.pk}/"
        unit.save(update_fields=["path"])
        for role, email in (("head", f"head{number}@example.invalid"), ("handler", "")):
            user = User.objects.create(
                username=f"{role}{number}", display_name=f"{role}{number}", unit=unit, email=email
            )
            RoleGrant.objects.create(user=user, role=role, granted_at=now - timedelta(days=300))
    units = list(Unit.objects.all())
    User.objects.bulk_create(
        User(username=f"staff{unit.pk}-{number}", display_name="职员", unit=unit)
        for unit in units
        for number in range(STAFF)
    )


def person(role: str, now: datetime) -> User:
    """Somebody of the city's own offices."""
    user = User.objects.create(username=role, display_name=role)
    RoleGrant.objects.create(user=user, role=role, granted_at=now - timedelta(days=300))
    return user


def quietly(statements: list[tuple[str, dict[str, Any]]]) -> None:
    """Run statements that build test data, on PostgreSQL without the checks of foreign keys."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        for sql, values in statements:
            cursor.execute(sql, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")


def continue_numbers(*tables: str) -> None:
    """Let the sequences go on after ids that were written by hand."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 1) FROM {table}))"
            )


NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %(total)s)"


def matters(total: int, opened_at: datetime) -> None:
    """`total` open matters, spread over the units, each with the unit's handler in charge."""
    first_unit = Unit.objects.order_by("pk").values_list("pk", flat=True)[0]
    officer = User.objects.filter(username="handler1").values_list("pk", flat=True)[0]
    values = {"total": total, "unit": first_unit, "officer": officer, "opened": _adapted(opened_at), "units": UNITS}
    quietly(
        [
            (
                f"""INSERT INTO clocks_matter
                  (id, reference, title, subsystem, unit_id, officer_id, path, opened_at, demo)
                {NUMBERS}
                SELECT i, 'TS-261001-' || i, '路灯不亮,请尽快修复', 'hotline', %(unit)s + i %% %(units)s,
                  %(officer)s + 2 * (i %% %(units)s), '/complaints/TS-261001-' || i || '/', {_moment("opened")},
                  {_false()}
                FROM n""",
                values,
            )
        ]
    )
    continue_numbers("clocks_matter")


def clocks(total: int, waves: list[Wave], *, started_at: datetime, rest_due_at: datetime) -> None:
    """One running clock for each matter: the waves lie scattered among clocks that are due much later."""
    policy = Policy.objects.filter(kind=ClockKind.REPLY).order_by("-version").first()
    assert policy is not None  # the first policies come with the migrations
    values: dict[str, Any] = {
        "total": total,
        "policy": policy.pk,
        "day_end": policy.day_end,
        "started": _adapted(started_at),
        "rest": _adapted(rest_due_at),
        "grave": _adapted(rest_due_at + timedelta(days=30)),
    }
    due, upto = "CASE", 0
    for number, wave in enumerate(waves):
        upto += wave.size
        values[f"due{number}"] = _adapted(wave.due_at)
        due += f" WHEN place < {upto} THEN {_moment(f'due{number}')}"
    due = f"{due} ELSE {_moment('rest')} END" if waves else _moment("rest")
    quietly(
        [
            (
                f"""INSERT INTO clocks_clock
                  (id, matter_id, unit_id, policy_id, kind, "limit", limit_unit, day_end, extended, started_at,
                   due_at, grave_at, breach_level, look_at, stage, attempt, paused, provisional, calendar)
                SELECT i, i, unit_id, %(policy)s, 'reply', 5, 'wd', %(day_end)s, 0, {_moment("started")},
                  due, {_moment("grave")}, 1, due, 1, 0, {_false()}, {_false()}, 1
                FROM (SELECT i, unit_id, {due} AS due FROM (
                  SELECT id AS i, unit_id, (id * {_STRIDE}) %% %(total)s AS place FROM clocks_matter) a) b""",
                values,
            )
        ]
    )
    continue_numbers("clocks_clock")


def _adapted(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _moment(name: str) -> str:
    return f"%({name})s::timestamptz" if connection.vendor == "postgresql" else f"%({name})s"


def _false() -> str:
    return "false" if connection.vendor == "postgresql" else "0"
