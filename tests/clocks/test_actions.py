"""Stopping, pausing, extending: what is lawful and what is refused."""

from datetime import date

import pytest

from efficiency.audit.models import Entry
from efficiency.clocks.actions import (
    UnableToExtend,
    UnableToPause,
    UnableToStop,
    cancel_clock,
    extend_clock,
    pause_clock,
    resume_clock,
    start_clock,
    stop_clock,
)
from efficiency.clocks.kinds import ClockKind, Ground, LimitUnit
from efficiency.clocks.models import Clock, Policy
from tests.cast import at, make_user
from tests.clocks.builders import make_clock, make_matter

pytestmark = pytest.mark.django_db


def pause(clock: Clock, when: str, **changes: object) -> None:
    values: dict[str, object] = {
        "ground": Ground.EXPERT_REVIEW,
        "document": "昆特〔2025〕1号",
        "planned_until": date(2025, 10, 20),
        "asked_by": make_user("handler"),
        "approved_by": make_user("head"),
        **changes,
    }
    pause_clock(clock=clock, now=at(when), **values)  # type: ignore[arg-type]


def statutory() -> Clock:
    """20 working days from 2025-09-15: due 2025-10-17 (D24 without its pause)."""
    return make_clock(ClockKind.STATUTORY, started="2025-09-15 10:00", limit=20)


def test_limit_is_copied_and_a_new_policy_moves_no_running_clock() -> None:
    """T-25 for policies: what runs keeps what it started under."""
    clock = make_clock()
    first = Policy.objects.get(kind="reply")
    Policy.objects.create(
        **{f: getattr(first, f) for f in ("kind", "rule", "limit_unit", "day_end", "breach_level", "basis")},
        version=2,
        limit=1,
        effective_from=at("2026-09-29 00:00"),
    )
    later = make_clock(started="2026-09-29 10:00")

    assert (Clock.objects.get(pk=clock.pk).limit, later.limit) == (5, 1)
    assert Clock.objects.get(pk=clock.pk).due_at == at("2026-10-11 00:00")


def test_starting_after_midnight_utc_counts_the_local_day() -> None:
    """T-10"""
    clock = make_clock(started="2026-02-14 00:30")

    assert clock.due_at == at("2026-03-01 00:00")


def test_counter_day_ends_at_closing_time() -> None:
    """T-09: promised limits end at 17:00 of their last day."""
    clock = make_clock(ClockKind.PROMISED, started="2025-09-30 10:00", limit=3)

    assert clock.due_at == at("2025-10-11 17:00")  # D23, a make-up Saturday


def test_working_hours_run_over_the_holiday() -> None:
    clock = start_clock(
        matter=make_matter(),
        kind=ClockKind.SIGN_FOR,
        unit=make_matter().unit,
        actor=None,
        now=at("2025-10-03 10:00"),
        limit=2,
        limit_unit=LimitUnit.WORKING_HOURS,
    )

    assert clock.due_at == at("2025-10-09 11:00")  # D62


def test_stopping_twice_is_refused_and_the_first_moment_stands() -> None:
    clock = make_clock()
    stop_clock(clock=clock, actor=None, now=at("2026-10-08 10:00"))

    with pytest.raises(UnableToStop):
        stop_clock(clock=clock, actor=None, now=at("2026-10-09 10:00"))

    assert Clock.objects.get().stopped_at == at("2026-10-08 10:00")


def test_pause_takes_out_its_working_days() -> None:
    """T-21, D24"""
    clock = statutory()
    assert clock.due_at == at("2025-10-17 17:00")

    pause(clock, "2025-09-22 10:00")

    assert Clock.objects.get().due_at == at("2025-11-10 17:00")


def test_pause_ended_early_gives_the_days_back() -> None:
    clock = statutory()
    pause(clock, "2025-09-22 10:00")

    resume_clock(clock=clock, actor=None, now=at("2025-09-29 09:00"))

    # 23 to 29 September are taken out: 6 working days with the make-up Sunday 28 September
    assert Clock.objects.get().due_at == at("2025-10-25 17:00").replace(day=27)


