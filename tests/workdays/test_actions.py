"""Changes of the calendar and the calendar in force."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from efficiency.audit.models import Entry
from efficiency.workdays.actions import (
    UnableToExceptDay,
    UnableToPublishYear,
    UnableToWithdraw,
    except_day,
    publish_year,
    withdraw_exception,
)
from efficiency.workdays.calendar import Difference
from efficiency.workdays.current import current_calendar
from efficiency.workdays.models import CalendarVersion, DayException, DayKind, PublishedYear
from tests.cast import at, make_user
from tests.conftest import CommittedDatabase

NOW = at("2026-02-25 09:00")
NOTICE = [Difference(date(2027, 2, 8), False, "春节"), Difference(date(2027, 2, 14), True, "春节")]


def close_down(day: date = date(2026, 3, 2), *, kind: str = DayKind.REST, demo: bool = False) -> DayException:
    return except_day(
        day=day,
        kind=kind,
        name="台风停工",
        document="昆政发〔2026〕3号",
        actor=make_user("office"),
        now=NOW,
        demo=demo,
    )


@pytest.mark.django_db
def test_without_a_change_the_official_calendar_is_in_force() -> None:
    assert current_calendar().version == 1


@pytest.mark.django_db
def test_an_exception_makes_the_next_version() -> None:
    """T-13"""
    close_down()

    calendar = current_calendar()
    assert (calendar.version, calendar.is_working(date(2026, 3, 2))) == (2, False)
    assert calendar.kind_of(date(2026, 3, 2)).name == "台风停工"


@pytest.mark.django_db
def test_an_exception_is_in_the_record() -> None:
    made = close_down(demo=True)

    said, changed = Entry.objects.order_by("-verb")
    assert (said.verb, said.subject_kind, said.subject_id, said.at, said.demo) == (
        "day-excepted",
        "day-exception",
        str(made.pk),
        NOW,
        True,
    )
    assert said.data == {
        "day": "2026-03-02",
        "kind": "rest",
        "name": "台风停工",
        "document": "昆政发〔2026〕3号",
        "calendar": 2,
    }
    assert (changed.verb, changed.subject_id, changed.data["digest"]) == (
        "calendar-changed",
        "2",
        CalendarVersion.objects.get().digest,
    )


@pytest.mark.django_db
def test_the_calendar_in_force_costs_one_query() -> None:
    close_down()
    current_calendar()

    with CaptureQueriesContext(connection) as queries:
        current_calendar()

    assert len(queries) == 1


@pytest.mark.django_db
def test_a_withdrawn_exception_no_longer_counts_and_stays_in_the_table() -> None:
    made = close_down()

    version = withdraw_exception(exception=made, actor=make_user("office"), now=NOW)

    assert version.pk == current_calendar().version == 3
    assert current_calendar().is_working(date(2026, 3, 2)) is True
    assert DayException.objects.get().withdrawn is True
    assert Entry.objects.filter(verb="day-exception-withdrawn").count() == 1


@pytest.mark.django_db
def test_an_exception_is_withdrawn_once() -> None:
    made = close_down()
    withdraw_exception(exception=made, actor=make_user("office"), now=NOW)

    with pytest.raises(UnableToWithdraw):
        withdraw_exception(exception=made, actor=make_user("office"), now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 3, 1), DayKind.REST),  # a Sunday
        (date(2026, 3, 2), DayKind.WORK),  # a Monday
        (date(1999, 3, 2), DayKind.REST),
        (date(2199, 3, 2), DayKind.REST),
    ],
)
def test_an_exception_that_changes_nothing_is_refused(day: date, kind: str) -> None:
    with pytest.raises(UnableToExceptDay):
        close_down(day, kind=kind)
    assert not CalendarVersion.objects.exists()


@pytest.mark.django_db
def test_a_day_has_one_exception() -> None:
    close_down()

    with pytest.raises(UnableToExceptDay):
        close_down(kind=DayKind.WORK)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "document"), [(" ", "昆政发〔2026〕3号"), ("台风停工", " ")])
def test_an_exception_needs_a_name_and_a_document(name: str, document: str) -> None:
    with pytest.raises(UnableToExceptDay):
        except_day(day=date(2026, 3, 2), kind=DayKind.REST, name=name, document=document, actor=None, now=NOW)


@pytest.mark.django_db
def test_a_published_year_is_no_longer_provisional() -> None:
    """T-12"""
    publish_year(year=2027, days=NOTICE, document="国办发明电〔2026〕9号", actor=make_user("office"), now=NOW)

    calendar = current_calendar()
    assert calendar.published_until == date(2027, 12, 31)
    assert [calendar.is_working(date(2027, 2, day)) for day in (8, 9, 14)] == [False, True, True]
    assert Entry.objects.get(verb="year-published").data == {
        "year": 2027,
        "document": "国办发明电〔2026〕9号",
        "days": 2,
        "calendar": 2,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2026, 2028])
def test_years_are_published_one_after_the_other(year: int) -> None:
    with pytest.raises(UnableToPublishYear):
        publish_year(year=year, days=NOTICE, document="国办发明电", actor=None, now=NOW)
    assert not PublishedYear.objects.exists()


@pytest.mark.django_db
def test_a_year_needs_its_document() -> None:
    with pytest.raises(UnableToPublishYear):
        publish_year(year=2027, days=NOTICE, document=" ", actor=None, now=NOW)


@pytest.mark.django_db
def test_a_notice_does_not_override_an_exception_silently() -> None:
    close_down(date(2027, 2, 10))

    with pytest.raises(UnableToPublishYear, match="2027-02-10"):
        publish_year(
            year=2027,
            days=[*NOTICE, Difference(date(2027, 2, 10), False, "春节")],
            document="国办发明电",
            actor=None,
            now=NOW,
        )
    assert not PublishedYear.objects.exists()


@pytest.mark.django_db
def test_the_digest_tells_the_days_not_their_history() -> None:
    made = close_down()
    first = CalendarVersion.objects.get(pk=2).digest
    withdraw_exception(exception=made, actor=None, now=NOW)
    close_down()

    assert CalendarVersion.objects.get(pk=4).digest == first != CalendarVersion.objects.get(pk=3).digest


def test_changes_at_once_are_made_one_after_the_other(committed_db: CommittedDatabase) -> None:
    days = [date(2026, 3, day) for day in (2, 3, 4, 5, 6, 9)]
    start = threading.Barrier(len(days))

    def change(day: date) -> None:
        start.wait()
        try:
            except_day(day=day, kind=DayKind.REST, name="停工", document="文", actor=None, now=NOW)
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=(day,)) for day in days]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(CalendarVersion.objects.values_list("pk", flat=True)) == [2, 3, 4, 5, 6, 7]
    assert CalendarVersion.objects.values("digest").distinct().count() == 6
    assert not any(current_calendar().is_working(day) for day in days)
