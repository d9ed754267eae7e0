"""Moving a matter back in time lets its limits pass."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from complaints.actions import dispatch, file_complaint
from efficiency.audit.models import Entry
from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.clocks.actions import pause_clock
from efficiency.clocks.kinds import Ground
from efficiency.clocks.models import Clock
from efficiency.portal.demo.shifting import UnableToShift, shift
from tests.approvals.builders import make_case, make_item
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db


def test_a_case_moved_back_past_its_limit_gets_its_card_at_the_next_sweep() -> None:
    case = make_case(make_item(demo=True), now=at("2026-11-16 10:00"), accept=True)
    sweep(now=at("2026-11-17 10:00"))

    moved = shift(days=7, reference=case.matter.reference, now=at("2026-11-17 10:00"))
    sweep(now=at("2026-11-17 10:01"))

    assert [(one.was_due_at, one.due_at) for one in moved][0] == (at("2026-11-23 17:00"), at("2026-11-16 17:00"))
    assert Card.objects.numbered().get(matter=case.matter).breached_at == at("2026-11-16 17:00")


def test_a_complaint_filed_by_hand_gets_the_units_card() -> None:
    unit, hotline = make_unit(), make_unit("12345热线", "hotline")
    operator = make_user("operator", unit=hotline)
    filed = file_complaint(
        submission="s" * 32,
        kind="repair",
        channel="web",
        content="路灯坏了七盏。",
        place="张浦镇",
        identity="anonymous",
        person=None,
        files=[],
        suspicious="",
        actor=None,
        now=at("2026-11-16 10:00"),
    )
    dispatch(complaint=filed, unit=unit, note="", actor=operator, now=at("2026-11-16 10:30"))

    shift(days=8, reference=filed.matter.reference, now=at("2026-11-17 10:00"))
    sweep(now=at("2026-11-17 10:01"))

    filed.refresh_from_db()
    assert (filed.filed_at, filed.dispatched_at) == (at("2026-11-08 10:00"), at("2026-11-08 10:30"))
    assert filed.dispatches.get().at == at("2026-11-08 10:30")
    card = Card.objects.numbered().get(matter=filed.matter)
    assert (card.level, card.unit, card.breached_at) == (1, unit, at("2026-11-14 00:00"))


def test_the_rows_that_pages_show_move_too() -> None:
    case = make_case(make_item(demo=True), now=at("2026-11-16 10:00"), accept=True)

    shift(days=7, now=at("2026-11-17 10:00"))

    case.refresh_from_db()
    case.matter.refresh_from_db()
    nine = at("2026-11-09 10:00")
    assert (case.received_at, case.accepted_at, case.accepted_from, case.matter.opened_at) == (nine,) * 4


def test_an_open_pause_moves_with_its_clock() -> None:
    case = make_case(make_item(demo=True), now=at("2026-11-16 10:00"), accept=True)
    clock = Clock.objects.get(matter=case.matter, kind="statutory")
    pause = pause_clock(
        clock=clock, ground=Ground.EXPERT_REVIEW, document="评〔2026〕1号", planned_until=at("2026-11-27 00:00").date(),
        asked_by=make_user("handler"), approved_by=make_user("head"), now=at("2026-11-18 10:00"),
    )  # fmt: skip

    shift(days=7, now=at("2026-11-19 10:00"))

    pause.refresh_from_db()
    assert (pause.paused_from, pause.planned_until) == (at("2026-11-11 10:00"), at("2026-11-20 00:00").date())


def test_cards_and_earlier_entries_are_not_touched() -> None:
    case = make_case(make_item(demo=True), now=at("2026-11-02 10:00"), accept=True)
    sweep(now=at("2026-11-10 10:00"))
    card = Card.objects.numbered().get()
    entries = list(Entry.objects.values_list("pk", "at"))

    shift(days=3, now=at("2026-11-10 10:00"))

    assert list(Entry.objects.values_list("pk", "at"))[:-1] == entries
    assert Entry.objects.latest("pk").verb == "demo-shifted"
    assert Card.objects.numbered().get().breached_at == card.breached_at
    assert case.matter.cards.numbered().count() == 1


def test_a_matter_filed_by_hand_moves_in_a_demo_city_only(settings: Settings) -> None:
    case = make_case(accept=True)
    settings.DEMO_CITY = False
    with pytest.raises(UnableToShift):
        shift(days=1, reference=case.matter.reference, now=at("2026-11-17 10:00"))

    settings.DEMO_CITY = True
    assert len(shift(days=1, reference=case.matter.reference.lower(), now=at("2026-11-17 10:00"))) == 2


def test_without_a_number_real_matters_stay_where_they_are() -> None:
    make_case(accept=True)

    assert shift(days=1, now=at("2026-11-17 10:00")) == []


@pytest.mark.parametrize("options", [{"days": 0}, {"days": -3}, {"days": 1, "reference": "BJ-1"}, {"days": 400_000}])
def test_what_cannot_be_moved_is_said_and_nothing_moves(options: dict[str, object]) -> None:
    make_case(make_item(demo=True), accept=True)

    with pytest.raises(CommandError):
        call_command("shift_demo", **options)
    assert not Entry.objects.filter(verb="demo-shifted").exists()


def test_the_command_prints_what_moved() -> None:
    case = make_case(make_item(demo=True), now=at("2026-11-16 10:00"), accept=True)
    out = StringIO()

    call_command("shift_demo", days=7, stdout=out)

    assert case.matter.reference in out.getvalue()
    assert "2026-11-23 17:00 -> 2026-11-16 17:00" in out.getvalue()
    assert "2 clocks on 1 matters" in out.getvalue()
