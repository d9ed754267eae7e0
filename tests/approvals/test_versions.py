"""Versions of an item: what is in force when, and that nobody can change it afterwards."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from approvals.catalogue import (
    UnableToChangeItem,
    Wanted,
    add_item,
    bring_up_to_date,
    change_item,
    change_items,
    item_at,
    schedule_change,
    take_back,
)
from approvals.models import Item, ItemVersion
from efficiency.audit.models import Entry
from efficiency.organization.models import User
from tests.approvals.builders import make_case, make_clerk
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db

ADDED = at("2026-09-01 09:00")
LATER = at("2026-10-12 00:00")


@pytest.fixture
def office() -> User:
    return make_user("office")


@pytest.fixture
def item() -> Item:
    return new_item()


def new_item(**values: Any) -> Item:
    return add_item(
        values={
            "code": "32058300-XK-0001",
            "name": "食品经营许可",
            "unit": make_unit("市市场监督管理局"),
            "type": "01",
            "basis": "《中华人民共和国食品安全法》第三十五条",
            "materials": "申请书\n营业执照复印件",
            "statutory_limit": 20,
            "promised_limit": 10,
            "fee": "",
        }
        | values,
        actor=None,
        now=ADDED,
    )


def schedule(item: Item, office: User, moment: datetime = LATER, **values: Any) -> ItemVersion:
    made = schedule_change(
        item=item, values=values, effective_from=moment, ground="第九轮提速", actor=office, now=at("2026-09-20 10:00")
    )
    assert made is not None
    return made


def promise_at(item: Item, moment: datetime) -> int:
    with transaction.atomic():
        return item_at(item.pk, moment).promised_limit


def test_a_new_item_has_its_first_version_and_a_main_item_of_its_own(item: Item) -> None:
    version = item.versions.get()

    assert (version.number, version.effective_from, version.made_at) == (1, ADDED, ADDED)
    assert [row["name"] for row in version.content["materials"]] == ["申请书", "营业执照复印件"]
    assert item.main is not None
    assert (item.main.code, item.main.type) == ("32058300-XK-0001", "01")


def test_a_scheduled_change_comes_into_force_at_its_moment_though_no_worker_runs(item: Item, office: User) -> None:
    """T-25; THREATS 1.5 row 8: the clock of the receipt decides."""
    schedule(item, office, promised_limit=5)
    clerk = make_clerk()

    before = make_case(item, clerk, now=LATER - timedelta(seconds=1))
    after = make_case(item, clerk, now=LATER)

    assert (before.promised_limit, before.item_version) == (10, 1)
    assert (after.promised_limit, after.item_version) == (5, 2)


def test_a_case_keeps_the_limit_that_it_was_received_under(item: Item, office: User) -> None:
    """T-25."""
    case = make_case(item, make_clerk(), now=at("2026-09-10 10:00"), accept=True)
    due = {clock.kind: clock.due_at for clock in case.matter.clocks.all()}

    change_item(item=item, values={"promised_limit": 3}, version=1, actor=office, now=at("2026-09-11 09:00"))

    case.refresh_from_db()
    assert (case.promised_limit, case.item_version) == (10, 1)
    assert {clock.kind: clock.due_at for clock in case.matter.clocks.all()} == due


def test_the_worker_writes_what_has_come_into_force(item: Item, office: User) -> None:
    schedule(item, office, promised_limit=5, materials="申请书")

    assert bring_up_to_date(LATER - timedelta(seconds=1)) == 0
    assert bring_up_to_date(LATER) == 1

    item.refresh_from_db()
    assert (item.promised_limit, item.version, item.next_change_at) == (5, 2, None)
    assert list(item.material_rows.values_list("name", flat=True)) == ["申请书"]
    assert bring_up_to_date(LATER) == 0


def test_a_case_brought_in_late_finds_the_item_as_it_was_then(item: Item, office: User) -> None:
    change_item(item=item, values={"promised_limit": 3}, version=1, actor=office, now=at("2026-09-11 09:00"))

    assert promise_at(item, at("2026-09-10 09:00")) == 10
    assert promise_at(item, at("2026-09-11 09:00")) == 3


def test_a_change_now_is_carried_into_what_is_scheduled(item: Item, office: User) -> None:
    schedule(item, office, promised_limit=5)

    change_item(item=item, values={"fee": "50元"}, version=2, actor=office, now=at("2026-09-25 09:00"))
    bring_up_to_date(LATER)

    item.refresh_from_db()
    assert (item.promised_limit, item.fee) == (5, "50元")


def test_a_change_now_does_not_undo_what_is_scheduled_for_the_same_field(item: Item, office: User) -> None:
    schedule(item, office, promised_limit=5)

    change_item(item=item, values={"promised_limit": 8}, version=2, actor=office, now=at("2026-09-25 09:00"))

    assert promise_at(item, at("2026-09-26 09:00")) == 8
    assert promise_at(item, LATER) == 5


def test_a_scheduled_change_can_be_taken_back_and_both_stay_on_record(item: Item, office: User) -> None:
    version = schedule(item, office, promised_limit=5)

    take_back(version=version, ground="部门意见不一致", actor=office, now=at("2026-09-25 09:00"))

    assert promise_at(item, LATER) == 10
    assert list(item.versions.values_list("number", "ground")) == [
        (1, "Added to the catalogue."),
        (2, "第九轮提速"),
        (3, "部门意见不一致"),
    ]


def test_what_has_come_into_force_is_not_taken_back(item: Item, office: User) -> None:
    version = schedule(item, office, promised_limit=5)

    with pytest.raises(UnableToChangeItem):
        take_back(version=version, ground="晚了", actor=office, now=LATER)


def test_taking_back_needs_a_ground(item: Item, office: User) -> None:
    version = schedule(item, office, promised_limit=5)

    with pytest.raises(UnableToChangeItem):
        take_back(version=version, ground=" ", actor=office, now=at("2026-09-25 09:00"))


def test_a_change_does_not_come_into_force_in_the_past(item: Item, office: User) -> None:
    with pytest.raises(UnableToChangeItem):
        schedule_change(
            item=item,
            values={"promised_limit": 5},
            effective_from=at("2026-09-19 00:00"),
            ground="补记",
            actor=office,
            now=at("2026-09-20 10:00"),
        )


def test_a_scheduled_promise_longer_than_the_law_is_refused(item: Item, office: User) -> None:
    """T-25."""
    with pytest.raises(UnableToChangeItem):
        schedule(item, office, promised_limit=21)


def test_a_change_that_would_break_what_is_scheduled_is_refused(item: Item, office: User) -> None:
    """T-25: the law's limit is cut below a promise that is scheduled already."""
    schedule(item, office, promised_limit=15)

    with pytest.raises(UnableToChangeItem):
        change_item(
            item=item,
            values={"promised_limit": 10, "statutory_limit": 12},
            version=2,
            actor=office,
            now=at("2026-09-25 09:00"),
        )