def test_resuming_after_the_planned_end_adds_nothing() -> None:
    """T-22: the clock has run again since the announced end."""
    clock = statutory()
    pause(clock, "2025-09-22 10:00")

    with pytest.raises(UnableToPause):
        resume_clock(clock=clock, actor=None, now=at("2025-10-28 09:00"))

    assert Clock.objects.get().due_at == at("2025-11-10 17:00")


@pytest.mark.parametrize(
    ("when", "changes"),
    [
        ("2025-09-22 10:00", {"ground": Ground.OTHER}),
        ("2025-09-22 10:00", {"document": " "}),
        ("2025-09-22 10:00", {"planned_until": None}),
        ("2025-09-22 10:00", {"planned_until": date(2025, 9, 22)}),
        ("2025-10-17 17:00", {}),
    ],
)
def test_unlawful_pause_of_the_statutory_clock_is_refused(when: str, changes: dict[str, object]) -> None:
    """T-20, T-21: ground outside the eight, no notice, no end, an end today, or after the limit."""
    clock = statutory()

    with pytest.raises(UnableToPause):
        pause(clock, when, **changes)

    assert Clock.objects.get().due_at == at("2025-10-17 17:00")


def test_pause_needs_two_persons() -> None:
    person = make_user("head")

    with pytest.raises(UnableToPause):
        pause(statutory(), "2025-09-22 10:00", asked_by=person, approved_by=person)


def test_second_pause_while_one_is_open_is_refused() -> None:
    clock = statutory()
    pause(clock, "2025-09-22 10:00")

    with pytest.raises(UnableToPause):
        pause(clock, "2025-09-24 10:00")


def test_finishing_during_a_pause_without_end_is_in_time() -> None:
    clock = make_clock(ClockKind.PROMISED, limit=5)
    pause(clock, "2026-09-29 10:00", ground=Ground.OTHER, planned_until=None)

    stopped = stop_clock(clock=clock, actor=None, now=at("2026-12-01 10:00"))

    assert not stopped.is_late(at("2026-12-02 10:00"))


def test_extension_adds_working_days_once_and_before_the_limit() -> None:
    """T-18, T-44"""
    clock = make_clock()
    asked, approved = make_user("head"), make_user("operator")
    facts = {"amount": 5, "reason": "需要现场检测", "asked_by": asked, "approved_by": approved}

    extend_clock(clock=clock, now=at("2026-10-10 23:59"), **facts)  # type: ignore[arg-type]
    assert Clock.objects.get().due_at == at("2026-10-17 00:00")
    with pytest.raises(UnableToExtend):
        extend_clock(clock=clock, now=at("2026-10-12 10:00"), **facts)  # type: ignore[arg-type]


def test_extension_after_the_limit_is_refused() -> None:
    """T-44"""
    clock = make_clock()

    with pytest.raises(UnableToExtend):
        extend_clock(
            clock=clock,
            amount=5,
            reason="忙",
            asked_by=make_user("head"),
            approved_by=make_user("operator"),
            now=at("2026-10-11 00:00"),
        )


def test_cancelling_after_the_breach_keeps_the_breach() -> None:
    clock = cancel_clock(clock=make_clock(), actor=None, reason="退回", now=at("2026-10-12 10:00"))

    assert clock.cancelled_at is None
    assert clock.is_late(at("2026-10-12 10:00"))


def test_every_event_of_a_clock_has_its_entry() -> None:
    clock = statutory()
    pause(clock, "2025-09-22 10:00")
    resume_clock(clock=clock, actor=None, now=at("2025-09-29 09:00"))
    stop_clock(clock=clock, actor=None, now=at("2025-09-30 09:00"))

    verbs = Entry.objects.about("matter", clock.matter_id).values_list("verb", flat=True)
    assert list(verbs) == ["clock-started", "clock-paused", "clock-resumed", "clock-stopped"]
