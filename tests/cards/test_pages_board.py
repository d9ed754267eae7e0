"""The board: whose cards, what is new, filters, figures, export."""

from collections.abc import Iterator
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from efficiency.audit.models import Entry
from efficiency.cards import visits
from efficiency.cards.actions import answer
from efficiency.cards.kinds import LevelNumber
from efficiency.cards.models import BoardVisit, SweepRun
from efficiency.cards.sweep import sweep
from efficiency.organization.models import User
from tests.cards.builders import make_hand_card, make_late_card, visitor
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at("2026-10-13 10:00"), tick=False) as traveller:
        yield traveller


def test_office_sees_the_cards_of_every_unit() -> None:
    one, other = make_late_card(make_unit("市城管局")), make_late_card(make_unit("市住建局"))

    page = visitor(make_user("office")).get("/cards/").content.decode()

    assert one.number in page
    assert other.number in page


def test_head_sees_the_cards_of_the_own_unit_only() -> None:
    """T-38"""
    own, other = make_late_card(), make_late_card()

    page = visitor(make_user("head", unit=own.unit)).get("/cards/").content.decode()

    assert own.number in page
    assert other.number not in page


def test_operator_is_refused() -> None:
    assert visitor(make_user("operator")).get("/cards/").status_code == 403


def test_row_says_how_many_working_days_late() -> None:
    make_late_card()

    response = visitor(make_user("office")).get("/cards/")

    assert response.context["rows"][0].days_late == 2  # Monday and Tuesday


def looked(user: User, when: str) -> None:
    """The last visit of the board; the moment stands in the row, whatever the database's clock says."""
    BoardVisit.objects.create(user=user, seen_at=at(when))


def test_card_that_came_after_the_last_visit_is_new() -> None:
    office = make_user("office")
    old = make_late_card()
    looked(office, "2026-10-12 20:00")
    new = make_late_card(now=at("2026-10-13 12:00"))

    rows = visitor(office).get("/cards/").context["rows"]

    assert {row.card: row.is_new for row in rows} == {old: False, new: True}


def test_going_to_a_card_and_back_keeps_the_marks() -> None:
    office = make_user("office")
    looked(office, "2026-10-11 10:00")
    make_late_card()
    visitor(office).get("/cards/")

    assert visitor(office).get("/cards/").context["rows"][0].is_new


def test_refresh_of_the_list_is_not_a_visit() -> None:
    office = make_user("office")
    looked(office, "2026-10-11 10:00")
    make_late_card()

    visitor(office).get("/cards/", headers={"hx-request": "true"})

    assert BoardVisit.objects.get().seen_at == at("2026-10-11 10:00")
    assert visitor(office).get("/cards/").context["rows"][0].is_new


def test_a_card_that_comes_during_the_very_first_visit_is_new(tuesday: time_machine.Traveller) -> None:
    office = make_user("office")
    old = make_late_card(now=at("2026-10-12 12:00"))
    assert visits.look(user=office, now=at("2026-10-13 10:00")) == at("2026-10-13 10:00")
    new = make_late_card(now=at("2026-10-13 12:00"))
    tuesday.move_to(at("2026-10-13 12:05"))

    rows = visitor(office).get("/cards/").context["rows"]

    assert {row.card: row.is_new for row in rows} == {old: False, new: True}


def test_marking_as_seen_leaves_nothing_new(tuesday: time_machine.Traveller) -> None:
    office = make_user("office")
    visitor(office).get("/cards/")
    make_late_card(now=at("2026-10-13 12:00"))
    tuesday.move_to(at("2026-10-13 14:00"))

    visitor(office).post("/cards/seen/")

    assert not visitor(office).get("/cards/").context["rows"][0].is_new


def test_refresh_answers_with_the_list_alone() -> None:
    page = visitor(make_user("office")).get("/cards/", headers={"hx-request": "true"})

    text = page.content.decode()
    assert text.lstrip().startswith('<div id="board" hx-get="/cards/" hx-trigger="every 30s"')
    assert '<div id="board-figures" hx-swap-oob="true">' in text
    assert "<html" not in text
    assert "HX-Request" in page["Vary"]


def test_refresh_keeps_nobody_signed_in(tuesday: time_machine.Traveller) -> None:
    office = visitor(make_user("office"))
    office.get("/cards/")
    tuesday.move_to(at("2026-10-13 10:29"))
    office.get("/cards/", headers={"hx-request": "true", "x-live": "1"})
    tuesday.move_to(at("2026-10-13 10:31"))

    assert office.get("/cards/").status_code == 302


def test_refresh_after_the_sign_out_loads_the_page_anew() -> None:
    response = Client().get("/cards/", headers={"hx-request": "true"})

    assert (response.status_code, response["HX-Refresh"]) == (204, "true")


