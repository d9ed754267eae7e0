"""The pages of projects: who sees what, what is refused with 422, how much is asked of the database."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from approvals.projects.models import Project, TemplateVersion
from efficiency.audit.models import Entry
from efficiency.changes.actions import decide
from efficiency.changes.models import Change
from efficiency.organization.models import User
from tests.approvals.builders import make_case
from tests.cast import at, make_unit, make_user
from tests.projects.builders import NOW, Chain, complete, done, make_chain, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> Chain:
    return make_chain()


def browser(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def page(client: Client, name: str, *args: Any, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_whoever_has_a_step_sees_the_project_and_others_find_nothing(chain: Chain) -> None:
    reference = opened(chain).matter.reference
    stranger = make_user("head", unit=make_unit("市水务局"))

    assert "年产50万套" in page(browser(chain.handler), "project", reference)
    assert "年产50万套" in page(browser(make_user("handler", unit=chain.market)), "project", reference)
    assert browser(stranger).get(reverse("project", args=[reference])).status_code == 404


def test_no_page_names_the_firm(chain: Chain) -> None:
    reference = opened(chain).matter.reference
    client = browser(chain.office)

    for name in ("project", "project-sheet"):
        assert "演示精密制造公司" not in page(client, name, reference)
    assert "演示精密制造公司" not in page(client, "projects")


def test_the_picture_and_its_text_twin_stand_side_by_side_without_inline_style(chain: Chain) -> None:
    project = opened(chain)
    done(chain, project, 1, NOW)
    text = page(browser(chain.office), "project", project.matter.reference)

    assert '<svg class="chain"' in text
    assert "style=" not in text
    assert "Who used how much time" in text


def test_opening_a_project_keeps_what_was_typed_where_something_is_wrong(chain: Chain) -> None:
    client = browser(chain.clerk)
    sent = {
        "name": "新厂房",
        "template": chain.template.pk,
        "unit": chain.housing.pk,
        "number": "123",
        "currency": "CNY",
    }
    response = client.post(
        reverse("project-new"), sent | {"submission": "b" * 32, "firm": "甲", "phone": "13800000001"}
    )

    assert response.status_code == 422
    assert "新厂房" in response.content.decode()
    assert Project.objects.count() == 0


def test_a_project_is_opened_at_the_counter(chain: Chain) -> None:
    client = browser(chain.clerk)
    sent = {"name": "新厂房", "template": chain.template.pk, "unit": chain.housing.pk, "currency": "USD"}
    more = {"submission": "b" * 32, "firm": "甲", "phone": "13800000001", "capital": "5000000.00", "number": ""}
    response = client.post(reverse("project-new"), sent | more)

    project = Project.objects.get()
    assert response.headers["Location"] == reverse("project", args=[project.matter.reference])
    assert (project.capital_words, project.opened_by) == ("5,000,000 US dollars", chain.clerk)


def test_papers_are_found_complete_on_the_page_of_the_step(chain: Chain) -> None:
    project = opened(chain)
    address = reverse("project-step-act", args=[project.matter.reference, 1, "papers"])
    client = browser(chain.clerk)

    refused = client.post(address, {"more": ""})
    assert refused.status_code == 422
    assert "still missing: 名称申报表" in refused.content.decode()
    assert client.post(address, {"taken": ["名称申报表"], "more": "授权书"}).status_code == 302
    assert project.steps.get(number=1).taken == ["名称申报表", "授权书"]


def test_the_page_of_a_case_names_its_project(chain: Chain) -> None:
    project = opened(chain)
    done(chain, project, 1, NOW)
    case = make_case(chain.item, chain.clerk)
    client = browser(chain.clerk)
    sent = client.post(
        reverse("project-step-act", args=[project.matter.reference, 2, "case"]), {"case": case.matter.reference}
    )

    assert sent.status_code == 302
    assert "年产50万套精密结构件项目: 营业执照" in page(client, "case", case.matter.reference)


def test_filters_name_series_lateness_and_leader(chain: Chain) -> None:
    quiet = opened(chain, name="在期项目")
    late = opened(chain, name="超期项目", major=True, leader=chain.mayor)
    done(chain, late, 1, at("2026-01-06 10:00"))
    client = browser(chain.office)

    assert "在期项目" not in page(client, "projects", state="late")
    assert "超期项目" in page(client, "projects", state="late")
    assert "超期项目" in page(client, "projects", series="industrial", leader=str(chain.mayor.pk))
    assert "超期项目" not in page(client, "projects", series="foreign")
    assert quiet.matter.reference not in page(client, "projects-major")


def test_the_list_asks_the_same_of_the_database_for_1_and_for_30_projects(chain: Chain) -> None:
    client = browser(chain.office)
    counts = []
    for more in (1, 29):
        for _number in range(more):
            complete(chain, opened(chain), 1, NOW)
        page(client, "projects")
        with CaptureQueriesContext(connection) as asked:
            page(client, "projects")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_export_is_recorded_and_names_no_firm(chain: Chain) -> None:
    opened(chain)
    response = browser(chain.office).get(reverse("projects-export"), {"q": "年产"})

    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert (len(rows), rows[1][1]) == (2, "年产50万套精密结构件项目")
    assert "演示精密制造公司" not in str(rows)
    assert Entry.objects.get(verb="projects-exported").data == {"rows": 1, "filters": {"q": "…"}}


def test_reading_the_firm_is_recorded_and_refused_to_a_unit_with_a_step_alone(chain: Chain) -> None:
    reference = opened(chain).matter.reference
    address = reverse("project-firm", args=[reference])
    stranger = make_user("handler", unit=chain.market)

    assert browser(stranger).post(address, {"purpose": "看看"}).status_code == 422
    shown = browser(chain.clerk).post(address, {"purpose": "电话告知"})
    assert "演示精密制造公司" in shown.content.decode()
    assert Entry.objects.filter(verb="identity-read").count() == 1


def test_a_chain_changes_by_two_persons_and_projects_under_way_keep_their_version(chain: Chain) -> None:
    project = opened(chain)
    client = browser(chain.office)
    address = reverse("project-chain-edit", args=[chain.template.code])
    typed = client.get(address).context["form"].initial
    sent = typed | {"total": 25, "ground": "提速", "document": "昆效办〔2026〕1号"}

    assert client.post(address, sent).status_code == 200  # the effect first
    client.post(address, sent | {"propose": "1"})
    assert TemplateVersion.objects.count() == 1
    decide(change=Change.objects.get(kind="project-chain"), confirm=True, actor=make_user("office"))

    assert chain.template.versions.order_by("-version").values_list("version", "total")[0] == (2, 25)
    project.refresh_from_db()
    assert project.chain.total == 30


def test_a_fault_in_a_chain_names_line_and_column_and_proposes_nothing(chain: Chain) -> None:
    client = browser(chain.office)
    address = reverse("project-chain-edit", args=[chain.template.code])
    sent = {"steps": "1 | 名称 | single | 某局 | | | starts", "total": 30, "basis": "x", "ground": "y"}
    response = client.post(address, sent | {"propose": "1"})

    assert response.status_code == 422
    assert "Line 1, column 4" in response.content.decode()
    assert not Change.objects.exists()


def test_more_time_is_asked_for_and_granted_on_pages(chain: Chain) -> None:
    """T-18."""
    project = opened(chain)
    now = at("2026-11-26 10:00")
    done(chain, project, 1, now)
    complete(chain, project, 3, now)
    run = project.steps.get(number=3).runs.get()
    assert run.joint_clock is not None
    client = browser(chain.head)
    address = reverse("clock-ask", args=[run.joint_clock.pk, "extension"])

    assert client.post(address, {"amount": 16, "reason": "论证", "document": "1号"}).status_code == 422
    answer = client.post(address, {"amount": 15, "reason": "论证", "document": "1号"})
    assert answer.status_code == 302
    assert browser(chain.mayor).post(answer.headers["Location"], {"grant": "yes"}).status_code == 302
    run.joint_clock.refresh_from_db()
    assert run.joint_clock.extended == 15
