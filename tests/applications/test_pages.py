"""The public pages: from the guide of an item to the receipt, without an account and without JavaScript."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from approvals.actions import Told, tell_to_correct
from approvals.applications.models import Application, Upload
from approvals.models import Case, Item, ItemMaterial
from efficiency.audit.models import Entry
from tests.applications.builders import WHO, begun, filed, online_item, ready
from tests.approvals.builders import GOOD_CREDIT_CODE, GOOD_IDENTITY, make_case, make_clerk
from tests.complaints.files import picture

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}


@pytest.fixture
def visitor() -> Client:
    return Client(headers=EN)


def who(**changed: Any) -> dict[str, Any]:
    return {"document": "identity", "name": "顾晓演", "id_number": GOOD_IDENTITY, "phone": "138 0000 0001"} | changed


def sent(name: str = "a.png", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if data is None else data)


def opened(draft: Application) -> Client:
    """A browser that has shown number and code."""
    client = Client(headers=EN)
    answer = client.post("/apply/", {"number": draft.number, "code": draft.code})
    assert answer.status_code == 302
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_guide_of_an_item_offers_to_apply_online_where_it_goes_so_deep(visitor: Client) -> None:
    deep, shallow = online_item(), online_item(depth="1")

    assert f'href="/items/{deep.code}/apply/"' in text(visitor.get(f"/items/{deep.code}/"))
    assert "/apply/" not in text(visitor.get(f"/items/{shallow.code}/"))
    assert visitor.get(f"/items/{shallow.code}/apply/").status_code == 404


def test_from_the_guide_to_the_receipt(visitor: Client) -> None:
    item = online_item()
    begin = visitor.post(f"/items/{item.code}/apply/", who())
    draft = Application.objects.get()
    assert begin["Location"] == f"/apply/{draft.number}/materials/"

    files = {"file-1": sent(), "file-2": sent("b.png"), "do": "next"}
    assert visitor.post(f"/apply/{draft.number}/materials/", files)["Location"] == f"/apply/{draft.number}/review/"
    assert "顾晓演" in text(visitor.get(f"/apply/{draft.number}/review/"))
    assert (
        visitor.post(f"/apply/{draft.number}/review/", {"agree": "on"})["Location"] == f"/apply/{draft.number}/filed/"
    )

    case = Case.objects.get()
    receipt = text(visitor.get(f"/apply/{draft.number}/filed/"))
    assert case.matter.reference in receipt
    assert "-".join((case.code[:4], case.code[4:8], case.code[8:])) in receipt
    assert WHO.name not in receipt


def test_the_number_and_code_of_the_draft_stand_on_each_step() -> None:
    draft = ready(now=timezone.now())
    client = opened(draft)

    for step in ("materials", "review"):
        page = text(client.get(f"/apply/{draft.number}/{step}/"))
        assert draft.number in page
        assert draft.code[:4] in page


def test_a_draft_is_opened_with_number_and_code_alone(visitor: Client) -> None:
    draft = begun(now=timezone.now())
    for step in ("who", "materials", "review", "filed", "discard"):
        assert visitor.get(f"/apply/{draft.number}/{step}/")["Location"] == "/apply/"
    visitor.post(f"/apply/{draft.number}/materials/", {"file-1": sent()})
    visitor.post(f"/apply/{draft.number}/review/", {"agree": "on"})

    assert not Upload.objects.exists()
    assert not Case.objects.exists()


def test_unknown_number_and_wrong_code_get_the_same_answer_until_the_hour_is_spent(visitor: Client) -> None:
    """THREATS 17, 18."""
    draft = begun(now=timezone.now())

    def said(number: str, code: str) -> tuple[int, str]:
        answer = visitor.post("/apply/", {"number": number, "code": code})
        return answer.status_code, re.sub(r'value="[^"]*"', "", text(answer))

    assert said(draft.number, "AAAABBBBCCCC") == said("SQ-260101-000000", "AAAABBBBCCCC")
    for _time in range(18):
        assert said("SQ-260101-000000", "AAAABBBBCCCC")[0] == 422
    assert said(draft.number, draft.code)[0] == 429


def test_an_expired_draft_answers_like_an_unknown_one(visitor: Client) -> None:
    draft = begun()
    Application.objects.update(expires_at=timezone.now())

    answer = visitor.post("/apply/", {"number": draft.number, "code": draft.code})

    assert answer.status_code == 422
    assert "no longer kept" in text(answer)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"id_number": "320583189012300091"}, "id_number", "check digit does not fit"),
        ({"id_number": ""}, "id_number", "Please write the number of the document"),
        (
            {"document": "credit-code", "id_number": GOOD_CREDIT_CODE[:-1] + "1"},
            "id_number",
            "check digit does not fit",
        ),
        ({"name": ""}, "name", "Please write the name"),
        ({"phone": "12"}, "phone", "7 to 15 digits"),
        ({"document": ""}, "document", "Please choose who applies"),
    ],
)
def test_what_cannot_be_right_is_said_beside_its_field_and_what_was_typed_stays(
    visitor: Client, changed: dict[str, str], field: str, words: str
) -> None:
    answer = visitor.post(f"/items/{online_item().code}/apply/", who(address="", **changed))
    page = text(answer)

    assert answer.status_code == 422
    assert words in page
    assert f'name="{field}"' in page
    if field != "name":
        assert "顾晓演" in page
    assert not Application.objects.exists()


def test_a_firm_applies_with_its_credit_code_and_its_capital(visitor: Client) -> None:
    item = online_item(audience=["2"])
    given = who(document="credit-code", id_number=GOOD_CREDIT_CODE, capital="40000000", currency="CNY")

    assert visitor.post(f"/items/{item.code}/apply/", given).status_code == 302
    assert (Application.objects.get().document, str(Application.objects.get().capital)) == (
        "credit-code",
        "40000000.00",
    )


def test_an_item_for_firms_is_not_applied_for_by_a_person(visitor: Client) -> None:
    answer = visitor.post(f"/items/{online_item(audience=['2']).code}/apply/", who())

    assert answer.status_code == 422


def test_what_is_in_order_is_saved_though_another_file_is_refused() -> None:
    draft = begun(now=timezone.now())
    client = opened(draft)

    answer = client.post(
        f"/apply/{draft.number}/materials/",
        {"file-1": sent(), "file-2": sent("b.svg", b"<svg onload=alert(1)>"), "do": "next"},
    )

    assert answer.status_code == 422
    assert "“b.svg” is not a picture" in text(answer)
    assert list(Upload.objects.values_list("material", flat=True)) == ["申请书"]


def test_a_file_is_removed_by_its_button() -> None:
    draft = ready(now=timezone.now())
    first = Upload.objects.first()
    assert first is not None

    opened(draft).post(f"/apply/{draft.number}/materials/", {"remove": str(first.pk)})

    assert not Upload.objects.filter(pk=first.pk).exists()


def test_the_page_says_what_is_missing_and_offers_no_filing() -> None:
    draft = begun(now=timezone.now())
    client = opened(draft)

    page = text(client.get(f"/apply/{draft.number}/review/"))
    answer = client.post(f"/apply/{draft.number}/review/", {"agree": "on"})

    assert "still missing" in page
    assert "File the application" not in page
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_nothing_is_filed_without_the_applicants_word() -> None:
    draft = ready(now=timezone.now())

    answer = opened(draft).post(f"/apply/{draft.number}/review/", {})

    assert answer.status_code == 422
    assert "Please confirm that what you state is true." in text(answer)
    assert not Case.objects.exists()


def test_optional_and_fetched_materials_say_so() -> None:
    item = online_item(materials="申请书\n营业执照复印件\n委托书")
    ItemMaterial.objects.filter(item=item, name="营业执照复印件").update(shared=True)
    ItemMaterial.objects.filter(item=item, name="委托书").update(required=False)
    draft = begun(item, now=timezone.now())

    page = text(opened(draft).get(f"/apply/{draft.number}/materials/"))

    assert page.count("we fetch it ourselves") == 1
    assert page.count("if it applies") == 1


def test_sent_twice_it_leads_to_the_same_receipt() -> None:
    draft = ready(now=timezone.now())
    client = opened(draft)

    first = client.post(f"/apply/{draft.number}/review/", {"agree": "on"})
    second = client.post(f"/apply/{draft.number}/review/", {"agree": "on"})

    assert first["Location"] == second["Location"] == f"/apply/{draft.number}/filed/"
    assert Case.objects.count() == 1


def test_the_number_of_the_draft_leads_to_the_receipt_once_it_is_filed() -> None:
    case = filed(now=timezone.now())
    draft = Application.objects.get()

    client = Client(headers=EN)
    answer = client.post("/apply/", {"number": draft.number, "code": draft.code})

    assert answer["Location"] == f"/apply/{draft.number}/filed/"
    assert case.matter.reference in text(client.get(answer["Location"]))


def test_a_draft_is_erased_by_its_owner() -> None:
    draft = ready(now=timezone.now())

    answer = opened(draft).post(f"/apply/{draft.number}/discard/")

    assert answer["Location"] == f"/items/{draft.item.code}/"
    assert not Application.objects.exists()


def test_stopping_for_now_closes_the_draft_in_this_browser() -> None:
    draft = begun(now=timezone.now())
    client = opened(draft)

    client.post(f"/apply/{draft.number}/close/")

    assert client.get(f"/apply/{draft.number}/materials/")["Location"] == "/apply/"
    assert Application.objects.count() == 1


def test_too_many_drafts_from_one_address_are_sent_away(visitor: Client) -> None:
    """THREATS 17."""
    item = online_item()
    for _time in range(20):
        assert visitor.post(f"/items/{item.code}/apply/", who()).status_code == 302

    assert visitor.post(f"/items/{item.code}/apply/", who()).status_code == 429
    assert Application.objects.count() == 20


def test_no_page_of_a_draft_is_kept_by_the_browser() -> None:
    draft = ready(now=timezone.now())
    client = opened(draft)

    for step in ("who", "materials", "review"):
        assert "no-store" in client.get(f"/apply/{draft.number}/{step}/")["Cache-Control"]


def told(case: Case) -> Case:
    points = [Told("照片不清", "申请书"), Told("第2页未签名")]
    return tell_to_correct(case=case, points=points, actor=make_clerk(), now=timezone.now())


def completing(case: Case) -> Client:
    """The browser of an applicant who comes from his progress page."""
    client = Client(headers=EN)
    page = text(client.post("/track/case/", {"number": case.matter.reference, "code": case.code}))
    assert 'action="/apply/complete/"' in page
    client.post("/apply/complete/", {"number": case.matter.reference, "code": case.code})
    return client


def test_from_the_progress_page_what_is_missing_is_handed_in() -> None:
    case = told(filed(now=timezone.now()))
    client, path = completing(case), f"/apply/complete/{case.matter.reference}/"
    first, second = (f"file-{point.pk}" for point in case.corrections.get().points.all())

    answer = client.post(path, {first: sent(), second: sent(), "do": "hand-in"}, follow=True)

    case.refresh_from_db()
    assert case.state == "received"
    assert "Nothing is missing" in text(answer)


def test_a_refused_file_hands_nothing_in_and_keeps_the_others() -> None:
    case = told(filed(now=timezone.now()))
    client, path = completing(case), f"/apply/complete/{case.matter.reference}/"
    first, second = (f"file-{point.pk}" for point in case.corrections.get().points.all())

    answer = client.post(path, {first: sent(), second: sent("b.exe", b"MZ"), "do": "hand-in"})

    case.refresh_from_db()
    assert answer.status_code == 422
    assert "“b.exe” is not a picture" in text(answer)
    assert (case.state, Upload.objects.filter(point__isnull=False).count()) == ("correcting", 1)


def test_without_number_and_code_nothing_is_handed_in(visitor: Client) -> None:
    case = told(filed(now=timezone.now()))

    answer = visitor.post(f"/apply/complete/{case.matter.reference}/", {"do": "hand-in"})
    wrong = visitor.post("/apply/complete/", {"number": case.matter.reference, "code": "AAAABBBBCCCC"})

    assert (answer["Location"], wrong["Location"]) == ("/track/case/", "/track/case/")


def test_a_case_of_the_counter_on_an_item_that_is_not_online_is_completed_at_the_counter(visitor: Client) -> None:
    clerk, now = make_clerk(), timezone.now()
    case = tell_to_correct(case=make_case(clerk=clerk, now=now), points=[Told("未签名")], actor=clerk, now=now)

    page = text(visitor.post("/track/case/", {"number": case.matter.reference, "code": case.code}))

    assert "/apply/complete/" not in page


def test_opening_what_was_begun_reads_the_vault_on_record() -> None:
    draft = ready(now=timezone.now())
    opened(draft).get(f"/apply/{draft.number}/review/")

    entry = Entry.objects.get(verb="identity-read")
    assert (entry.actor, entry.data) == (None, {"fields": ["id_number", "name", "phone"], "own": True})


def test_the_item_of_a_draft_is_not_chosen_by_whoever_sends_the_form(visitor: Client) -> None:
    item, other = online_item(), online_item()
    visitor.post(f"/items/{item.code}/apply/", who(item=other.code))

    assert Application.objects.get().item == Item.objects.get(pk=item.pk)
