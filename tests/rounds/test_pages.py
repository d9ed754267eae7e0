"""The pages of rounds."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from approvals.models import Item
from approvals.rounds.models import Proposal, Round
from efficiency.changes.actions import decide
from efficiency.common.moments import local_date
from efficiency.organization.models import User
from tests.approvals.builders import make_item
from tests.cast import make_unit, make_user
from tests.common.queries import queries_of
from tests.rounds.builders import drafted, opened

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def soon() -> dict[str, Any]:
    """Days of a round that lie ahead, whenever the tests run."""
    today = local_date(timezone.now())
    return {
        "answer_by": today + timedelta(days=10),
        "effective_on": today + timedelta(days=20),
        "now": timezone.now(),
    }


def approved(*wanted: tuple[Item, int]) -> Round:
    """A round that two persons made binding."""
    office = make_user("office")
    client = signed_in(office)
    round_ = opened(*wanted, office=office, **soon())
    for item, _limit in wanted:
        head = signed_in(make_user("head", unit=item.unit))
        head.post(f"/rounds/{round_.pk}/answer/", _seen(round_) | {"do": "agree"})
    client.post(f"/rounds/{round_.pk}/put-forward/", {"ground": "提速"})
    round_.refresh_from_db()
    assert round_.change is not None
    decide(change=round_.change, confirm=True, actor=make_user("office"))
    round_.refresh_from_db()
    return round_


def _seen(round_: Round) -> dict[str, str]:
    return {f"seen-{one.pk}": f"{one.new_limit} {one.new_unit}" for one in round_.proposals.all()}


def sheet(*rows: tuple[object, ...], heads: tuple[str, ...] = ()) -> SimpleUploadedFile:
    """An Excel sheet with these rows below the titles of the template."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(heads or ("Item code", "Item", "Department", "Promised until now", "Proposed limit", "Unit"))
    for row in rows:
        page.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("round.xlsx", file.getvalue())


def test_office_begins_a_round_and_adds_an_item() -> None:
    client, item, days = signed_in(make_user("office")), make_item(promised_limit=7), soon()
    form = {
        "title": "第八轮",
        "document": "昆效能〔2026〕8号",
        "answer_by": days["answer_by"],
        "effective_on": days["effective_on"],
    }

    begun = client.post("/rounds/new/", form)
    round_ = Round.objects.get()
    added = client.post(f"/rounds/{round_.pk}/proposals/new/", {"item": item.code, "limit": 5, "unit": "wd"})
    page = client.get(f"/rounds/{round_.pk}/").content.decode()

    assert (begun.status_code, added.status_code) == (302, 302)
    assert "working days before" in page
    assert str(Proposal.objects.get()) == "食品经营许可: 7 working days → 5 working days"


def test_wrong_days_are_told_beside_the_field_and_stay() -> None:
    client, days = signed_in(make_user("office")), soon()
    form = {
        "title": "第八轮",
        "document": "号",
        "answer_by": days["effective_on"],
        "effective_on": days["answer_by"],
    }

    answer = client.post("/rounds/new/", form)

    assert answer.status_code == 422
    assert "The new limits begin after the day by which the departments answer." in answer.content.decode()
    assert 'value="第八轮"' in answer.content.decode()


def test_longer_limit_is_told_beside_the_field() -> None:
    client, item = signed_in(make_user("office")), make_item(promised_limit=5)
    round_ = drafted(**soon())

    answer = client.post(f"/rounds/{round_.pk}/proposals/new/", {"item": item.code, "limit": 6, "unit": "wd"})

    assert answer.status_code == 422
    assert "A speed-up is not longer than what is promised now (5 working days)." in answer.content.decode()


