"""The backlog of an older system over the API: every fault named, and a second person."""

from typing import Any

import pytest

from complaints.models import Complaint
from efficiency.changes.models import Change
from efficiency.organization.models import Unit, UnitKind
from tests.api.builders import new_key, program_of, send
from tests.cards.test_launching import launch
from tests.cast import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    make_unit("12345 中心", kind=UnitKind.HOTLINE)
    launch()
    return make_unit()


def row(unit: Unit, **more: str) -> dict[str, str]:
    given = {"number": "A-1", "kind": "repair", "content": "路灯不亮", "filed_at": "2026-03-02 09:00"}
    return given | {"unit": unit.code, "dispatched_at": "2026-03-03 10:00"} | more


def post(client: Any, rows: list[dict[str, str]], code: str = "complaints", key: str = "") -> Any:
    return send(client, f"/api/v1/backlog/{code}/", {"ground": "昆效办〔2026〕8号", "rows": rows}, key=key)


def test_rows_become_a_proposal_and_nothing_more(unit: Unit) -> None:
    key, client = new_key(), program_of(make_user("office"))

    first, again = post(client, [row(unit)], key=key), post(client, [row(unit)], key=key)

    assert first.status_code == 201
    assert again.json() == first.json()
    assert first.json()["effect"][0] == "1 matter comes in with its true dates."
    assert Change.objects.get(kind="backlog").payload["rows"][0][0] == "A-1"
    assert not Complaint.objects.exists()


def test_every_fault_is_named_with_row_and_column(unit: Unit) -> None:
    answer = post(program_of(make_user("office")), [row(unit), row(unit, number="A-2", kind="?", filed_at="")])

    assert answer.status_code == 400
    assert [said.split(":")[0] for said in answer.json()["errors"]["rows"]] == ["2, Kind", "2, Filed at"]
    assert not Change.objects.filter(kind="backlog").exists()


def test_an_unknown_column_is_named(unit: Unit) -> None:
    answer = post(program_of(make_user("office")), [row(unit) | {"nummer": "1"}])

    assert answer.status_code == 400
    assert answer.json()["errors"]["rows"] == ["1: the column “nummer” is not known here."]


def test_the_columns_can_be_asked() -> None:
    found = program_of(make_user("office")).get("/api/v1/backlog/").json()

    assert [one["code"] for one in found] == ["cases", "complaints"]
    assert found[1]["columns"][0] == {"name": "number", "title": "Number in the older system", "mandatory": True}


def test_others_are_refused(unit: Unit) -> None:
    assert post(program_of(make_user("head", unit=unit)), [row(unit)]).status_code == 403
    assert post(program_of(make_user("office"), "cards:read"), [row(unit)]).status_code == 403
    assert post(program_of(make_user("office")), [row(unit)], code="nothing").status_code == 404
