"""The demo city stands, in whatever year, and the first sweep cards what has run out."""

import json
import stat
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from approvals.models import Item
from efficiency.audit.models import Entry
from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.clocks.kinds import Subsystem
from efficiency.clocks.models import Clock
from efficiency.organization.models import User
from efficiency.organization.roles import Role
from efficiency.portal.demo.loading import UnableToLoad, is_loaded, load
from efficiency.workdays.current import current_calendar
from efficiency.workdays.models import DayException, PublishedYear
from tests.approvals.builders import clerk_of, make_case
from tests.cast import at, make_unit

pytestmark = pytest.mark.django_db

ROLES = [
    "window", "handler", "head", "operator", "office", "office2", "fee", "inspector", "supervisor", "appraiser",
    "investigator", "executive", "sysadmin", "secadmin", "auditor", "agent",
]  # fmt: skip


@pytest.mark.parametrize(
    "now",
    [
        at("2026-03-02 09:30"),  # a Monday after the make-up Saturday
        at("2026-02-18 20:00"),  # within the Spring Festival
        at("2027-01-03 00:05"),  # a year that the package may not know
        at("2031-06-15 11:00"),
    ],
)
def test_in_whatever_year_the_first_sweep_issues_the_promised_cards(now: datetime) -> None:
    load(now=now)
    before = set(Card.objects.values_list("pk", flat=True))

    sweep(now=now.replace(second=59))

    new = Card.objects.numbered().exclude(pk__in=before)
    hotline = new.filter(level=1, matter__subsystem=Subsystem.HOTLINE).count()
    approvals = new.filter(level=1, matter__subsystem=Subsystem.APPROVAL).count()
    assert (hotline, approvals) >= (2, 2)
    assert approvals >= 2
    assert new.filter(level=2, clock__kind="statutory").count() == 1
    assert not Clock.objects.filter(provisional=True).exists()


def test_years_without_an_arrangement_get_a_marked_one() -> None:
    last = current_calendar().published_until.year

    load(now=at(f"{last + 2}-05-10 10:00"))

    assert (
        list(PublishedYear.objects.values_list("year", "document", "demo"))
        == [
            (last + 3, "演示安排", True),
            (last + 2, "演示安排", True),
            (last + 1, "演示安排", True),
        ][::-1]
    )
    assert DayException.objects.filter(day=f"{last + 1}-10-01", demo=True).exists() or last != 2026
    assert current_calendar().published_until.year == last + 3


def test_the_command_prints_and_keeps_the_accounts_and_a_second_call_changes_nothing() -> None:
    first, second = StringIO(), StringIO()

    call_command("load_demo", stdout=first)
    entries = Entry.objects.count()
    call_command("load_demo", stdout=second)

    path = Path(settings.DATA_DIR) / "demo_accounts.json"
    accounts = json.loads(path.read_text(encoding="utf-8"))
    assert [account["role"] for account in accounts] == ROLES
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = [f"ACCOUNT {one['role']} {one['user']} {one['password']}" for one in accounts]
    assert [line for line in first.getvalue().splitlines() if line.startswith("ACCOUNT")] == lines
    assert "already" in second.getvalue()
    assert Entry.objects.count() == entries
    for one in accounts:
        user = User.objects.get(username=one["user"])
        assert user.check_password(one["password"])
        assert user.role_codes == {{"office2": "office", "agent": "window"}.get(one["role"], one["role"])}
    assert len(accounts) == len(Role) + 2


def test_it_does_not_mix_with_real_rows_unless_forced() -> None:
    make_unit("市档案局")

    with pytest.raises(CommandError):
        call_command("load_demo", verbosity=0)
    assert not is_loaded()

    call_command("load_demo", force=True, verbosity=0)
    assert is_loaded()


def test_a_failure_leaves_nothing_behind() -> None:
    make_unit("市档案局")

    with pytest.raises(UnableToLoad):
        load(now=at("2026-11-22 10:00"))

    assert not Entry.objects.exists()


def test_removing_it_does_not_touch_real_rows() -> None:
    case = make_case(accept=True)
    call_command("load_demo", force=True, verbosity=0)

    call_command("remove_demo", stdout=StringIO())

    case.refresh_from_db()
    assert case.state == "accepted"
    assert Clock.objects.running().filter(matter=case.matter).count() == 2
    assert clerk_of(case).is_active
    assert Item.objects.get() == case.item
