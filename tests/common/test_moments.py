"""The legal moment of an act."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from efficiency.common.moments import TooSlow, act, begins_again, database_now, local_date, refuse_if_slow
from efficiency.organization.models import Unit
from tests.cast import at, make_unit
from tests.conftest import CommittedDatabase


def test_a_day_begins_at_midnight_in_shanghai() -> None:
    assert local_date(datetime(2026, 9, 27, 15, 59, tzinfo=UTC)) == date(2026, 9, 27)
    assert local_date(datetime(2026, 9, 27, 16, 0, tzinfo=UTC)) == date(2026, 9, 28)


@pytest.mark.django_db
def test_an_act_opens_a_transaction_and_takes_the_moment_handed_in() -> None:
    with act(at("2026-09-28 10:00")) as now:
        assert connection.in_atomic_block

    assert now == at("2026-09-28 10:00")


@pytest.mark.django_db
def test_an_act_inside_another_shares_its_moment() -> None:
    with act(at("2026-09-28 10:00")) as outer, act() as inner:
        assert inner == outer


@pytest.mark.django_db
def test_an_act_after_another_has_a_moment_of_its_own() -> None:
    with act(at("2026-09-28 10:00")):
        pass
    with act() as now:
        assert now > at("2026-09-28 10:00")


@pytest.mark.django_db
def test_an_act_that_fails_inside_another_undoes_itself_alone() -> None:
    class Failed(Exception):
        pass

    with act(at("2026-09-28 10:00")):
        make_unit("甲")
        with pytest.raises(Failed), act():
            make_unit("乙")
            raise Failed

    assert [unit.name for unit in Unit.objects.all()] == ["甲"]


@pytest.mark.django_db
def test_a_moment_without_an_act_is_the_databases() -> None:
    assert abs(database_now() - timezone.now()) < timedelta(seconds=5)


MARGIN = timedelta(seconds=30)


@pytest.mark.django_db
def test_an_act_whose_moment_was_handed_in_is_never_slow() -> None:
    with act(at("2026-09-28 10:00")) as now:
        refuse_if_slow(now, MARGIN)


@pytest.mark.django_db
def test_a_live_act_is_too_slow_once_the_margin_has_passed() -> None:
    with act() as now:
        refuse_if_slow(now, MARGIN)
        with pytest.raises(TooSlow):
            refuse_if_slow(now - timedelta(seconds=31), MARGIN)


@pytest.mark.django_db
def test_outside_an_act_nothing_is_slow() -> None:
    with transaction.atomic():
        refuse_if_slow(at("2020-01-01 00:00"), MARGIN)


def test_a_slow_act_begins_again_at_most_twice(committed_db: CommittedDatabase) -> None:
    tries = []

    @begins_again
    def stop(*, slow: int) -> str:
        with act():
            tries.append(slow)
            if len(tries) <= slow:
                raise TooSlow
        return "stopped"

    assert stop(slow=2) == "stopped"
    assert len(tries) == 3

    tries.clear()
    with pytest.raises(TooSlow):
        stop(slow=3)
    assert len(tries) == 3


def test_inside_another_act_the_outer_one_begins_again(committed_db: CommittedDatabase) -> None:
    tries = []

    @begins_again
    def inner() -> None:
        tries.append("inner")
        if len(tries) == 2:
            raise TooSlow

    @begins_again
    def outer() -> None:
        with act():
            tries.append("outer")
            inner()

    outer()

    assert tries == ["outer", "inner", "outer", "inner"]
