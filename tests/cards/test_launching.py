"""Going live: a part of the city on trial gets shadows, not cards, until its start."""

import pytest
from django.db import IntegrityError, transaction

from efficiency.cards.launching import payload_of
from efficiency.cards.models import Card, Launch, Shadow
from efficiency.cards.sweep import sweep
from efficiency.changes.actions import decide, propose
from efficiency.changes.kinds import UnableToChange
from efficiency.clocks.kinds import Subsystem
from efficiency.notifications.models import Notice
from efficiency.organization.models import Unit
from tests.cards.builders import ISSUED, make_late_card
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter

pytestmark = pytest.mark.django_db
BEFORE = at("2026-09-28 09:00")


def launch(unit: Unit | None = None, start: str | None = None, *, subsystem: str = "", now: str = "") -> Launch:
    """A part of the city whose start two persons have set."""
    moment = at(now) if now else BEFORE
    payload = payload_of(subsystem=subsystem, unit=unit, start=at(start).date() if start else None)
    change = propose(
        kind="launch",
        title="试运行",
        payload=payload,
        ground="昆效办〔2026〕8号",
        actor=make_user("office"),
        now=moment,
    )
    decide(change=change, confirm=True, actor=make_user("office"), now=moment)
    return Launch.objects.get(subsystem=subsystem, unit=unit)


def test_a_breach_in_a_part_on_trial_is_noted_and_nobody_is_told() -> None:
    unit = make_unit()
    make_user("head", unit=unit)
    launch(unit)
    told = Notice.objects.count()
    clock = make_clock(matter=make_matter(unit))

    sweep(ISSUED)
    sweep(ISSUED)

    shadow = Shadow.objects.get()
    assert (shadow.clock, shadow.level, shadow.unit, shadow.breached_at) == (clock, 1, unit, at("2026-10-11 00:00"))
    assert not Card.objects.exists()
    assert Notice.objects.count() == told


def test_a_breach_elsewhere_is_carded_as_ever() -> None:
    launch(make_unit("试点单位"))

    assert make_late_card().level == 1
    assert not Shadow.objects.exists()


def test_a_part_holds_the_units_below_it_and_its_own_subsystem() -> None:
    above = make_unit()
    below = make_unit("下属单位", parent=above)
    launch(above, subsystem=Subsystem.HOTLINE)
    launch(make_unit("别处"), subsystem=Subsystem.HOTLINE)
    launch(below, subsystem=Subsystem.APPROVAL)
    make_clock(matter=make_matter(below))

    sweep(ISSUED)

    assert Shadow.objects.get().unit == below
    assert not Card.objects.exists()


@pytest.mark.parametrize(("start", "cards", "shadows"), [("2026-10-11", 1, 0), ("2026-10-12", 0, 1)])
def test_the_legal_moment_of_the_breach_decides_not_the_moment_of_the_sweep(
    start: str, cards: int, shadows: int
) -> None:
    """The reply is due at the end of 10 October: the breach happens at 0:00 on the 11th."""
    launch(start=start)
    make_clock()

    sweep(at("2026-10-20 09:00"))

    assert (Card.objects.filter(level=1).count(), Shadow.objects.filter(level=1).count()) == (cards, shadows)


def test_a_reminder_before_the_start_is_not_sent() -> None:
    launch(start="2026-10-12")
    make_clock()

    sweep(at("2026-10-10 09:00"))

    assert not Card.objects.exists()
    assert not Shadow.objects.exists()


def test_a_dry_run_counts_no_card_of_a_part_on_trial() -> None:
    launch()
    make_clock()

    assert sweep(ISSUED, dry_run=True).levels == {0: 0, 1: 0, 2: 0}


def test_what_was_carded_once_cannot_go_back_on_trial() -> None:
    card = make_late_card()

    with pytest.raises(UnableToChange, match="cannot go back on trial"):
        launch(card.unit, now="2026-10-13 09:00")
    launch(make_unit("未上线单位"), now="2026-10-13 09:00")


def test_a_start_that_has_come_stands_for_good() -> None:
    unit = make_unit()
    launch(unit, "2026-10-11")

    with pytest.raises(UnableToChange, match="cannot go back on trial"):
        launch(unit, "2026-12-01", now="2026-10-12 09:00")


def test_a_start_lies_ahead() -> None:
    with pytest.raises(UnableToChange, match="a day to come"):
        launch(start="2026-09-01")


def test_the_start_of_a_trial_may_be_set_and_moved_while_it_lies_ahead() -> None:
    unit = make_unit()
    launch(unit)
    launch(unit, "2026-10-11")

    assert launch(unit, "2026-10-15").cards_from == at("2026-10-15 00:00")
    assert Launch.objects.count() == 1


def test_the_proposer_sees_how_much_is_overdue_and_would_have_been_carded() -> None:
    launch()
    make_clock()
    make_clock(limit=30)
    sweep(ISSUED)
    payload = payload_of(subsystem="", unit=None, start=at("2027-01-04").date())

    change = propose(kind="launch", title="上线", payload=payload, ground="x", actor=make_user("office"), now=ISSUED)

    assert change.effect[:3] == [
        "1 promise is overdue there now; it gets no card for that.",
        "1 card would have been issued there so far.",
        "1 promise falls due before the start; if it is broken it gets no card.",
    ]


def test_the_database_itself_keeps_every_shadow() -> None:
    launch()
    make_clock()
    sweep(ISSUED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Shadow.objects.update(level=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shadow.objects.all().delete()
