"""The pages: rating by number and code, the tablet, the lists, the sheet."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from approvals.ratings.actions.tablets import SHOWN_FOR
from approvals.ratings.models import Rating, Tablet
from approvals.ratings.sheet import heads
from efficiency.organization.models import User
from tests.approvals.builders import APPLICANT, clerk_of, make_case, make_item
from tests.ratings.builders import Cast, ended_case, make_cast, rated

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def signed_in(user: User) -> Client:
    client = Client(headers=EN)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def identified(case: Any, **more: str) -> Client:
    """A visitor's browser that has shown number and code."""
    client = Client(headers=EN)
    answer = client.post("/rate/", {"number": case.matter.reference, "code": case.code, **more})
    assert answer.status_code == 302
    return client


def test_number_and_code_lead_to_five_large_choices_and_no_name(cast: Cast) -> None:
    """T-31."""
    case = ended_case(cast, now=timezone.now())
    page = identified(case).get(f"/rate/{case.matter.reference}/").content.decode()

    assert re.findall(r'href="\?code=(\d)"', page) == ["1", "2", "3", "4", "5"]
    for secret in (APPLICANT.name, APPLICANT.phone, clerk_of(case).display_name):
        assert secret not in page


def test_a_rating_is_sent_and_thanked_for_once(cast: Cast) -> None:
    """T-59: the second one is answered with 409."""
    case = ended_case(cast, now=timezone.now())
    client, path = identified(case), f"/rate/{case.matter.reference}/"

    first = client.post(path, {"code": "5", "words": "等太久", "named": "on"})
    second = client.post(path, {"code": "1"})

    assert (first.status_code, second.status_code) == (200, 409)
    assert "Thank you" in first.content.decode()
    assert list(Rating.objects.values_list("code", "words", "named", "channel")) == [(5, "等太久", True, "receipt")]


def test_from_the_progress_page_it_counts_as_online(cast: Cast) -> None:
    case = ended_case(cast, now=timezone.now())
    identified(case, **{"from": "progress"}).post(f"/rate/{case.matter.reference}/", {"code": "2"})

    assert Rating.objects.get().channel == "online"


def test_the_progress_page_offers_the_rating(cast: Cast) -> None:
    case = ended_case(cast, now=timezone.now())
    page = Client(headers=EN).post("/track/case/", {"number": case.matter.reference, "code": case.code})

    assert 'action="/rate/"' in page.content.decode()


@pytest.mark.parametrize("code", ["", "0", "6", "x", "1; drop"])
def test_a_code_that_is_none_of_the_five_is_refused(cast: Cast, code: str) -> None:
    case = ended_case(cast, now=timezone.now())
    answer = identified(case).post(f"/rate/{case.matter.reference}/", {"code": code, "words": "等太久"})

    assert answer.status_code == 422
    assert "等太久" in answer.content.decode()
    assert not Rating.objects.exists()


def test_nobody_rates_from_a_session_of_the_house(cast: Cast) -> None:
    """T-59, THREATS 10."""
    case = ended_case(cast, now=timezone.now())
    client = identified(case)
    client.force_login(cast.handler, backend="django.contrib.auth.backends.ModelBackend")

    assert client.post(f"/rate/{case.matter.reference}/", {"code": "1"}).status_code == 403
    assert client.post("/rate/", {"number": case.matter.reference, "code": case.code}).status_code == 403
    assert not Rating.objects.exists()


def test_without_number_and_code_no_rating_is_reached(cast: Cast) -> None:
    case = ended_case(cast, now=timezone.now())

    answer = Client(headers=EN).post(f"/rate/{case.matter.reference}/", {"code": "1"})

    assert (answer.status_code, answer["Location"]) == (302, "/rate/")
    assert not Rating.objects.exists()


def test_unknown_number_and_wrong_code_get_the_same_answer_until_the_hour_is_spent(cast: Cast) -> None:
    """THREATS 17, 18."""
    case = ended_case(cast, now=timezone.now())
    client = Client(headers=EN)

    def said(number: str, code: str) -> tuple[int, str]:
        answer = client.post("/rate/", {"number": number, "code": code})
        text = re.sub(r'value="[^"]*"|name="csrfmiddlewaretoken"', "", answer.content.decode())
        return answer.status_code, text

    assert said(case.matter.reference, "AAAABBBBCCCC") == said("BJ-260101-000000", "AAAABBBBCCCC")
    for _time in range(18):
        assert said("BJ-260101-000000", "AAAABBBBCCCC")[0] == 422
    assert said(case.matter.reference, case.code)[0] == 429


def tablet_of(clerk: User) -> str:
    page = signed_in(clerk).post("/ratings/tablet/").content.decode()
    found = re.search(r"(/rate/tablet/[\w-]+/)", page)
    assert found
    return found[1]


def test_the_tablet_shows_what_the_clerk_offers_and_then_nothing(cast: Cast) -> None:
    case = make_case(make_item(cast.unit), cast.clerk, now=timezone.now(), accept=True)
    path, visitor = tablet_of(cast.clerk), Client(headers=EN)
    assert "Welcome" in visitor.get(path).content.decode()

    signed_in(cast.clerk).post(f"/ratings/offer/{case.matter.reference}/")
    assert "How satisfied" in visitor.get(path).content.decode()
    visitor.post(path, {"code": "2"})

    assert list(Rating.objects.values_list("code", "channel", "stage", "clerk")) == [
        (2, "tablet", "acceptance", cast.clerk.pk)
    ]
    assert "Welcome" in visitor.get(path).content.decode()


