"""One summary every working morning: at its hour, once, for those who chose it."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from django.core import mail
from django.db import connection

from efficiency.notifications import digest
from efficiency.notifications.actions import choose_alerts
from efficiency.notifications.digest import Line, Part, Reader, register, write_digests
from efficiency.notifications.models import DigestDay, Notice
from efficiency.notifications.postman import deliver
from efficiency.organization.models import User
from tests.cast import at, make_unit
from tests.conftest import CommittedDatabase
from tests.notifications.builders import NOON, make_endpoint, reachable

MORNING = at("2026-09-28 08:30")


def _things(readers: Sequence[Reader], now: datetime) -> Mapping[str, Part]:
    """Three things for everybody, of which the summary shows what fits."""
    part = Part()
    for number in range(3):
        part.add(Line(f"TS-{number}", "路灯不亮", date(2026, 9, 30)))
    return {reader.key: part for reader in readers}


@pytest.fixture(autouse=True)
def section() -> Iterator[None]:
    """One section of the tests beside the house's own, taken out again."""
    register("tests-things", title="Things of the tests", collect=_things)
    yield
    digest._sections.pop("tests-things")


def reader(email: str = "digest") -> User:
    user = reachable()
    user.language = "en"
    user.save()
    choose_alerts(user=user, email=email, sms=False, phone="", now=NOON)
    return user


@pytest.mark.django_db
def test_the_summary_is_written_once_on_a_working_morning_and_sent() -> None:
    user = reader()

    assert (write_digests(MORNING), write_digests(MORNING), write_digests(NOON)) == (1, 0, 0)

    deliver(MORNING)
    (message,) = mail.outbox
    assert message.to == [user.email]
    assert message.subject == "Sept. 28, 2026: 3 things await you"
    assert "Things of the tests: 3\n- TS-0 路灯不亮 (" in message.body


@pytest.mark.django_db
@pytest.mark.parametrize("moment", ["2026-09-28 08:29", "2026-09-27 10:00", "2026-10-01 08:30", "2026-09-28 18:00"])
def test_there_is_no_summary_before_its_hour_nor_on_a_day_of_rest_nor_at_night(moment: str) -> None:
    reader()

    assert write_digests(at(moment)) == 0
    assert not DigestDay.objects.exists()


@pytest.mark.django_db
def test_a_morning_missed_is_made_up_for_on_the_same_day() -> None:
    reader()

    assert write_digests(at("2026-09-28 14:00")) == 1


@pytest.mark.django_db
def test_only_those_who_chose_it_get_it() -> None:
    chosen = [reader("digest"), reader("both")]
    reader("at-once")
    reachable()

    write_digests(MORNING)

    written = Notice.objects.filter(kind="digest.daily")
    assert sorted(written.values_list("recipient_id", flat=True)) == sorted(user.pk for user in chosen)


@pytest.mark.django_db
def test_who_has_nothing_to_do_gets_none() -> None:
    digest._sections.pop("tests-things")
    reader()

    assert write_digests(MORNING) == 0
    register("tests-things", title="Things of the tests", collect=_things)


@pytest.mark.django_db
def test_a_robot_gets_it_where_it_asked() -> None:
    asked = make_endpoint(kind="file", unit=make_unit(), events=("digest",))
    make_endpoint(kind="file", events=("card",))

    assert write_digests(MORNING) == 1
    assert Notice.objects.get(kind="digest.daily").endpoint == asked


@pytest.mark.django_db
def test_a_long_list_is_cut_and_says_so() -> None:
    part = Part()
    for number in range(30):
        part.add(Line(f"TS-{number}", "路灯不亮"))

    assert (len(part.lines), part.total) == (20, 30)


def test_two_who_wake_up_at_once_write_it_once(committed_db: CommittedDatabase) -> None:
    for _ in range(5):
        reader()

    def wake_up() -> int:
        try:
            return write_digests(MORNING)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        written = [future.result() for future in [pool.submit(wake_up) for _ in range(4)]]

    assert sorted(written) == [0, 0, 0, 5]
    assert Notice.objects.filter(kind="digest.daily").count() == 5
