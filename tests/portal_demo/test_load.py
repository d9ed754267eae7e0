"""The demo city stands, in whatever year, and the first sweep cards what has run out."""

import json
import stat
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from approvals.models import Case, Item
from complaints.models import Complaint
from efficiency.audit.models import Entry
from efficiency.cards.kinds import State
from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.clocks.kinds import Subsystem
from efficiency.clocks.models import Clock, Matter
from efficiency.organization.models import Unit, User
from efficiency.organization.roles import Role
from efficiency.portal.demo.loading import UnableToLoad, is_loaded, load
from efficiency.workdays.current import current_calendar
from efficiency.workdays.models import DayException, PublishedYear
from tests.cast import at, make_unit

pytestmark = pytest.mark.django_db

ROLES = [
    "window", "handler", "head", "operator", "office", "office2", "fee", "inspector", "supervisor", "appraiser",
    "investigator", "executive", "sysadmin", "secadmin", "auditor",
]  # fmt: skip


@pytest.mark.parametrize(
    "now",
    [
        at("2026-03-02 09:30"),  # a Monday after the make-up Saturday
        at("2026-02-18 20:00"),  # within the Spring Festival
        at("2026-11-22 23:59"),
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


def test_everything_is_marked() -> None:
    load(now=at("2026-11-22 10:00"))

    for rows in (Unit.objects, User.objects, Item.objects, Matter.objects, Card.objects):
        assert not rows.filter(demo=False).exists()
    assert not Entry.objects.filter(demo=False).exclude(verb="clocks-redated").exists()


def test_the_city_has_its_units_its_staff_and_cases_at_every_stage() -> None:
    load(now=at("2026-11-22 10:00"))

    assert Unit.objects.filter(kind__in=["department", "line"]).count() == 36
    assert Unit.objects.filter(kind="town").count() == 10
    assert Item.objects.count() == 44
    stages = set(Complaint.objects.values_list("state", flat=True))
    assert stages == {"quarantined", "filed", "dispatched", "signed", "replied", "closed", "discarded"}
    assert set(Case.objects.values_list("state", flat=True)) == {"received", "accepted", "finished", "withdrawn"}
    sweep(now=at("2026-11-22 10:01"))
    assert set(Card.objects.numbered().values_list("state", flat=True)) == set(State.values)


def test_each_demo_account_finds_work() -> None:
    load(now=at("2026-11-22 10:00"))

    def user(name: str) -> User:
        return User.objects.get(username=name)

    assert Complaint.objects.visible_to(user("handler")).with_units().count() >= 8
    assert Complaint.objects.visible_to(user("head")).with_units().count() >= 8
    assert Complaint.objects.visible_to(user("operator")).to_dispatch().count() >= 5
    assert Case.objects.visible_to(user("window")).open().count() >= 8
    assert Case.objects.visible_to(user("handler")).open().count() >= 4
    assert Card.objects.visible_to(user("head")).numbered().count() >= 3


def test_entries_stand_in_the_order_of_time() -> None:
    load(now=at("2026-11-22 10:00"))

    moments = list(Entry.objects.filter(subject_kind__in=["complaint", "case"]).values_list("at", flat=True))
    assert moments == sorted(moments)


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
        assert user.role_codes == {"office" if one["role"] == "office2" else one["role"]}
    assert len(accounts) == len(Role) + 1


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
