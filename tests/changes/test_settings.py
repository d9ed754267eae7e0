"""What a city sets for itself: versions by date, a default, one question for each page."""

from collections.abc import Iterator
from datetime import time

import pytest
from django import forms
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from efficiency.audit.models import Entry
from efficiency.changes import settings as registry
from efficiency.changes.adjusting import UnableToAdjust, adjust
from efficiency.changes.models import Setting
from efficiency.changes.settings import asking_once, define, value_of
from tests.cast import at, make_user

pytestmark = pytest.mark.django_db
MONDAY = at("2026-03-02 09:00")


@pytest.fixture(autouse=True)
def two_settings() -> Iterator[None]:
    """A number and a time of day, known for the length of a test."""
    define(
        "test.days",
        label="Days",
        group="Test",
        field=lambda: forms.IntegerField(min_value=1, max_value=9),
        default=lambda: 3,
    )
    define("test.opens", label="Opens", group="Test", field=forms.TimeField, default=time(9))
    yield
    del registry._defined["test.days"], registry._defined["test.opens"]


def test_the_default_stands_until_the_city_sets_its_own() -> None:
    assert value_of("test.days") == 3

    adjust(key="test.days", value=5, ground="昆效办〔2026〕1号", actor=make_user("office"), now=MONDAY)

    assert value_of("test.days") == 5
    assert value_of("test.days", at("2026-03-02 08:59")) == 3
    assert Entry.objects.get().data["value"] == [3, 5]


def test_a_version_for_a_later_day_waits_for_it() -> None:
    adjust(key="test.days", value=5, ground="x", actor=None, now=MONDAY)
    adjust(key="test.days", value=7, ground="x", actor=None, now=MONDAY, effective_from=at("2026-04-01 00:00"))

    assert value_of("test.days", at("2026-03-31 23:59")) == 5
    assert value_of("test.days", at("2026-04-01 00:00")) == 7


def test_a_newer_version_overtakes_one_that_still_waited() -> None:
    adjust(key="test.days", value=7, ground="x", actor=None, now=MONDAY, effective_from=at("2026-04-01 00:00"))
    adjust(key="test.days", value=5, ground="x", actor=None, now=MONDAY)

    assert value_of("test.days", at("2026-05-01 00:00")) == 5


def test_a_time_of_day_comes_back_as_one() -> None:
    adjust(key="test.opens", value=time(8, 30), ground="x", actor=None, now=MONDAY)

    assert value_of("test.opens") == time(8, 30)


def test_what_the_field_refuses_is_not_set() -> None:
    with pytest.raises(UnableToAdjust, match="less than or equal to 9"):
        adjust(key="test.days", value=10, ground="x", actor=None, now=MONDAY)
    with pytest.raises(UnableToAdjust, match="backwards"):
        adjust(key="test.days", value=5, ground="x", actor=None, now=MONDAY, effective_from=at("2026-03-01 00:00"))
    assert not Setting.objects.exists()


def test_a_question_costs_one_query_and_a_page_asks_once() -> None:
    adjust(key="test.days", value=5, ground="x", actor=None, now=MONDAY)
    value_of("test.days")

    with CaptureQueriesContext(connection) as asked:
        value_of("test.days")
    with asking_once(), CaptureQueriesContext(connection) as asked_by_page:
        value_of("test.days")
        value_of("test.opens")

    assert (len(asked), len(asked_by_page)) == (1, 1)


def test_what_was_just_set_stands_on_the_same_page() -> None:
    with asking_once():
        assert value_of("test.days") == 3
        adjust(key="test.days", value=5, ground="x", actor=None, now=MONDAY)
        assert value_of("test.days") == 5


def test_a_version_cannot_be_changed_or_removed() -> None:
    row = adjust(key="test.days", value=5, ground="x", actor=None, now=MONDAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Setting.objects.filter(pk=row.pk).update(value=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_one_person_does_not_stand_for_two() -> None:
    one = make_user("office")

    with pytest.raises(IntegrityError), transaction.atomic():
        adjust(key="test.days", value=5, ground="x", actor=one, confirmed_by=one, now=MONDAY)
