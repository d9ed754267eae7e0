"""The documents of a case."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from approvals.actions import Told, finish_case, tell_to_correct
from approvals.models import Case, Outcome, Paper
from efficiency.organization.models import User
from tests.approvals.builders import APPLICANT, clerk_of, make_case, make_clerk, make_item
from tests.cast import at, make_unit

pytestmark = pytest.mark.django_db

MOMENT = at("2026-09-16 15:00")


@pytest.fixture
def clerk() -> User:
    return make_clerk()


@pytest.fixture
def counter(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def paper_of(case: Case) -> Paper:
    return Paper.objects.filter(matter=case.matter).latest("pk")


def address(case: Case) -> str:
    return f"/cases/{case.matter.reference}/papers/{paper_of(case).pk}/"


def test_an_acceptance_comes_with_its_dated_notice() -> None:
    """E-07: no accepted case without one."""
    paper = paper_of(make_case(accept=True))

    assert paper.title == "受理通知书"
    assert paper.body.splitlines() == [
        "你（单位）提出的“食品经营许可”申请，材料齐全、符合法定形式，本机关决定自2026年9月14日起予以受理。",
        "本机关承诺自受理之日起5个工作日内作出决定。",
        "法定办理期限为20个工作日，自受理之日的次日起计算。",
    ]


def test_each_unit_and_kind_numbers_its_documents_without_a_gap() -> None:
    unit, other = make_unit("昆市监"), make_unit("昆民")
    numbers = [paper_of(make_case(make_item(one), accept=True)).number for one in (unit, unit, other)]

    assert numbers == ["昆市监受理〔2026〕1号", "昆市监受理〔2026〕2号", "昆民受理〔2026〕1号"]


def test_numbers_begin_anew_with_the_year() -> None:
    unit = make_unit("昆市监")
    make_case(make_item(unit), accept=True)

    assert (
        paper_of(make_case(make_item(unit), now=at("2027-01-04 10:00"), accept=True)).number == "昆市监受理〔2027〕1号"
    )


def test_an_act_that_fails_takes_no_number() -> None:
    case = make_case(accept=True)
    with pytest.raises(RuntimeError), transaction.atomic():
        finish_case(case=case, outcome=Outcome.GRANTED, result="1", reasons="", actor=clerk_of(case), now=MOMENT)
        raise RuntimeError

    finish_case(case=case, outcome=Outcome.GRANTED, result="1", reasons="", actor=clerk_of(case), now=MOMENT)

    assert paper_of(case).serial == 1


def test_a_document_is_never_changed_or_deleted() -> None:
    paper = paper_of(make_case(accept=True))

    for forbidden in (lambda: Paper.objects.update(body="x"), paper.delete):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            forbidden()


def test_a_notice_lists_everything_under_numbers() -> None:
    case = make_case()

    tell_to_correct(
        case=case,
        points=[Told("未盖章", "申请书"), Told("第2页未签名")],
        actor=clerk_of(case),
        now=at("2026-09-15 10:00"),
    )

    assert paper_of(case).body.splitlines()[1:3] == ["1．申请书：未盖章", "2．第2页未签名"]


def test_a_refusal_prints_its_reasons_and_the_remedies(counter: Client, clerk: User) -> None:
    """T-24."""
    case = make_case(clerk=clerk, accept=True)
    finish_case(case=case, outcome=Outcome.REFUSED, result="", reasons="经营场所未分区。", actor=clerk, now=MOMENT)

    page = counter.get(address(case)).content.decode()

    for part in ("不予行政许可决定书", "经营场所未分区。", "60日", "6个月", "data:image/svg+xml"):
        assert part in page


def test_the_sheet_names_no_applicant(counter: Client, clerk: User) -> None:
    case = make_case(clerk=clerk, accept=True)

    page = counter.get(address(case)).content.decode()

    assert f"申请人（办件编号 {case.matter.reference}）" in page
    assert APPLICANT.name not in page


def test_the_document_comes_as_pdf(counter: Client, clerk: User) -> None:
    case = make_case(clerk=clerk, accept=True)

    answer = counter.get(f"{address(case)}pdf/")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_a_document_of_another_case_is_not_found_under_this_one(counter: Client, clerk: User) -> None:
    case, other = make_case(clerk=clerk, accept=True), make_case(clerk=clerk, accept=True)

    assert counter.get(f"/cases/{case.matter.reference}/papers/{paper_of(other).pk}/").status_code == 404
