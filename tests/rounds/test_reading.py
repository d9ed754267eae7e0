"""Reading finished cases as bars."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.models import Case
from approvals.rounds.reading import BarKey, Found, read_cases
from efficiency.workdays.current import current_calendar
from tests.approvals.builders import make_case, make_item
from tests.cast import at
from tests.rounds.builders import finished

pytestmark = pytest.mark.django_db
FIRST, AFTER = at("2026-01-01 00:00"), at("2027-01-01 00:00")


def read(first: datetime = FIRST, after: datetime = AFTER) -> Found:
    return read_cases(first, after, current_calendar())


def test_bar_counts_cases_that_needed_the_same() -> None:
    item = make_item()
    finished(item, "2026-09-14 10:00", "2026-09-18 16:59")
    finished(item, "2026-09-07 09:00", "2026-09-11 09:00")
    finished(item, "2026-09-14 10:00", "2026-09-18 17:00")  # after closing: the next working day

    found = read()

    assert found.bars == {BarKey(item.pk, item.unit_id, "wd", 4): 2, BarKey(item.pk, item.unit_id, "wd", 5): 1}
    assert (found.finished, found.replayed, found.without_promise) == (3, 3, 0)


def test_day_is_the_one_in_shanghai() -> None:
    """T-10: 2026-09-14 00:30 in Shanghai is still the 13th in UTC."""
    item = make_item()
    finished(item, "2026-09-14 00:30", "2026-09-15 23:59", day_end="24:00")

    assert read().bars == {BarKey(item.pk, item.unit_id, "wd", 1): 1}


def test_pauses_are_taken_out_and_extensions_count() -> None:
    """T-21, T-18."""
    item = make_item()
    finished(item, "2026-09-07 10:00", "2026-09-22 10:00", pauses=[("2026-09-08 10:00", "2026-09-18 10:00")])
    finished(item, "2026-09-07 10:00", "2026-09-16 10:00", extended=3)

    found = read()

    assert found.bars == {BarKey(item.pk, item.unit_id, "wd", 4): 2}
    assert found.with_pauses == 1


def test_item_in_another_unit_is_read_in_both() -> None:
    item = make_item(promised_limit=10, promised_unit="cd", statutory_limit=None)
    finished(item, "2026-09-14 10:00", "2026-09-18 10:00", unit="cd", limit=10)

    key = BarKey(item.pk, item.unit_id, "cd", 4)
    assert read().bars == {key: 1, key._replace(limit_unit="wd"): 1}


def test_what_cannot_be_replayed_is_counted_apart() -> None:
    item = make_item()
    finished(item, "2026-09-14 10:00", "2026-09-14 11:00", unit="wh", limit=8)
    finished(item, "2026-09-14 10:00", "2026-09-18 10:00", unit="cd", extended=5)
    finished(item, "2026-09-14 10:00", "2026-09-18 10:00").matter.clocks.all().delete()

    found = read()

    assert (found.in_hours, found.otherwise_extended, found.without_promise) == (1, 1, 1)
    assert (found.finished, found.replayed) == (3, 0)


def test_case_filed_anew_is_counted_apart() -> None:
    """The withdrawn case used some of the limit already."""
    item = make_item()
    first = finished(item, "2026-09-07 10:00", "2026-09-08 10:00")
    second = finished(item, "2026-09-14 10:00", "2026-09-18 10:00")
    Case.objects.filter(pk=second.pk).update(predecessor=first)

    found = read()

    assert (found.filed_anew, found.replayed, found.without_promise) == (1, 1, 0)


def test_open_cases_and_other_days_stay_out() -> None:
    item = make_item()
    make_case(item, accept=True)
    finished(item, "2026-09-14 10:00", "2026-09-18 10:00")

    assert read(after=at("2026-09-18 00:00")).finished == 0
    assert read(first=at("2026-09-18 00:00"), after=at("2026-09-19 00:00")).replayed == 1


def test_queries_do_not_follow_the_cases() -> None:
    item = make_item()
    counts = []
    for cases in (1, 30):
        for _case in range(cases):
            finished(item, "2026-09-07 10:00", "2026-09-16 10:00", pauses=[("2026-09-08 10:00", "2026-09-09 10:00")])
        with CaptureQueriesContext(connection) as sent:
            read()
        counts.append(len(sent))

    assert counts[0] == counts[1]


def test_calendar_of_today_is_used() -> None:
    assert current_calendar().between(date(2026, 9, 14), date(2026, 9, 18)) == 4
