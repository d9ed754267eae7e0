"""The API: what it answers, to whom, and how it refuses."""

import pytest
from django.test import Client

from efficiency.cards.models import Card
from tests.cards.builders import make_hand_card, make_late_card, visitor
from tests.cast import make_unit, make_user
from tests.common.queries import queries_of

pytestmark = pytest.mark.django_db

DUE = "/api/v1/due/?start=2026-02-12&limit=5&unit=working-days"


@pytest.fixture
def anybody() -> Client:
    return Client(headers={"accept-language": "en"})


def test_the_root_lists_what_can_be_asked(anybody: Client) -> None:
    assert anybody.get("/api/v1/").json() == {
        "due": "http://testserver/api/v1/due/",
        "cards": "http://testserver/api/v1/cards/",
        "schema": "http://testserver/api/v1/schema/",
    }


def test_the_schema_names_every_address(anybody: Client) -> None:
    schema = anybody.get("/api/v1/schema/?format=json").json()

    assert sorted(schema["paths"]) == ["/api/v1/", "/api/v1/cards/", "/api/v1/due/"]
    assert "pause" in [one["name"] for one in schema["paths"]["/api/v1/due/"]["get"]["parameters"]]


def test_anybody_may_ask_for_a_due_day(anybody: Client) -> None:
    answer = anybody.get(DUE).json()

    assert {key: answer[key] for key in ("due", "raw", "provisional", "calendar")} == {
        "due": "2026-02-26",
        "raw": "2026-02-26",
        "provisional": False,
        "calendar": 1,
    }
    assert len(answer["days"]) == 15
    assert answer["days"][2] == {
        "day": "2026-02-14",
        "counted": True,
        "number": 2,
        "working": True,
        "name": "春节",
        "make_up": True,
        "paused": False,
    }


@pytest.mark.parametrize(
    ("query", "due"),
    [
        ("start=2025-08-04&limit=60&unit=calendar-days", "2025-10-09"),
        ("start=2025-08-04&limit=60&unit=calendar-days&roll=false", "2025-10-03"),
        ("start=2026-02-13T16:00&limit=4&unit=working-hours", "2026-02-14T12:00"),
        ("start=2026-02-13T16:30:00Z&limit=5&unit=working-days", "2026-02-28"),
        (
            "start=2025-09-15&limit=20&unit=working-days&pause=2025-09-22:2025-10-13&pause=2025-10-09:2025-10-20",
            "2025-11-10",
        ),
        ("start=2024-01-31&limit=1&unit=months", "2024-02-29"),
    ],
)
def test_limits_of_every_kind_are_answered(anybody: Client, query: str, due: str) -> None:
    """T-06, T-07, T-10, T-21"""
    assert anybody.get(f"/api/v1/due/?{query}").json()["due"] == due


def test_a_provisional_day_is_marked(anybody: Client) -> None:
    """T-12"""
    assert anybody.get("/api/v1/due/?start=2026-12-30&limit=4&unit=working-days").json()["provisional"] is True


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=5&unit=working-days", "start"),
        ("start=soon&limit=5&unit=working-days", "start"),
        ("start=2026-02-12&limit=many&unit=working-days", "limit"),
        ("start=2026-02-12&limit=-1&unit=working-days", "limit"),
        ("start=2026-02-12&limit=1001&unit=working-days", "limit"),
        ("start=2026-02-12&limit=1000&unit=months", "limit"),
        ("start=2026-02-12&limit=1000&unit=months&roll=false", "limit"),
        ("start=2026-02-12&limit=1000&unit=working-days", "limit"),
        ("start=1990-02-12&limit=5&unit=calendar-days&roll=false", "limit"),
        ("start=2026-02-12&limit=5&unit=weeks", "unit"),
        ("start=2026-02-12&limit=5&unit=working-days&pause=2026-02-13", "pause"),
        ("start=2026-02-12&limit=5&unit=working-days&pause=2026-02-13:", "limit"),
        ("start=2026-02-12&limit=5&unit=working-days" + "&pause=2026-02-13:2026-02-14" * 51, "pause"),
        ("start=2026-02-12&limit=5&unit=working-days&roll=perhaps", "roll"),
    ],
)
def test_an_unclear_question_is_a_problem_that_names_the_field(anybody: Client, query: str, field: str) -> None:
    response = anybody.get(f"/api/v1/due/?{query}")

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert list(response.json()["errors"]) == [field]


