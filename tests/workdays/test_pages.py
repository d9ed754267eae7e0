"""The pages of the calendar."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from efficiency.changes.actions import decide
from efficiency.changes.adjusting import adjust
from efficiency.changes.models import Change
from efficiency.workdays.actions import except_day
from efficiency.workdays.calendar import official_calendar
from efficiency.workdays.missing import missing_year
from efficiency.workdays.models import CalendarVersion, DayException, DayKind, PublishedYear
from tests.cast import at, make_user
from tests.common.queries import queries_of

pytestmark = pytest.mark.django_db

NOTICE = "2027-01-01 rest 元旦\n2027-02-05 rest 除夕\n2027-02-08 rest 春节\n2027-02-14 work 春节"
TYPED = {"year": "2027", "document": "国办发明电〔2026〕9号", "lines": NOTICE, "ground": "国务院通知"}


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


def test_a_day_that_differs_is_looked_at_then_proposed_then_confirmed(office: Client) -> None:
    typed = {"day": "2026-03-02", "kind": "rest", "name": "台风停工", "document": "昆政发〔2026〕3号", "ground": "台风"}

    looked = office.post("/calendar/exceptions/new/", typed).content.decode()
    assert not Change.objects.exists()
    office.post("/calendar/exceptions/new/", typed | {"confirm": "1"})
    change = Change.objects.get()
    assert not DayException.objects.exists()
    decide(change=change, confirm=True, actor=make_user("office"))

    assert "0 running deadlines move." in looked
    assert "rest day: 台风停工" in looked
    row = DayException.objects.get()
    assert (str(row), row.document, change.ground) == ("2026-03-02 台风停工", "昆政发〔2026〕3号", "台风")


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
    typed = {"day": "2026-03-02", "kind": "rest", "name": "台风停工", "document": "昆政发〔2026〕3号", "ground": "台风"}
    typed |= wrong

    response = office.post("/calendar/exceptions/new/", typed)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert "台风停工" in response.content.decode()
    assert not DayException.objects.exists()


def test_an_exception_is_taken_back_by_two_persons(office: Client) -> None:
    made = close_down(date(2026, 3, 2))
    path = f"/calendar/exceptions/{made.pk}/withdraw/"

    asked = office.get(path).content.decode()
    response = office.post(path, {"ground": "台风未至", "document": ""})
    change = Change.objects.get()

    assert "台风停工" in asked
    assert "0 running deadlines move." in asked
    assert response["Location"] == f"/changes/{change.pk}/"
    assert not DayException.objects.get().withdrawn
    decide(change=change, confirm=True, actor=make_user("office"))
    assert DayException.objects.get().withdrawn is True
    assert office.get(path).status_code == 404


def test_a_year_is_looked_at_proposed_and_published_by_the_second_person(office: Client) -> None:
    looked = office.post("/calendar/publish/", TYPED)
    assert not Change.objects.exists()
    office.post("/calendar/publish/", TYPED | {"confirm": "1"})
    change = Change.objects.get()
    assert not PublishedYear.objects.exists()
    decided = decide(change=change, confirm=True, actor=make_user("office"))

    assert looked.status_code == 200
    assert "Nothing has been changed yet." in looked.content.decode()
    assert "2027-10-01 国庆节" in looked.content.decode()
    assert decided.result == "/calendar/2027/"
    assert (PublishedYear.objects.get().document, DayException.objects.count()) == ("国办发明电〔2026〕9号", 4)


def test_a_published_year_is_taken_back_by_two_persons(office: Client) -> None:
    assert office.get("/calendar/2027/withdraw/").status_code == 404
    office.post("/calendar/publish/", TYPED | {"confirm": "1"})
    decide(change=Change.objects.get(), confirm=True, actor=make_user("office"))

    office.post("/calendar/2027/withdraw/", {"ground": "录入有误", "document": ""})
    decide(change=Change.objects.latest("pk"), confirm=True, actor=make_user("office"))

    assert not PublishedYear.objects.exists()
    assert not DayException.objects.filter(withdrawn=False).exists()


def test_the_notice_itself_can_be_pasted(office: Client) -> None:
    text = "一、元旦：1月1日（周五）至3日（周日）放假，共3天。二、春节：2月6日至12日放假调休。2月14日（周日）上班。"

    page = office.post("/calendar/publish/", TYPED | {"lines": text}).content.decode()

    assert "2027-02-12 rest 春节" in page
    assert "2027-02-14 work 春节" in page


def test_a_table_can_be_uploaded_and_is_carried_on_as_lines(office: Client) -> None:
    book = Workbook()
    for row in (["日期", "类型", "名称"], [date(2027, 1, 1), "休", "元旦"], ["2027年2月14日", "班", "春节"]):
        book.active.append(row)
    kept = BytesIO()
    book.save(kept)
    file = SimpleUploadedFile("2027.xlsx", kept.getvalue())

    page = office.post("/calendar/publish/", TYPED | {"lines": "", "file": file}).content.decode()

    assert "2027-01-01 休 元旦\n2027年2月14日 班 春节" in page


@pytest.mark.parametrize("content", [b"PK\x03\x04nothing", b"\xff\xfe\x00\x00", b"a" * 300_000])
def test_a_file_that_is_no_table_is_refused(office: Client, content: bytes) -> None:
    answer = office.post("/calendar/publish/", TYPED | {"file": SimpleUploadedFile("x.xlsx", content)})

    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors


def test_the_office_is_reminded_of_a_missing_year_from_november_on(office: Client, anybody: Client) -> None:
    """T-12"""
    calendar = official_calendar()

    assert missing_year(calendar, date(2026, 10, 31)) is None
    assert missing_year(calendar, date(2026, 11, 1)) == 2027
    assert missing_year(calendar, date(2027, 1, 1)) == 2027
    decide_to_ask_from(9)
    assert missing_year(calendar, date(2026, 9, 1)) == 2027
    assert "is not entered yet" not in anybody.get("/calendar/").content.decode()


def decide_to_ask_from(month: int) -> None:
    adjust(key="calendar.ask-from-month", value=month, ground="通知提前", actor=None, now=at("2026-01-05 09:00"))


def test_a_preview_can_be_changed(office: Client) -> None:
    response = office.post("/calendar/publish/", TYPED | {"edit": "1"})

    assert response.status_code == 200
    assert "2027-02-14 work 春节" in response.content.decode()
    assert not PublishedYear.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"lines": NOTICE + "\nsoon"}, "Line 5: write a day"),
        ({"lines": ""}, "Paste the notice, write its days, or choose a file."),
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