def test_reminders_have_a_list_of_their_own() -> None:
    clock = make_clock()
    sweep(at("2026-10-09 09:01"))
    office = visitor(make_user("office"))

    assert not office.get("/cards/").context["rows"]
    assert [row.card.clock for row in office.get("/cards/reminders/").context["rows"]] == [clock]


def test_empty_board_says_when_it_was_last_checked() -> None:
    SweepRun.objects.create(started_at=at("2026-10-13 09:59"), finished_at=at("2026-10-13 09:59"))

    page = visitor(make_user("office")).get("/cards/").content.decode()

    assert "Nothing is overdue so far." in page
    assert "Last check: 1\xa0minute ago." in page


def test_board_warns_when_the_last_check_is_too_old() -> None:
    SweepRun.objects.create(started_at=at("2026-10-13 09:00"), finished_at=at("2026-10-13 09:00"))

    assert visitor(make_user("office")).get("/cards/").context["check"].stale


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("level=2", [2]),
        ("level=1", [1]),
        ("state=answered", [1]),
        ("state=unfinished", [2, 1]),
        ("subsystem=hotline", [1]),
        ("subsystem=approval", []),
        ("q=2", [2]),
        ("q=效能卡〔2026〕1号", [1]),
        ("q=2026-2", [2]),
        ("q=〔〕号", []),
        ("q=TS-2609", [1]),
        ("q=nothing", []),
        ("since=2026-10-13", [2]),
        ("until=2026-10-12", [1]),
        ("sort=late", [1, 2]),
        ("since=rubbish", [2, 1]),
        ("level=99", [2, 1]),
        ("after=rubbish", [2, 1]),
    ],
)
def test_filter_keeps(query: str, numbers: list[int]) -> None:
    late = make_late_card()
    answer(card=late, text="已办结", actor=make_user("head", unit=late.unit), now=at("2026-10-12 10:00"))
    make_hand_card(level=LevelNumber.GRAVE, now=at("2026-10-13 09:00"))

    rows = visitor(make_user("office")).get(f"/cards/?{query}").context["rows"]

    assert [row.card.serial for row in rows] == numbers


def test_unit_filter_takes_the_units_below_with_it() -> None:
    town = make_unit("花桥镇")
    card = make_late_card(make_unit("曹安村", parent=town))
    make_late_card()

    rows = visitor(make_user("office")).get(f"/cards/?unit={town.pk}").context["rows"]

    assert [row.card for row in rows] == [card]


def test_figures_count_what_their_links_show() -> None:
    make_late_card()
    make_hand_card(level=LevelNumber.GRAVE)
    office = visitor(make_user("office"))

    for tile in office.get("/cards/").context["tiles"]:
        assert len(office.get(f"/cards/{tile.query}").context["rows"]) == tile.value


def test_export_holds_the_cards_and_is_on_record() -> None:
    user = make_user("office")
    card = make_late_card(make_unit("市城管局"))

    response = visitor(user).get("/cards/export/?q=1")

    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    line = [cell.value for cell in sheet[2]]
    assert line[:5] == [card.number, "Yellow card", "Yellow card", "awaiting the unit's statement", "市城管局"]
    assert line[9:15] == ["2026-10-11 00:00", "2026-10-12 09:00", "2026-10-16 00:00", "2", "5", "no"]
    entry = Entry.objects.get(verb="cards-exported")
    assert (entry.actor, entry.data) == (user, {"cards": 1, "filters": ["q"]})


def test_head_exports_the_cards_of_the_own_unit_only() -> None:
    own, _other = make_late_card(), make_late_card()

    response = visitor(make_user("head", unit=own.unit)).get("/cards/export/")

    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [own.number]


def test_board_asks_the_database_as_often_for_thirty_cards_as_for_one() -> None:
    office = visitor(make_user("office"))
    make_late_card()
    office.get("/cards/")
    with CaptureQueriesContext(connection) as one:
        office.get("/cards/")
    for _ in range(29):
        make_clock(matter=make_matter())
    sweep(at("2026-10-13 09:00"))

    with CaptureQueriesContext(connection) as thirty:
        rows = office.get("/cards/").context["rows"]

    assert len(rows) == 30
    assert len(thirty) == len(one)


def test_next_page_goes_on_where_the_first_ended() -> None:
    for _ in range(51):
        make_clock(matter=make_matter())
    sweep(at("2026-10-13 09:00"))
    office = visitor(make_user("office"))

    first = office.get("/cards/")
    second = office.get(f"/cards/?after={first.context['pages'].after}")

    assert [row.card.serial for row in second.context["rows"]] == [1]
    assert b"hx-trigger" not in second.content


@pytest.mark.parametrize("filters", ["until=9999-12-31", "since=0001-01-01"])
def test_day_outside_all_reckoning_filters_nothing_and_says_so(filters: str) -> None:
    card = make_late_card()
    office = visitor(make_user("office"))

    page = office.get(f"/cards/?{filters}")

    assert card.number in page.content.decode()
    assert page.context["form"].errors
    assert office.get(f"/cards/export/?{filters}").status_code == 200
