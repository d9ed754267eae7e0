"""The pages of the calendar."""

from datetime import date

import pytest
from django.test import Client

from efficiency.workdays.actions import except_day
from efficiency.workdays.models import CalendarVersion, DayException, DayKind, PublishedYear
from tests.cast import at, make_user
from tests.common.queries import queries_of

pytestmark = pytest.mark.django_db

NOTICE = "2027-01-01 rest 元旦\n2027-02-05 rest 除夕\n2027-02-08 rest 春节\n2027-02-14 work 春节"
TYPED = {"year": "2027", "document": "国办发明电〔2026〕9号", "lines": NOTICE}


def close_down(day: date) -> DayException:
    return except_day(
        day=day,
        kind=DayKind.REST,
        name="台风停工",
        document="昆政发〔2026〕3号",
        actor=None,
        now=at("2026-02-25 09:00"),
    )


@pytest.fixture
def anybody() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def office() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user("office"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_anybody_may_read_the_calendar(anybody: Client) -> None:
    close_down(date(2026, 3, 2))

    page = anybody.get("/calendar/2026/").content.decode()

    assert anybody.get("/calendar/").status_code == 200
    assert "247 working days in this year." in page
    assert "昆政发〔2026〕3号" in page
    assert "15–23 春节" in page
    assert "Withdraw" not in page


def test_a_year_without_a_notice_says_that_it_is_provisional(anybody: Client) -> None:
    """T-12"""
    assert "Provisional" in anybody.get("/calendar/2027/").content.decode()
    assert "Provisional" not in anybody.get("/calendar/2026/").content.decode()


@pytest.mark.parametrize("year", [1, 1999, 2100, 99999])
def test_a_year_beyond_the_calendar_is_not_found(anybody: Client, year: int) -> None:
    assert anybody.get(f"/calendar/{year}/").status_code == 404


@pytest.mark.parametrize("year", [2004, 2056])
def test_the_first_and_the_last_year_are_shown(anybody: Client, year: int) -> None:
    assert anybody.get(f"/calendar/{year}/").status_code == 200


def test_the_page_takes_as_many_queries_for_one_exception_as_for_many(anybody: Client) -> None:
    close_down(date(2026, 3, 2))
    one = queries_of(anybody, "/calendar/2026/")
    for day in range(3, 7):
        close_down(date(2026, 3, day))

    assert queries_of(anybody, "/calendar/2026/") == one


@pytest.mark.parametrize(
    "path", ["/calendar/exceptions/new/", "/calendar/publish/", "/calendar/exceptions/1/withdraw/"]
)
def test_only_the_office_changes_the_calendar(anybody: Client, path: str) -> None:
    assert anybody.get(path)["Location"].startswith("/login/")
    anybody.force_login(make_user("head"), backend="django.contrib.auth.backends.ModelBackend")
    assert anybody.get(path).status_code == 403
    assert anybody.post(path).status_code == 403


def test_the_office_records_an_exception(office: Client) -> None:
    typed = {"day": "2026-03-02", "kind": "rest", "name": "台风停工", "document": "昆政发〔2026〕3号"}

    response = office.post("/calendar/exceptions/new/", typed)

    assert response["Location"] == "/calendar/2026/"
    assert str(DayException.objects.get()) == "2026-03-02 台风停工"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "2026-02-30"}, "Enter a valid date."),
        ({"day": "2026-03-01"}, "2026-03-01 is a rest day already."),
        ({"kind": "party"}, "Select a valid choice."),
        ({"document": ""}, "This field is required."),
    ],
)
def test_a_wrong_exception_is_sent_back_as_typed(office: Client, wrong: dict[str, str], words: str) -> None:
    typed = {"day": "2026-03-02", "kind": "rest", "name": "台风停工", "document": "昆政发〔2026〕3号"} | wrong

    response = office.post("/calendar/exceptions/new/", typed)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert "台风停工" in response.content.decode()
    assert not DayException.objects.exists()


def test_the_office_withdraws_an_exception_after_one_more_question(office: Client) -> None:
    made = close_down(date(2026, 3, 2))
    path = f"/calendar/exceptions/{made.pk}/withdraw/"

    asked = office.get(path)
    response = office.post(path)

    assert "台风停工" in asked.content.decode()
    assert response["Location"] == "/calendar/2026/"
    assert DayException.objects.get().withdrawn is True
    assert office.get(path).status_code == 404


def test_a_year_is_looked_at_before_it_is_published(office: Client) -> None:
    looked = office.post("/calendar/publish/", TYPED)
    after_look = PublishedYear.objects.count()
    confirmed = office.post("/calendar/publish/", TYPED | {"confirm": "1"})

    assert looked.status_code == 200
    assert "Nothing has been changed yet." in looked.content.decode()
    assert "2027-10-01 国庆节" in looked.content.decode()
    assert after_look == 0
    assert confirmed["Location"] == "/calendar/2027/"
    assert (PublishedYear.objects.get().year, DayException.objects.count()) == (2027, 4)


def test_a_preview_can_be_changed(office: Client) -> None:
    response = office.post("/calendar/publish/", TYPED | {"edit": "1"})

    assert response.status_code == 200
    assert "2027-02-14 work 春节" in response.content.decode()
    assert not PublishedYear.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"lines": NOTICE + "\nsoon"}, "Line 5: write a day"),
        ({"lines": ""}, "This field is required."),
        ({"year": "2026"}, "Line 1: 2027-01-01 is not in 2026."),
        ({"year": "2028", "lines": "2028-01-03 rest 元旦"}, "Publish 2027 first"),
        ({"document": ""}, "This field is required."),
        ({"year": "MMXXVII"}, "Enter a whole number."),
    ],
)
@pytest.mark.parametrize("step", [{}, {"confirm": "1"}])
def test_a_wrong_notice_changes_nothing(
    office: Client, wrong: dict[str, str], words: str, step: dict[str, str]
) -> None:
    response = office.post("/calendar/publish/", TYPED | wrong | step)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not PublishedYear.objects.exists()
    assert not CalendarVersion.objects.exists()


def test_versions_are_listed_newest_first(office: Client) -> None:
    empty = office.get("/calendar/versions/").content.decode()
    close_down(date(2026, 3, 2))
    close_down(date(2026, 3, 3))

    page = office.get("/calendar/versions/?after=nonsense")

    assert "official arrangement alone" in empty
    assert [version.pk for version in page.context["page"].rows] == [3, 2]


def test_versions_are_for_staff(anybody: Client) -> None:
    assert anybody.get("/calendar/versions/")["Location"].startswith("/login/")


def test_versions_take_as_many_queries_for_one_as_for_many(office: Client) -> None:
    close_down(date(2026, 3, 2))
    one = queries_of(office, "/calendar/versions/")
    for day in range(3, 7):
        close_down(date(2026, 3, day))

    assert queries_of(office, "/calendar/versions/") == one
