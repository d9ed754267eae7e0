"""Reading who applied. Here commits are real: a reading stands even if the page fails."""

from django.test import Client

from approvals.models import Paper
from efficiency.vault.models import Reading
from tests.approvals.builders import make_case
from tests.cast import make_unit, make_user


def test_who_handles_the_case_reads_the_applicant_for_a_purpose(committed_db: object, client: Client) -> None:
    case = make_case()
    client.force_login(case.clerk)

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
    client.force_login(case.clerk)

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
