"""Lists and details: who sees which rows, what they say, filters, pages, and how many queries they take."""

import pytest
from django.test import Client

from efficiency.cards.models import Card
from efficiency.clocks.models import Clock, Matter
from tests.api.builders import program, program_of
from tests.cards.builders import answered, make_hand_card, make_late_card, visitor
from tests.cast import make_unit, make_user
from tests.clocks.builders import make_clock, make_matter
from tests.common.queries import queries_of
from tests.complaints.conftest import Cast, make_cast, make_complaint, replied, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def ids(client: Client, path: str, name: str = "id") -> list[object]:
    return [row[name] for row in client.get(path).json()["results"]]


def test_the_root_lists_what_can_be_asked() -> None:
    root = "http://testserver/api/v1"

    assert program().get("/api/v1/").json() == {
        "cards": f"{root}/cards/",
        "clocks": f"{root}/clocks/",
        "complaints": f"{root}/complaints/",
        "docs": f"{root}/docs/",
        "due": f"{root}/due/",
        "matters": f"{root}/matters/",
        "schema": f"{root}/schema/",
        "units": f"{root}/units/",
    }


@pytest.mark.parametrize("path", ["/api/v1/cards/", "/api/v1/clocks/", "/api/v1/matters/"])
def test_those_who_watch_cards_may_list_them_with_their_clocks(path: str) -> None:
    for role in ("office", "executive", "auditor", "head", "handler", "window"):
        assert visitor(make_user(role)).get(path).status_code == 200, role
    for role in ("operator", "sysadmin", "secadmin", "appraiser"):
        assert visitor(make_user(role)).get(path).status_code == 403, role


def test_a_card_is_told_without_a_person() -> None:
    card = make_late_card()
    assert card.matter is not None

    told = visitor(make_user("office")).get("/api/v1/cards/?level=1").json()["results"][0]

    assert told == {
        "id": card.pk,
        "number": "效能卡〔2026〕1号",
        "level": 1,
        "standing_level": 1,
        "standing_points": f"{card.standing_points:.2f}",
        "state": "issued",
        "unit": card.unit.code,
        "unit_name": card.unit.name,
        "matter": card.matter.reference,
        "subsystem": "hotline",
        "clock": card.clock_id,
        "rule": card.rule,
        "breached_at": "2026-10-11T00:00:00+08:00",
        "issued_at": told["issued_at"],
        "served_at": None,
        "answer_by": told["answer_by"],
        "demo": False,
    }


def test_a_card_by_hand_has_no_matter_and_tells_what_was_said() -> None:
    card = answered(make_hand_card())

    told = visitor(make_user("auditor")).get(f"/api/v1/cards/{card.pk}/").json()

    assert (told["matter"], told["clock"], told["ground"]) == (None, None, "收件未出具回执")
    assert [(act["kind"], act["text"]) for act in told["acts"]] == [("statement", "系统故障")]
    assert told["rulings"] == []


def test_a_unit_sees_its_own_cards_and_those_below() -> None:
    """THREATS 12: what is out of scope is not there, by list and by number, for sessions and tokens."""
    bureau = make_unit()
    own, below, other = make_hand_card(bureau), make_hand_card(make_unit(parent=bureau)), make_hand_card(make_unit())
    head = make_user("head", unit=bureau)

    for client in (visitor(head), program_of(head)):
        assert set(ids(client, "/api/v1/cards/")) == {own.pk, below.pk}
        assert client.get(f"/api/v1/cards/{below.pk}/").status_code == 200
        assert client.get(f"/api/v1/cards/{other.pk}/").status_code == 404
    assert ids(visitor(make_user("head")), "/api/v1/cards/") == []
    assert set(ids(visitor(make_user("office")), "/api/v1/cards/")) == {own.pk, below.pk, other.pk}


def test_a_unit_sees_its_own_clocks_and_matters() -> None:
    """THREATS 12"""
    unit = make_unit()
    own, other = make_clock(matter=make_matter(unit)), make_clock()
    head = visitor(make_user("head", unit=unit))

    assert ids(head, "/api/v1/clocks/") == [own.pk]
    assert ids(head, "/api/v1/matters/", "reference") == [own.matter.reference]
    assert head.get(f"/api/v1/clocks/{other.pk}/").status_code == 404
    assert head.get(f"/api/v1/matters/{other.matter.reference}/").status_code == 404
    assert head.get(f"/api/v1/matters/{own.matter.reference}/").json()["clocks"][0]["id"] == own.pk


def test_a_unit_sees_the_complaints_it_has_or_had(cast: Cast) -> None:
    """THREATS 12"""
    complaint = signed(cast)
    number = complaint.matter.reference

    for user, status in ((cast.handler, 200), (cast.operator, 200), (cast.other_head, 404)):
        assert visitor(user).get(f"/api/v1/complaints/{number}/").status_code == status
    assert ids(visitor(cast.head), "/api/v1/complaints/", "number") == [number]
    assert ids(visitor(cast.other_head), "/api/v1/complaints/", "number") == []


@pytest.mark.parametrize("who", ["operator", "office", "auditor", "head", "handler"])
def test_no_answer_names_the_citizen(cast: Cast, who: str) -> None:
    """THREATS 1, I7: not even to those who read the original on its page."""
    complaint = replied(cast, content="我叫金丝雀姓名，电话13912345678，路灯不亮。")
    client = visitor(getattr(cast, who))

    told = client.get(f"/api/v1/complaints/{complaint.matter.reference}/").content.decode()
    listed = client.get("/api/v1/complaints/").content.decode()

    assert "路灯" in told
    for secret in ("金丝雀", "13912345678", "canary@example.cn"):
        assert secret not in told + listed


