"""The pages of going live."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from efficiency.audit.models import Entry
from efficiency.cards.models import Launch
from efficiency.cards.sweep import sweep
from efficiency.changes.models import Change
from tests.cards.builders import ISSUED, make_late_card, visitor
from tests.cards.test_launching import launch
from tests.cast import make_unit, make_user
from tests.clocks.builders import make_clock, make_matter
from tests.common.queries import queries_of

pytestmark = pytest.mark.django_db
TYPED = {"subsystem": "", "unit": "", "start": "", "ground": "昆效办〔2026〕8号", "document": ""}


def test_the_effect_is_shown_before_anything_is_proposed() -> None:
    client = visitor(make_user("office"))

    seen = client.post("/launch/set/", TYPED).content.decode()

    assert "Nothing is changed yet." in seen
    assert "all business, the whole city" in seen
    assert not Change.objects.exists()


def test_a_proposal_waits_for_a_second_person_and_then_stands() -> None:
    client, second = visitor(make_user("office")), visitor(make_user("office"))

    client.post("/launch/set/", TYPED | {"propose": "1"})
    change = Change.objects.get()
    assert not Launch.objects.exists()
    second.post(f"/changes/{change.pk}/", {"confirm": "yes"})

    page = client.get("/launch/").content.decode()
    assert "all business, the whole city" in page
    assert "on trial, no cards" in page


def test_what_cannot_be_is_said_and_what_was_typed_is_kept() -> None:
    make_late_card()
    client = visitor(make_user("office"))

    answer = client.post("/launch/set/", TYPED)

    assert answer.status_code == 422
    assert "It cannot go back on trial." in answer.content.decode()
    assert "昆效办〔2026〕8号" in answer.content.decode()
    assert client.post("/launch/set/", TYPED | {"start": "gestern", "ground": ""}).status_code == 422


def test_heads_see_the_would_be_cards_of_their_own_unit_only() -> None:
    launch()
    ours, theirs = make_clock(matter=make_matter(make_unit())), make_clock(matter=make_matter(make_unit("别的局")))
    sweep(ISSUED)

    page = visitor(make_user("head", unit=ours.unit)).get("/launch/would-be/").content.decode()

    assert ours.matter.reference in page
    assert theirs.matter.reference not in page
    assert visitor(make_user("head", unit=ours.unit)).get("/launch/").status_code == 403
    assert visitor(make_user("operator")).get("/launch/would-be/").status_code == 403


def test_the_filters_of_the_list_narrow_it() -> None:
    launch()
    ours, theirs = make_clock(matter=make_matter(make_unit())), make_clock(matter=make_matter(make_unit("别的局")))
    sweep(ISSUED)
    client = visitor(make_user("office"))

    page = client.get(f"/launch/would-be/?unit={ours.unit.pk}&subsystem=hotline&level=1").content.decode()

    assert (ours.matter.reference in page, theirs.matter.reference in page) == (True, False)
    assert "Nothing fits these filters" in client.get("/launch/would-be/?level=2").content.decode()
    assert client.get("/launch/would-be/?unit=abc&after=zzz&level=x").status_code == 200


def test_the_sheet_holds_the_list_and_is_on_record() -> None:
    launch()
    clock = make_clock()
    sweep(ISSUED)

    answer = visitor(make_user("office")).get("/launch/would-be/export/")

    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[1][2] == clock.matter.reference
    assert rows[1][7] == "2026-10-11 00:00"
    assert Entry.objects.get(verb="shadows-exported").data == {"shadows": 1}


def test_the_list_takes_the_same_number_of_queries_for_one_and_thirty() -> None:
    launch()
    client = visitor(make_user("office"))
    make_clock()
    sweep(ISSUED)
    one = queries_of(client, "/launch/would-be/")
    for _ in range(29):
        make_clock(matter=make_matter(make_unit()))
    sweep(ISSUED)

    assert queries_of(client, "/launch/would-be/") == one
