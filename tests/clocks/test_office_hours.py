"""Office hours that change while clocks run (decision 0017): each clock counts by those of its start."""

from datetime import date

import pytest

from efficiency.changes.actions import effect_of
from efficiency.changes.adjusting import adjust
from efficiency.clocks.actions import start_clock
from efficiency.clocks.kinds import ClockKind, LimitUnit
from efficiency.clocks.models import Clock
from efficiency.clocks.redating import follow_calendar
from efficiency.workdays.actions import except_day
from tests.cast import at
from tests.clocks.builders import make_matter

pytestmark = pytest.mark.django_db


def sign_for(started: str, hours: int) -> Clock:
    matter = make_matter()
    return start_clock(
        matter=matter,
        kind=ClockKind.SIGN_FOR,
        unit=matter.unit,
        actor=None,
        now=at(started),
        limit=hours,
        limit_unit=LimitUnit.WORKING_HOURS,
    )


def open_later(decided: str, since: str) -> None:
    """From 10:00 to 16:00 instead of 09:00 to 17:00."""
    adjust(
        key="office.hours",
        value="10:00–16:00",
        ground="冬令时",
        actor=None,
        now=at(decided),
        effective_from=at(since),
    )


def test_a_limit_in_hours_keeps_the_hours_of_its_start() -> None:
    """D60: one hour on Friday, three on the make-up Saturday; the new hours would end it at 13:00."""
    before = sign_for("2026-02-13 16:00", 4)
    open_later("2026-02-13 16:30", "2026-02-14 00:00")
    after = sign_for("2026-02-14 15:00", 4)

    before.refresh_from_db()
    assert before.due_at == at("2026-02-14 12:00")
    assert after.due_at == at("2026-02-24 13:00")  # an hour on Saturday, three after the Spring Festival


def test_what_was_dispatched_in_the_holiday_keeps_the_hours_of_its_start() -> None:
    """D62"""
    before = sign_for("2025-10-03 10:00", 2)
    open_later("2025-10-03 12:00", "2025-10-04 00:00")
    after = sign_for("2025-10-04 10:00", 2)

    before.refresh_from_db()
    assert (before.due_at, after.due_at) == (at("2025-10-09 11:00"), at("2025-10-09 12:00"))


def test_a_calendar_change_re_dates_by_the_hours_of_the_start() -> None:
    """D60 with its Saturday closed: three hours after the Spring Festival, from 09:00 and not from 10:00."""
    clock = sign_for("2026-02-13 16:00", 4)
    open_later("2026-02-13 16:30", "2026-02-14 00:00")
    except_day(
        day=date(2026, 2, 14), kind="rest", name="暴雪停工", document="昆政办", actor=None, now=at("2026-02-13 17:00")
    )

    follow_calendar(now=at("2026-02-13 17:01"))

    clock.refresh_from_db()
    assert clock.due_at == at("2026-02-24 12:00")


def test_the_effect_names_how_many_running_clocks_keep_their_hours() -> None:
    sign_for("2026-02-13 16:00", 4)
    payload = {"key": "office.hours", "value": "10:00–16:00", "from": "2026-02-14"}

    told = effect_of(kind="setting", payload=payload, now=at("2026-02-13 17:00")).sentences

    assert "1 running clock that depends on the hours keeps those under which it started." in told