@pytest.mark.parametrize("role", ["office", "executive", "auditor", "head", "handler"])
def test_those_who_watch_cards_may_list_them(role: str) -> None:
    assert visitor(make_user(role)).get("/api/v1/cards/").status_code == 200


@pytest.mark.parametrize("role", ["operator", "sysadmin", "secadmin", "appraiser"])
def test_others_may_not_list_cards(role: str) -> None:
    response = visitor(make_user(role)).get("/api/v1/cards/")

    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")


def test_strangers_may_not_list_cards(anybody: Client) -> None:
    assert anybody.get("/api/v1/cards/").status_code == 403


def test_a_card_is_told_without_a_person() -> None:
    make_late_card()

    card = visitor(make_user("office")).get("/api/v1/cards/?level=1").json()["cards"][0]

    assert set(card) == {
        "id", "number", "level", "standing_level", "standing_points", "state", "unit", "matter", "subsystem", "rule",
        "breached_at", "issued_at", "answer_by", "demo",
    }  # fmt: skip
    assert (card["number"], card["state"], card["breached_at"]) == (
        "效能卡〔2026〕1号",
        "issued",
        "2026-10-11T00:00:00+08:00",
    )


def test_a_unit_sees_its_own_cards_and_those_below() -> None:
    bureau = make_unit()
    own, below, other = make_hand_card(bureau), make_hand_card(make_unit(parent=bureau)), make_hand_card(make_unit())

    def listed(client: Client) -> set[int]:
        return {card["id"] for card in client.get("/api/v1/cards/").json()["cards"]}

    assert listed(visitor(make_user("head", unit=bureau))) == {own.pk, below.pk}
    assert listed(visitor(make_user("handler", unit=other.unit))) == {other.pk}
    assert listed(visitor(make_user("head"))) == set()
    assert listed(visitor(make_user("office"))) == {own.pk, below.pk, other.pk}


def test_cards_are_filtered() -> None:
    card = make_hand_card()
    office = visitor(make_user("office"))

    assert [one["id"] for one in office.get("/api/v1/cards/?level=1&state=issued").json()["cards"]] == [card.pk]
    assert office.get("/api/v1/cards/?level=2").json()["cards"] == []
    assert office.get("/api/v1/cards/?level=7").status_code == 400
    assert office.get("/api/v1/cards/?state=lost").status_code == 400


def test_pages_follow_one_another_without_a_gap() -> None:
    unit, actor = make_unit(), make_user("office")
    for _ in range(60):
        make_hand_card(unit, actor=actor)
    office = visitor(actor)

    first = office.get("/api/v1/cards/?level=1").json()
    second = office.get(first["next"]).json()

    assert (len(first["cards"]), len(second["cards"]), second["next"]) == (50, 10, None)
    assert [card["id"] for card in first["cards"] + second["cards"]] == list(
        Card.objects.order_by("-pk").values_list("pk", flat=True)
    )
    assert "level=1" in first["next"]


def test_a_cursor_of_another_list_is_a_problem() -> None:
    response = visitor(make_user("office")).get("/api/v1/cards/?after=nonsense")

    assert (response.status_code, list(response.json()["errors"])) == (400, ["after"])


def test_the_list_takes_as_many_queries_for_one_card_as_for_many() -> None:
    unit, actor = make_unit(), make_user("office")
    make_hand_card(unit, actor=actor)
    office = visitor(actor)
    one = queries_of(office, "/api/v1/cards/")
    for _ in range(30):
        make_hand_card(unit, actor=actor)

    assert queries_of(office, "/api/v1/cards/") == one


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/due/", "/api/v1/schema/"])
def test_nothing_is_written_through_the_api(path: str) -> None:
    assert visitor(make_user("office")).post(path, {}).status_code in (403, 405)
