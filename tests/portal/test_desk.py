"""The desk of each role."""

import pytest
from django.test import Client

from complaints.kinds import State
from efficiency.cards.sweep import sweep
from efficiency.changes.actions import propose
from efficiency.clocks.kinds import ClockKind
from efficiency.organization.models import User
from efficiency.organization.roles import Role
from efficiency.portal.desks import DESKS, desks_of
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock
from tests.common.queries import queries_of
from tests.portal.builders import make_complaint

NOW = at("2026-10-12 12:00")


def test_every_role_has_a_desk() -> None:
    assert set(DESKS) == set(Role.values)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_the_desk_of_every_role_opens(client: Client, role: str) -> None:
    client.force_login(make_user(role, unit=make_unit()))

    page = client.get("/desk/")

    assert page.status_code == 200
    assert len(page.context["desks"]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_nothing_on_a_desk_leads_to_a_page_that_refuses(client: Client, role: str) -> None:
    unit = make_unit()
    user = make_user(role, unit=unit)
    make_complaint(unit, handler=user, by=make_user("operator"))
    sweep(NOW)
    client.force_login(user)

    blocks = [block for _, blocks in client.get("/desk/").context["desks"] for block in blocks]
    ways = {way.url for block in blocks for way in block.ways}
    ways |= {figure.url for block in blocks for figure in block.figures if figure.url}
    answers = {url: client.get(url).status_code for url in ways}

    assert answers == dict.fromkeys(ways, 200)


@pytest.mark.django_db
def test_somebody_with_two_roles_sees_the_blocks_of_both() -> None:
    user = make_user("head", "handler", unit=make_unit())

    assert [label for label, _ in desks_of(user, NOW)] == [str(Role.HEAD.label), str(Role.HANDLER.label)]


@pytest.mark.django_db
def test_somebody_without_a_role_is_told_whom_to_ask(client: Client) -> None:
    client.force_login(make_user())

    assert client.get("/desk/").context["desks"] == []


@pytest.mark.django_db
def test_a_handler_sees_the_complaints_in_his_hands_by_days_left() -> None:
    unit = make_unit()
    handler, other = make_user("handler", unit=unit), make_user("handler", unit=unit)
    later = make_complaint(unit, handler=handler, by=other, filed=at("2026-09-29 10:00"))
    sooner = make_complaint(unit, handler=handler, by=other, filed=at("2026-09-28 10:00"))
    make_complaint(unit, handler=other, by=other)

    block = desks_of(handler, NOW)[0][1][0]

    assert [row.path for row in block.rows] == [sooner.matter.path, later.matter.path]


@pytest.mark.django_db
def test_a_head_sees_complaints_without_a_handler_of_the_own_unit_only() -> None:
    unit, foreign = make_unit(), make_unit("市水务局")
    head, operator = make_user("head", unit=unit), make_user("operator")
    mine = make_complaint(unit, by=operator)
    make_complaint(foreign, by=operator)
    make_complaint(unit, handler=make_user("handler", unit=unit), by=operator)

    (block,) = (block for block in desks_of(head, NOW)[0][1] if block.title == "Complaints without a handler")

    assert [row.path for row in block.rows] == [mine.matter.path]


@pytest.mark.django_db
def test_a_head_sees_the_cards_that_can_still_be_answered() -> None:
    unit = make_unit()
    make_complaint(unit, by=make_user("operator"))
    sweep(NOW)

    block = desks_of(make_user("head", unit=unit), NOW)[0][1][0]

    assert [row.level.number for row in block.rows] == [1]
    assert [figure.value for figure in block.figures] == ["1", "1"]


@pytest.mark.django_db
def test_a_head_of_another_unit_sees_none_of_them() -> None:
    make_complaint(make_unit(), by=make_user("operator"))
    sweep(NOW)

    block = desks_of(make_user("head", unit=make_unit("市水务局")), NOW)[0][1][0]

    assert block.rows == []


@pytest.mark.django_db
def test_the_office_is_told_when_the_judge_is_silent() -> None:
    office = make_user("office")

    silent = [block.title for block in desks_of(office, NOW)[0][1]]
    sweep(NOW)
    heard = [block.title for block in desks_of(office, NOW)[0][1]]

    assert silent[1:] == heard


@pytest.mark.django_db
def test_the_office_is_told_from_november_that_next_year_is_not_arranged() -> None:
    """T-12: what reaches into 2027 is provisional until the notice is entered."""
    office = make_user("office")
    sweep(at("2026-11-01 08:00"))

    october = [block.title for block in desks_of(office, at("2026-10-31 09:00"))[0][1]]
    november = [block.title for block in desks_of(office, at("2026-11-01 08:00"))[0][1]]

    assert november == ["The arrangement of 2027 is missing", *october]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["head", "handler", "operator", "office", "executive", "auditor"])
def test_a_desk_takes_as_many_queries_for_thirty_rows_as_for_one(client: Client, role: str) -> None:
    unit = make_unit()
    user, operator = make_user(role, unit=unit), make_user("operator")
    client.force_login(user)

    def fill(number: int) -> None:
        for _ in range(number):
            make_complaint(unit, handler=user if role == "handler" else None, by=operator)
            make_complaint(unit, state=State.REPLIED, by=operator)
            make_clock(ClockKind.CITIZEN)
        sweep(NOW)

    fill(1)
    one = queries_of(client, "/desk/")
    fill(30)

    assert queries_of(client, "/desk/") == one


@pytest.mark.django_db
def test_a_desk_shows_the_changes_that_await_its_owner() -> None:
    first, second = make_user("office"), make_user("office")
    payload = {"subsystem": "", "unit": None, "cards_from": None}
    propose(kind="launch", title="全市试运行", payload=payload, ground="昆效办〔2026〕8号", actor=first)

    def titles(user: User) -> list[str]:
        blocks = DESKS["office"](user, at("2026-03-02 10:00"))
        return [row.title for block in blocks for row in block.rows]

    assert "全市试运行" in titles(second)
    assert "全市试运行" not in titles(first)