def test_a_complaint_tells_what_was_said_and_what_can_be_done(cast: Cast) -> None:
    number = signed(cast).matter.reference

    def can(client: Client) -> list[str]:
        told: list[str] = client.get(f"/api/v1/complaints/{number}/").json()["can"]
        return told

    assert can(visitor(cast.handler)) == ["reply"]
    assert can(visitor(cast.operator)) == []


def test_a_clock_explains_itself_day_by_day() -> None:
    """D50: a reply clock over the National Day holiday."""
    clock = make_clock()

    told = visitor(make_user("office")).get(f"/api/v1/clocks/{clock.pk}/").json()

    assert (told["due_day"], told["due_at"]) == ("2026-10-10", "2026-10-11T00:00:00+08:00")
    assert told["days"][0] == {"day": "2026-09-28", "state": "start", "number": None, "name": "", "make_up": False}
    assert [day["number"] for day in told["days"] if day["day"] == "2026-10-10"] == [5]


def test_clocks_are_filtered() -> None:
    unit = make_unit()
    late = make_clock(matter=make_matter(unit))
    office = visitor(make_user("office"))

    assert ids(office, f"/api/v1/clocks/?unit={unit.code}&kind=reply&subsystem=hotline") == [late.pk]
    assert ids(office, "/api/v1/clocks/?kind=dispatch") == []
    assert ids(office, "/api/v1/clocks/?due_from=2026-10-10&due_until=2026-10-10") == [late.pk]
    assert ids(office, "/api/v1/clocks/?due_from=2026-10-11") == []
    assert ids(office, "/api/v1/clocks/?due_until=2026-10-09") == []


def test_complaints_and_matters_are_filtered(cast: Cast) -> None:
    complaint = make_complaint()
    number, office = complaint.matter.reference, visitor(cast.office)

    path = f"/api/v1/complaints/?state=filed&kind=repair&unit={cast.hotline.code}"
    assert ids(office, f"{path}&filed_from=2026-09-28&filed_until=2026-09-28", "number") == [number]
    assert ids(office, "/api/v1/complaints/?filed_from=2026-09-29", "number") == []
    assert ids(office, f"/api/v1/matters/?open=true&subsystem=hotline&unit={cast.hotline.code}", "reference") == [
        number
    ]
    assert ids(office, "/api/v1/matters/?open=false", "reference") == []


def test_cards_are_filtered() -> None:
    card = make_hand_card()
    office = visitor(make_user("office"))

    path = f"/api/v1/cards/?level=1&state=issued&unit={card.unit.code}"
    assert ids(office, f"{path}&issued_from=2026-10-12&issued_until=2026-10-12") == [card.pk]
    assert ids(office, "/api/v1/cards/?level=2") == []
    assert ids(office, "/api/v1/cards/?issued_from=2026-10-13") == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("level=7", "level"),
        ("state=lost", "state"),
        ("sate=issued", "sate"),
        ("size=0", "size"),
        ("size=101", "size"),
        ("issued_from=0001-01-01", "issued_from"),
        ("issued_until=9999-12-31", "issued_until"),
        ("after=nonsense", "after"),
        ("before=nonsense", "before"),
        ("after=eA&before=eA", "before"),
        ("state=issued&state=noted", "state"),
    ],
)
def test_a_filter_that_is_not_understood_is_named(query: str, name: str) -> None:
    response = visitor(make_user("office")).get(f"/api/v1/cards/?{query}")

    assert (response.status_code, list(response.json()["errors"])) == (400, [name])


def test_pages_follow_one_another_without_a_gap_and_lead_back() -> None:
    unit, actor = make_unit(), make_user("office")
    for _ in range(5):
        make_hand_card(unit, actor=actor)
    office = visitor(actor)

    first = office.get("/api/v1/cards/?level=1&size=2").json()
    second = office.get(first["next"]).json()
    third = office.get(second["next"]).json()

    pages = [[card["id"] for card in page["results"]] for page in (first, second, third)]
    assert sum(pages, []) == list(Card.objects.order_by("-pk").values_list("pk", flat=True))
    assert (first["previous"], third["next"]) == (None, None)
    assert office.get(third["previous"]).json()["results"] == second["results"]
    assert "level=1" in first["next"]


def test_units_are_told_to_everybody() -> None:
    parent = make_unit("市住房和城乡建设局")
    unit = make_unit("市房管处", parent=parent)

    told = program().get(f"/api/v1/units/{unit.code}/").json()

    assert (told["name"], told["parent"]) == ("市房管处", parent.code)
    assert ids(program(), "/api/v1/units/?kind=department", "code") == [parent.code, unit.code]
    unit.active = False
    unit.save(update_fields=["active"])
    assert program().get(f"/api/v1/units/{unit.code}/").status_code == 404


@pytest.mark.parametrize("name", ["cards", "clocks", "complaints", "matters", "units"])
def test_a_list_takes_as_many_queries_for_one_row_as_for_thirty(cast: Cast, name: str) -> None:
    actor = make_user("office")
    client = program_of(actor)

    def more(count: int) -> None:
        for _ in range(count):
            unit = make_unit()
            make_clock(matter=make_matter(unit))
            make_hand_card(unit, actor=actor)
            make_complaint()

    more(1)
    one = queries_of(client, f"/api/v1/{name}/")
    more(29)

    assert queries_of(client, f"/api/v1/{name}/") == one
    assert one <= 5
    assert (Matter.objects.count(), Clock.objects.count()) == (60, 90)