def test_what_the_tablet_shows_ends_by_itself(cast: Cast) -> None:
    case = make_case(make_item(cast.unit), cast.clerk, now=timezone.now(), accept=True)
    path = tablet_of(cast.clerk)
    signed_in(cast.clerk).post(f"/ratings/offer/{case.matter.reference}/")
    Tablet.objects.update(shown_at=timezone.now() - SHOWN_FOR)

    assert "Welcome" in Client(headers=EN).get(path).content.decode()
    assert not Rating.objects.exists()


def test_the_clerk_cannot_rate_on_his_own_screen(cast: Cast) -> None:
    """THREATS 10."""
    case = make_case(make_item(cast.unit), cast.clerk, now=timezone.now(), accept=True)
    path, clerk = tablet_of(cast.clerk), signed_in(cast.clerk)
    clerk.post(f"/ratings/offer/{case.matter.reference}/")

    assert clerk.post(path, {"code": "1"}).status_code == 403
    assert not Rating.objects.exists()


def test_a_new_address_of_the_tablet_ends_the_old_one(cast: Cast) -> None:
    old = tablet_of(cast.clerk)
    tablet_of(cast.clerk)

    assert Client().get(old).status_code == 404


def test_the_clerk_sees_no_rating_of_his_case(cast: Cast) -> None:
    """T-58."""
    rating = rated(cast, 5, named=True, words="态度差", now=timezone.now())
    assert rating.case is not None
    client = signed_in(cast.clerk)

    assert "态度差" not in client.get(f"/cases/{rating.case.matter.reference}/").content.decode()
    assert client.get("/ratings/").status_code == 403
    assert client.get(f"/ratings/{rating.pk}/").status_code == 403
    figures = client.get("/ratings/figures/").content.decode()
    assert "0.0%" in figures
    assert "态度差" not in figures


def test_the_list_asks_as_often_for_thirty_rows_as_for_one(
    cast: Cast, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    rated(cast, 5, now=timezone.now())
    client = signed_in(cast.head)
    client.get("/ratings/")
    with django_assert_max_num_queries(30) as few:
        client.get("/ratings/")
    for code in range(30):
        rated(cast, code % 5 + 1, now=timezone.now())

    with django_assert_num_queries(len(few.captured_queries)):
        page = client.get("/ratings/").content.decode()
    assert page.count("/ratings/") >= 31


def test_the_unit_reads_name_and_phone_for_a_purpose(cast: Cast) -> None:
    rating = rated(cast, 5, named=True, now=timezone.now())
    client = signed_in(cast.handler)

    refused = client.post(f"/ratings/{rating.pk}/rater/", {"purpose": ""})
    assert refused.status_code == 422
    assert APPLICANT.phone not in refused.content.decode()


def test_a_step_is_taken_on_the_page(cast: Cast) -> None:
    rating = rated(cast, 5, named=True, now=timezone.now())
    client = signed_in(cast.handler)

    assert client.post(f"/ratings/{rating.pk}/contact/", {"how": "", "text": ""}).status_code == 422
    assert client.post(f"/ratings/{rating.pk}/contact/", {"how": "电话", "text": "等太久"}).status_code == 302
    assert client.post(f"/ratings/{rating.pk}/contact/", {"how": "电话", "text": "等太久"}).status_code == 409


def sheet(*rows: tuple[Any, ...]) -> SimpleUploadedFile:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (heads(), *rows):
        page.append(list(row))
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("ratings.xlsx", file.getvalue())


def test_a_sheet_with_a_reversed_scale_is_refused_with_row_and_column(cast: Cast) -> None:
    """T-57: importers must not reverse."""
    rows = [
        ("1", cast.unit.name, "", "closing", "1", "very satisfied", "2025-09-01 10:00", ""),
        ("2", cast.unit.name, "", "closing", "5", "very satisfied", "2025-09-01 10:00", ""),
        ("2", "没有的局", "", "closing", "9", "very satisfied", "2025-09-01 10:00", ""),
    ]
    answer = signed_in(cast.office).post("/ratings/import/", {"source": "省平台", "sheet": sheet(*rows)})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Code 5 is “very dissatisfied” here, not “very satisfied”" in page
    assert not Rating.objects.exists()


def test_a_good_sheet_is_taken_whole_and_only_once(cast: Cast) -> None:
    rows = [
        ("1", cast.unit.name, "", "closing", "1", "very satisfied", "2025-09-01 10:00", "电话13800000001"),
        ("2", cast.unit.code, "", "acceptance", "4", "dissatisfied", "2025-09-02 10:00", ""),
    ]
    client = signed_in(cast.office)
    first = client.post("/ratings/import/", {"source": "省平台", "sheet": sheet(*rows)})
    second = client.post("/ratings/import/", {"source": "省平台", "sheet": sheet(*rows)})

    assert (first.status_code, second.status_code) == (302, 422)
    assert sorted(Rating.objects.values_list("code", "words")) == [(1, "电话○○"), (4, "")]


def test_everybody_may_read_the_results_and_is_warned_of_few(cast: Cast) -> None:
    rated(cast, 1, now=timezone.now())

    page = Client(headers=EN).get("/ratings/results/").content.decode()
    assert "100.0%" in page
    assert "(few)" in page