def test_nobody_but_the_office_schedules_a_change(item: Item) -> None:
    with pytest.raises(UnableToChangeItem):
        schedule(item, make_user("head"), promised_limit=5)


def test_nothing_is_written_where_nothing_would_change(item: Item, office: User) -> None:
    made = schedule_change(
        item=item, values={"promised_limit": 10}, effective_from=LATER, ground="复核", actor=office, now=ADDED
    )

    assert made is None
    assert item.versions.count() == 1


def test_many_items_change_in_as_many_statements_as_two(office: User, django_assert_max_num_queries: Any) -> None:
    items = [new_item(code=f"KS-{number:03d}", unit=make_unit()) for number in range(12)]

    with django_assert_max_num_queries(25):
        made = change_items(
            wanted=[Wanted(one, {"promised_limit": 4}) for one in items],
            ground="第九轮提速",
            effective_from=LATER,
            actor=office,
            now=at("2026-09-20 10:00"),
        )

    assert len(made) == 12


def test_one_bad_change_among_many_changes_nothing(office: User) -> None:
    good, bad = new_item(code="KS-1", unit=make_unit()), new_item(code="KS-2", unit=make_unit(), statutory_limit=10)

    with pytest.raises(UnableToChangeItem):
        change_items(
            wanted=[Wanted(good, {"promised_limit": 12}), Wanted(bad, {"promised_limit": 12})],
            ground="调整",
            actor=office,
            now=at("2026-09-20 10:00"),
        )

    assert ItemVersion.objects.filter(number=2).count() == 0


def test_the_audit_log_holds_the_digest_of_each_version(item: Item, office: User) -> None:
    schedule(item, office, promised_limit=5)

    entry = Entry.objects.about("item", item.pk).order_by("pk").last()

    assert entry is not None
    assert entry.data["changed"] == {"promised_limit": [10, 5]}
    assert entry.data["from"] == "2026-10-12T00:00:00+08:00"
    assert len(entry.data["digest"]) == 64


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement", ["UPDATE approvals_itemversion SET number = 9", "DELETE FROM approvals_itemversion"]
)
def test_a_version_cannot_be_changed_or_removed(item: Item, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        run(statement)


def test_a_change_before_what_is_scheduled_stops_there_though_both_say_the_same(item: Item, office: User) -> None:
    schedule(item, office, promised_limit=7)
    schedule(item, office, at("2026-10-20 00:00"), fee="50元")

    schedule(item, office, at("2026-09-28 00:00"), promised_limit=7)
    schedule(item, office, at("2026-09-30 00:00"), promised_limit=8)

    assert promise_at(item, at("2026-09-30 00:00")) == 8
    assert promise_at(item, LATER) == 7
    assert promise_at(item, at("2026-10-20 00:00")) == 7


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=some.lists(
        some.tuples(some.integers(0, 5), some.sampled_from(["promised_limit", "fee"]), some.integers(1, 4)),
        min_size=1,
        max_size=8,
    )
)
def test_at_every_moment_the_item_holds_what_a_plain_reading_says(acts: list[tuple[int, str, int]]) -> None:
    """T-25, against a plain model: for each field the change with the latest moment that has come.

    Changes are made one after another, a day apart, each to come into force some days ahead.
    """
    with transaction.atomic():
        office, item = make_user("office"), new_item(code="KS-WALK", unit=make_unit(), statutory_limit=None)
        start = at("2026-10-01 00:00")
        held: dict[str, dict[datetime, Any]] = {"promised_limit": {ADDED: 10}, "fee": {ADDED: ""}}
        for day, (ahead, name, number) in enumerate(acts):
            value: Any = number if name == "promised_limit" else f"{number}元"
            now = start + timedelta(days=day)
            moment = now + timedelta(days=ahead)
            schedule_change(item=item, values={name: value}, effective_from=moment, ground="改", actor=office, now=now)
            if in_plain(held[name], moment) != value:
                held[name][moment] = value
        for hours in range(0, 24 * 14, 12):
            moment = start + timedelta(days=len(acts), hours=hours)
            found = item_at(item.pk, moment)
            assert found.promised_limit == in_plain(held["promised_limit"], moment)
            assert found.fee == in_plain(held["fee"], moment)
        transaction.set_rollback(True)


def in_plain(held: dict[datetime, Any], moment: datetime) -> Any:
    return held[max(at for at in held if at <= moment)]
