"""The counter form and the receipt."""

from typing import Any

import pytest
from django.test import Client

from approvals.models import Case, Item
from efficiency.organization.models import User
from efficiency.vault.models import Person
from tests.approvals.builders import GOOD_CREDIT_CODE, GOOD_IDENTITY, make_case, make_clerk, make_item
from tests.cast import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> User:
    return make_clerk()


@pytest.fixture
def counter(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def form_of(chosen: Item, **changed: Any) -> dict[str, Any]:
    given = {
        "item": chosen.code,
        "name": "顾晓演",
        "document": "identity",
        "number": GOOD_IDENTITY,
        "phone": "138 0000 0001",
        "materials": chosen.material_list,
        "note": "下午来取",
        "submission": "0123456789abcdef" * 2,
        "do": "accept",
    }
    return given | changed


def test_receive_and_accept_leads_to_the_receipt(counter: Client) -> None:
    answer = counter.post("/cases/new/", form_of(make_item()))

    case = Case.objects.get()
    assert answer.headers["Location"] == f"/cases/{case.matter.reference}/receipt/"
    assert case.state == "accepted"


def test_receive_only_leaves_the_case_received(counter: Client) -> None:
    counter.post("/cases/new/", form_of(make_item(), do="receive", materials=["申请书"]))

    case = Case.objects.get()
    assert (case.state, case.taken, case.missing) == ("received", ["申请书"], ["营业执照复印件"])


def test_a_firm_is_identified_by_its_credit_code(counter: Client) -> None:
    counter.post("/cases/new/", form_of(make_item(), document="credit-code", number=GOOD_CREDIT_CODE))

    assert Case.objects.count() == 1


def test_the_same_form_sent_twice_gives_the_same_receipt(counter: Client) -> None:
    item = make_item()

    first = counter.post("/cases/new/", form_of(item))
    second = counter.post("/cases/new/", form_of(item))

    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1
    assert Person.objects.count() == 1


def test_the_receipt_shows_number_code_limits_and_qr_code(counter: Client) -> None:
    counter.post("/cases/new/", form_of(make_item()))
    case = Case.objects.select_related("matter").get()

    page = counter.get(f"/cases/{case.matter.reference}/receipt/", headers={"accept-language": "en"}).content.decode()

    for part in (case.matter.reference, case.code, "5 working days", "20 working days", "data:image/svg+xml"):
        assert part in page
    assert "顾晓演" not in page


def test_a_form_for_an_item_opens_with_its_materials(counter: Client) -> None:
    item = make_item()

    assert "营业执照复印件" in counter.get("/cases/new/", {"item": item.code}).content.decode()
    assert "营业执照复印件" in counter.get("/cases/new/materials/", {"item": item.code}).content.decode()


def test_without_javascript_the_materials_come_by_a_button_and_nothing_is_lost(counter: Client) -> None:
    page = counter.post("/cases/new/", form_of(make_item(), do="materials", materials=[])).content.decode()

    assert "营业执照复印件" in page
    assert "顾晓演" in page
    assert Case.objects.count() == 0


def test_letters_find_an_item(counter: Client) -> None:
    item = make_item()
    make_item(name="排水户接管")

    page = counter.get("/cases/new/items/", {"words": "spj"}).content.decode()

    assert item.code in page
    assert "排水户接管" not in page


MALFORMED = [
    {"item": ""},
    {"item": "no-such-item"},
    {"name": ""},
    {"name": "顾" * 61},
    {"document": ""},
    {"document": "library-card"},
    {"number": ""},
    {"number": "123"},
    {"number": GOOD_IDENTITY[:-1] + "0"},
    {"number": "320583189013010019"},
    {"number": "3" * 41},
    {"document": "credit-code", "number": "91320583MA1DEM0XXA"},
    {"document": "other", "number": "!!"},
    {"phone": ""},
    {"phone": "请打座机"},
    {"phone": "12345"},
    {"materials": ["无犯罪记录证明"]},
    {"materials": []},  # accepting needs every material
    {"note": "字" * 301},
    {"fixed": "字" * 301},
    {"capital": "三千万"},
    {"capital": "-1"},
    {"currency": "EUR"},
    {"queue_number": "A 23"},
    {"queue_number": "A" * 13},
    {"submission": ""},
    {"submission": "<script>"},
]


@pytest.mark.parametrize("changed", MALFORMED)
def test_a_malformed_form_is_answered_with_a_message_and_keeps_what_was_typed(
    counter: Client, changed: dict[str, Any]
) -> None:
    form = form_of(make_item(), **changed)

    answer = counter.post("/cases/new/", form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "error-summary" in page
    for field in ("name", "number", "phone", "note"):
        assert form[field] in page
    assert Case.objects.count() == 0
    assert Person.objects.count() == 0


def test_what_is_missing_is_told_in_the_same_act(counter: Client) -> None:
    """Art. 32(4): the applicant leaves the counter with the notice in hand."""
    answer = counter.post("/cases/new/", form_of(make_item(), do="tell", materials=["申请书"]))

    case = Case.objects.get()
    assert case.state == "correcting"
    assert "/papers/" in answer.headers["Location"]
    page = counter.get(answer.headers["Location"]).content.decode()
    assert "营业执照复印件：未提交" in page


def test_the_counter_notes_what_was_put_right_and_opens_the_green_channel(counter: Client) -> None:
    """Art. 32(3); S04."""
    form = form_of(make_item(green=True), fixed="补签姓名", capital="30000000", currency="CNY")
    counter.post("/cases/new/", form)

    case = Case.objects.get()
    assert (case.fixed, case.green) == ("补签姓名", True)


def test_capital_is_stated_for_items_of_the_green_channel_alone(counter: Client) -> None:
    """S04: the catalogue says which items count."""
    answer = counter.post("/cases/new/", form_of(make_item(), capital="30000000", currency="CNY"))

    assert answer.status_code == 422
    assert Case.objects.count() == 0


def test_the_counter_asks_for_capital_where_the_item_counts(counter: Client) -> None:
    """S04."""
    green, plain = make_item(green=True), make_item()

    assert 'name="capital"' in counter.get("/cases/new/materials/", {"item": green.code}).content.decode()
    assert 'name="capital"' not in counter.get("/cases/new/materials/", {"item": plain.code}).content.decode()


def test_the_number_on_the_queue_slip_goes_with_the_case(counter: Client) -> None:
    counter.post("/cases/new/", form_of(make_item(), queue_number="ａ０２３"))

    case = Case.objects.select_related("matter").get()
    assert case.queue_number == "A023"
    assert "A023" in counter.get(f"/cases/{case.matter.reference}/").content.decode()


def test_the_enter_of_a_reader_sends_nothing_and_looks_the_applicant_up(counter: Client) -> None:
    """Without JavaScript: the first button of the form only looks."""
    make_case()

    answer = counter.post("/cases/new/", form_of(make_item(), do="materials", name="", phone=""))

    assert "顾＊＊" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert Case.objects.count() == 1


@pytest.mark.parametrize("text", ["{}", " {} ", "https://portal.example/track/case/?number={}"])
def test_a_scanned_number_opens_its_case(counter: Client, clerk: User, text: str) -> None:
    number = make_case(clerk=clerk).matter.reference

    answer = counter.get("/cases/find/", {"text": text.format(number.lower())})

    assert answer.headers["Location"] == f"/cases/{number}/"


@pytest.mark.parametrize("text", ["", "A023", "BJ-260914-999999", "x" * 400])
def test_a_number_that_nobody_has_leads_back_to_the_counter(counter: Client, text: str) -> None:
    answer = counter.get("/cases/find/", {"text": text}, follow=True)

    assert answer.redirect_chain == [("/cases/new/", 302)]
    assert "error" in answer.content.decode()


def test_a_number_of_another_counter_leads_nowhere(client: Client) -> None:
    number = make_case().matter.reference
    client.force_login(make_user("window", unit=make_unit("市民政局")))

    assert client.get("/cases/find/", {"text": number}).headers["Location"] == "/cases/new/"


def test_an_unknown_applicant_needs_name_and_phone(counter: Client) -> None:
    answer = counter.post("/cases/new/", form_of(make_item(), name="", phone=""))

    assert answer.status_code == 422
    assert Case.objects.count() == 0


def test_a_receipt_of_another_counter_is_not_found(client: Client) -> None:
    case = make_case()
    client.force_login(make_user("window", unit=make_unit("市民政局")))

    assert client.get(f"/cases/{case.matter.reference}/receipt/").status_code == 404


def test_only_window_staff_open_the_counter(client: Client) -> None:
    client.force_login(make_user("handler", unit=make_unit()))

    assert client.get("/cases/new/").status_code == 403
