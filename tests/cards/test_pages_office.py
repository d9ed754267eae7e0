"""Cards by hand, the settings of cards, the checks page."""

import pytest

from efficiency.audit.models import Entry
from efficiency.cards.kinds import LevelNumber
from efficiency.cards.models import Card, ClockFault, SweepRun
from efficiency.clocks.models import Clock
from tests.cards.builders import visitor
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter

pytestmark = pytest.mark.django_db


def test_office_issues_a_card_by_hand() -> None:
    unit = make_unit()
    matter = make_matter(unit)
    typed = {"unit": unit.pk, "matter": matter.reference, "level": "1", "rule": "E-07", "ground": "未出具回执"}

    response = visitor(make_user("office")).post("/cards/new/", typed)

    card = Card.objects.get()
    assert response["Location"] == f"/cards/{card.pk}/"
    assert (card.unit, card.matter, card.level, card.rule) == (unit, matter, LevelNumber.FIRST, "E-07")


def test_card_by_hand_with_an_unknown_matter_is_sent_back_as_typed() -> None:
    typed = {"unit": make_unit().pk, "matter": "TS-1", "level": "1", "rule": "E-07", "ground": "未出具回执"}

    response = visitor(make_user("office")).post("/cards/new/", typed)

    assert response.status_code == 422
    assert "No matter has this number." in response.content.decode()
    assert "未出具回执" in response.content.decode()
    assert not Card.objects.exists()


@pytest.mark.parametrize("level", ["0", "3", ""])
def test_card_by_hand_is_no_reminder(level: str) -> None:
    typed = {"unit": make_unit().pk, "level": level, "rule": "E-07", "ground": "未出具回执"}

    assert visitor(make_user("office")).post("/cards/new/", typed).status_code == 422


@pytest.mark.parametrize("address", ["/cards/new/", "/cards/settings/", "/sweeps/"])
def test_head_is_refused_the_pages_of_the_office(address: str) -> None:
    assert visitor(make_user("head", unit=make_unit())).get(address).status_code == 403


def test_the_old_address_of_the_settings_leads_to_the_one_place_of_all() -> None:
    assert visitor(make_user("office")).get("/cards/settings/")["Location"] == "/settings/"


def test_administrator_sees_refusals_and_faults() -> None:
    SweepRun.objects.create(started_at=at("2026-10-13 09:00"), finished_at=at("2026-10-13 09:00"), refusal="时钟不一致")
    fault = ClockFault.objects.create(clock=make_clock(), at=at("2026-10-13 09:00"), error="ValueError: x")

    page = visitor(make_user("sysadmin")).get("/sweeps/").content.decode()

    assert "时钟不一致" in page
    assert fault.clock.matter.reference in page


def test_asking_for_another_look_puts_the_clock_first_and_is_on_record() -> None:
    clock = make_clock()
    Clock.objects.filter(pk=clock.pk).update(look_at=at("2099-01-01 00:00"))
    fault = ClockFault.objects.create(clock=clock, at=at("2026-10-13 09:00"), error="ValueError: x")
    office = visitor(make_user("office"))

    office.post(f"/sweeps/faults/{fault.pk}/look/")

    fault.refresh_from_db()
    clock.refresh_from_db()
    assert fault.solved_at is not None
    assert clock.look_at == fault.solved_at
    assert Entry.objects.get(verb="clock-look-asked").subject_id == str(clock.matter_id)


def test_another_look_at_a_solved_fault_changes_nothing() -> None:
    clock = make_clock()
    fault = ClockFault.objects.create(
        clock=clock, at=at("2026-10-13 09:00"), error="x", solved_at=at("2026-10-13 09:30")
    )

    visitor(make_user("office")).post(f"/sweeps/faults/{fault.pk}/look/")

    assert Clock.objects.get(pk=clock.pk).look_at == clock.look_at
    assert not Entry.objects.filter(verb="clock-look-asked").exists()