def test_sheet_of_the_round_comes_back_filled_in() -> None:
    client = signed_in(make_user("office"))
    round_ = drafted(**soon())
    unit = make_unit()
    first, second = (make_item(unit, name=name, promised_limit=7) for name in ("许可甲", "许可乙"))

    book = load_workbook(BytesIO(client.get(f"/rounds/{round_.pk}/sheet/").content))
    rows = [[str(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    taken = client.post(
        f"/rounds/{round_.pk}/upload/",
        {"sheet": sheet((first.code, "", "", "", 5, ""), (second.code, "", "", "", None, ""))},
    )

    assert rows[0] == ["Item code", "Item", "Department", "Promised until now", "Proposed limit", "Unit"]
    assert {row[0] for row in rows[1:]} == {first.code, second.code}
    assert taken.status_code == 302
    assert [one.item for one in round_.proposals.all()] == [first]


def test_faults_of_a_sheet_are_named_and_nothing_is_taken() -> None:
    client, item = signed_in(make_user("office")), make_item(promised_limit=5)
    round_ = drafted(**soon())
    rows = [
        (item.code, "", "", "", 4, "working days"),
        ("NO-SUCH", "", "", "", 4, ""),
        (item.code, "", "", "", 3, ""),
        (item.code, "", "", "", "soon", ""),
        (make_item(promised_limit=2).code, "", "", "", 3, ""),
    ]

    answer = client.post(f"/rounds/{round_.pk}/upload/", {"sheet": sheet(*rows)})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "No item in the catalogue has this code." in page
    assert "This item stands in row 2 already." in page
    assert "Enter a whole number." in page
    assert "A speed-up is not longer" in page
    assert round_.proposals.count() == 0


def test_sheet_with_other_titles_is_refused() -> None:
    round_ = drafted(**soon())

    answer = signed_in(make_user("office")).post(
        f"/rounds/{round_.pk}/upload/", {"sheet": sheet(("x",), heads=("Other",))}
    )

    assert answer.status_code == 422
    assert "The first row must hold these titles" in answer.content.decode()


def test_head_answers_on_one_page() -> None:
    unit = make_unit()
    first, second = (make_item(unit, name=name) for name in ("许可甲", "许可乙"))
    round_ = opened((first, 3), (second, 3), (make_item(name="别家许可"), 3), **soon())
    head = signed_in(make_user("head", unit=unit))
    mine = {one.item_id: one.pk for one in round_.proposals.all()}

    page = head.get(f"/rounds/{round_.pk}/answer/").content.decode()
    form = _seen(round_) | {
        f"answer-{mine[first.pk]}": "objected",
        f"reason-{mine[first.pk]}": "人手不足",
        "do": "agree",
    }
    sent = head.post(f"/rounds/{round_.pk}/answer/", form)

    assert "许可甲" in page
    assert "别家许可" not in page
    assert sent.status_code == 302
    assert list(round_.proposals.order_by("pk").values_list("answer", flat=True)) == ["objected", "agreed", ""]


def test_objection_without_a_reason_is_asked_again() -> None:
    item = make_item()
    round_ = opened((item, 3), **soon())
    pk = round_.proposals.get().pk

    answer = signed_in(make_user("head", unit=item.unit)).post(
        f"/rounds/{round_.pk}/answer/", _seen(round_) | {f"answer-{pk}": "objected", "do": "send"}
    )

    assert answer.status_code == 422
    assert answer.content.decode().count("Say why your department objects to “食品经营许可”.") == 2
    assert 'value="objected" selected' in answer.content.decode()


def test_draft_is_not_shown_to_departments() -> None:
    item = make_item()
    round_ = drafted((item, 3), **soon())

    assert signed_in(make_user("head", unit=item.unit)).get(f"/rounds/{round_.pk}/").status_code == 404


def test_office_settles_an_objection() -> None:
    item = make_item()
    round_ = opened((item, 3), **soon())
    pk = round_.proposals.get().pk
    form = _seen(round_) | {f"answer-{pk}": "objected", f"reason-{pk}": "人手不足"}
    signed_in(make_user("head", unit=item.unit)).post(f"/rounds/{round_.pk}/answer/", form)
    office = signed_in(make_user("office"))

    listed = office.get(f"/rounds/{round_.pk}/proposals/?answer=unsettled").content.decode()
    empty = office.post(f"/rounds/proposals/{pk}/keep/", {"because": ""})
    kept = office.post(f"/rounds/proposals/{pk}/keep/", {"because": "窗口已增派人员。"})

    assert "人手不足" in listed
    assert (empty.status_code, kept.status_code) == (422, 302)
    assert "窗口已增派人员。" in office.get(f"/rounds/{round_.pk}/proposals/").content.decode()


def test_public_reads_an_approved_round_and_no_other() -> None:
    item = make_item(promised_limit=7)
    round_ = approved((item, 5))
    draft = drafted((make_item(), 3), **soon())
    citizen = Client(headers={"accept-language": "en"})

    page = citizen.get(f"/speed-ups/{round_.pk}/").content.decode()
    book = load_workbook(BytesIO(citizen.get(f"/speed-ups/{round_.pk}/export/").content))

    assert "7 working days" in page
    assert "5 working days" in page
    assert book.worksheets[0].cell(2, 4).value == "5 working days"
    assert citizen.get(f"/speed-ups/{draft.pk}/").status_code == 404
    assert round_.title in citizen.get("/speed-ups/").content.decode()


def test_public_page_never_tells_what_departments_said() -> None:
    item = make_item()
    round_ = approved((item, 3))
    Proposal.objects.update(answer="objected", reason="内部意见", kept_because="内部理由")

    page = Client().get(f"/speed-ups/{round_.pk}/").content.decode()

    assert "内部" not in page


def test_export_holds_the_answers() -> None:
    round_ = opened((make_item(), 3), **soon())

    book = load_workbook(BytesIO(signed_in(make_user("office")).get(f"/rounds/{round_.pk}/export/").content))

    assert [cell.value for cell in book.worksheets[0][2]][2:5] == ["5 working days", "3 working days", "no answer"]


@pytest.mark.parametrize(
    "path", [lambda pk: f"/rounds/{pk}/", lambda pk: f"/rounds/{pk}/proposals/", lambda pk: "/rounds/"]
)
def test_queries_do_not_follow_the_proposals(path: Callable[[int], str]) -> None:
    client = signed_in(make_user("office"))
    few = opened((make_item(), 3), **soon())
    queries_of(client, path(few.pk))
    counts = [queries_of(client, path(few.pk))]
    many = opened(*((make_item(), 3) for _number in range(30)), **soon())
    counts.append(queries_of(client, path(many.pk)))

    assert counts[0] == counts[1]


def test_queries_of_the_public_page_do_not_follow_the_items() -> None:
    citizen = Client()
    few, many = approved((make_item(), 3)), approved(*((make_item(), 3) for _number in range(3)))

    assert queries_of(citizen, f"/speed-ups/{few.pk}/") == queries_of(citizen, f"/speed-ups/{many.pk}/")


def test_desk_of_the_office_names_who_has_not_answered() -> None:
    first, second = make_item(), make_item(make_unit("市水务局"))
    round_ = opened((first, 3), (second, 3), **soon())
    head = signed_in(make_user("head", unit=first.unit))
    head.post(f"/rounds/{round_.pk}/answer/", _seen(round_) | {"do": "agree"})

    desk = signed_in(make_user("office")).get("/desk/").content.decode()

    assert "No answer yet from 市水务局." in desk


def test_desk_of_a_head_leads_to_the_answer_until_it_is_given() -> None:
    item = make_item()
    round_ = opened((item, 3), **soon())
    head = signed_in(make_user("head", unit=item.unit))

    before = head.get("/desk/").content.decode()
    head.post(f"/rounds/{round_.pk}/answer/", _seen(round_) | {"do": "agree"})

    assert f"/rounds/{round_.pk}/answer/" in before
    assert "1 item to answer" in before
    assert f"/rounds/{round_.pk}/answer/" not in head.get("/desk/").content.decode()
