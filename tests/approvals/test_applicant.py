"""Reading who applied. Here commits are real: a reading stands even if the page fails."""

from django.test import Client

from approvals.holdings import forget
from approvals.models import Case, Paper
from efficiency.vault.actions import reveal
from efficiency.vault.models import Reading
from tests.approvals.builders import GOOD_CREDIT_CODE, GOOD_IDENTITY, clerk_of, make_case
from tests.cast import at, make_unit, make_user


def test_who_handles_the_case_reads_the_applicant_for_a_purpose(committed_db: object, client: Client) -> None:
    case = make_case()
    client.force_login(clerk_of(case))

    answer = client.post(f"/cases/{case.matter.reference}/applicant/", {"purpose": "电话通知补正"})

    assert "顾晓演" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    reading = Reading.objects.get()
    assert (reading.reader, reading.purpose) == (case.clerk, "电话通知补正")


def test_who_only_watches_reads_no_applicant(committed_db: object, client: Client) -> None:
    case = make_case()
    client.force_login(make_user("executive", unit=make_unit("市政府")))

    assert "顾晓演" not in client.get(f"/cases/{case.matter.reference}/").content.decode()
    assert client.post(f"/cases/{case.matter.reference}/applicant/", {"purpose": "看看"}).status_code == 403
    assert not Reading.objects.exists()


def test_the_applicants_name_is_printed_after_its_reading_is_recorded(committed_db: object, client: Client) -> None:
    case = make_case(accept=True)
    paper = Paper.objects.get(matter=case.matter)
    client.force_login(clerk_of(case))

    answer = client.post(f"/cases/{case.matter.reference}/papers/{paper.pk}/named/")

    assert answer.content.startswith(b"%PDF-")
    reading = Reading.objects.get()
    assert (reading.reader, reading.fields) == (case.clerk, ["name"])
    assert paper.number in reading.purpose


def test_who_only_watches_prints_no_name(committed_db: object, client: Client) -> None:
    case = make_case(accept=True)
    paper = Paper.objects.get(matter=case.matter)
    client.force_login(make_user("executive", unit=make_unit("市政府")))

    assert client.post(f"/cases/{case.matter.reference}/papers/{paper.pk}/named/").status_code == 403
    assert not Reading.objects.exists()


def test_an_applicant_known_before_is_offered_masked(committed_db: object, client: Client) -> None:
    """Decision 0015: enough to agree, too little to learn; the reading is recorded."""
    case = make_case()
    client.force_login(clerk_of(case))

    page = client.post("/cases/new/known/", {"number": GOOD_IDENTITY}).content.decode()

    assert "顾＊＊" in page
    assert "••01" in page
    assert "顾晓演" not in page
    assert "13800000001" not in page
    assert Reading.objects.get().reader == case.clerk


def test_nobody_is_known_under_another_number(committed_db: object, client: Client) -> None:
    case = make_case()
    client.force_login(clerk_of(case))

    assert "＊" not in client.post("/cases/new/known/", {"number": GOOD_CREDIT_CODE}).content.decode()
    assert not Reading.objects.exists()


def test_name_and_phone_that_the_counter_has_need_not_be_typed(committed_db: object, client: Client) -> None:
    case = make_case()
    client.force_login(clerk_of(case))

    client.post(
        "/cases/new/",
        {
            "item": case.item.code,
            "document": "identity",
            "number": GOOD_IDENTITY,
            "materials": case.item.material_list,
            "submission": "0123456789abcdef" * 2,
            "do": "accept",
        },
    )

    again = Case.objects.exclude(pk=case.pk).get()
    assert again.applicant is not None
    kept = reveal(again.applicant, reader=case.clerk, purpose="核对", fields=("name", "phone"))
    assert (kept.name, kept.phone) == ("顾晓演", "13800000001")


def test_the_mark_goes_with_the_identity(committed_db: object) -> None:
    """Decision 0015."""
    case = make_case()
    assert case.applicant is not None

    forget(case.applicant, at("2036-09-14 10:00"))

    case.refresh_from_db()
    assert case.applicant_mark == ""
