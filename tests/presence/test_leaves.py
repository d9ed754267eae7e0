"""Leave: asked for, decided, cancelled, reported back from (S14)."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from efficiency.audit.models import Entry
from efficiency.notifications.models import Notice
from efficiency.organization.deputies import stand_in
from efficiency.organization.models import Absence, Post, User
from efficiency.presence.actions.leaves import UnableToLeave, ask_leave, cancel_leave, decide_leave, report_return
from efficiency.presence.actions.unexcused import UnableToRecordAbsence, record_unexcused, withdraw_unexcused
from efficiency.presence.kinds import Half
from efficiency.workdays.calendar import official_calendar
from tests.cast import at, make_unit, make_user
from tests.presence.builders import NOW, Team, approved, asked, make_team, span

pytestmark = pytest.mark.django_db
WEDNESDAY = at("2026-11-18 10:00")


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.mark.parametrize(
    ("first", "last", "first_half", "last_half", "days"),
    [
        ("2026-11-18", "2026-11-20", Half.MORNING, Half.AFTERNOON, "3"),
        ("2026-11-18", "2026-11-18", Half.MORNING, Half.MORNING, "0.5"),
        ("2026-11-18", "2026-11-20", Half.AFTERNOON, Half.MORNING, "2"),
        ("2026-11-20", "2026-11-23", Half.MORNING, Half.AFTERNOON, "2"),  # a weekend inside
        ("2026-11-21", "2026-11-22", Half.MORNING, Half.AFTERNOON, "0"),
        ("2026-09-30", "2026-10-08", Half.MORNING, Half.AFTERNOON, "2"),  # the National Day holiday inside
        ("2026-10-10", "2026-10-10", Half.AFTERNOON, Half.AFTERNOON, "0.5"),  # a make-up working day
    ],
)
def test_days_are_working_days_and_half_a_day_counts_half(
    first: str, last: str, first_half: str, last_half: str, days: str
) -> None:
    assert span(first, last, first_half, last_half).working_days(official_calendar()) == Decimal(days)


def test_half_days_meet_at_noon() -> None:
    morning = span("2026-11-18", "", Half.MORNING, Half.MORNING)
    afternoon = span("2026-11-18", "", Half.AFTERNOON, Half.AFTERNOON)

    assert (morning.from_at, morning.until_at) == (at("2026-11-18 00:00"), at("2026-11-18 12:00"))
    assert (afternoon.from_at, afternoon.until_at) == (at("2026-11-18 12:00"), at("2026-11-19 00:00"))
    assert not span("2026-11-18", "", Half.AFTERNOON, Half.MORNING).forward


def test_the_head_decides_on_a_leave_and_is_asked_by_notice(team: Team) -> None:
    leave = asked(team.first)

    assert (leave.review_by, leave.review_unit, leave.days, leave.deputy) == (
        "head",
        team.unit,
        Decimal(3),
        team.second,
    )
    assert [notice.recipient for notice in Notice.objects.filter(kind="leave.asked")] == [team.head]


def test_the_leader_in_charge_decides_on_the_leave_of_a_head(team: Team) -> None:
    leave = asked(team.head)

    assert (leave.review_by, leave.review_unit) == ("leader", team.unit)
    with pytest.raises(UnableToLeave):
        decide_leave(leave=leave, approve=True, actor=team.head, now=NOW)
    assert decide_leave(leave=leave, approve=True, actor=team.leader, now=NOW).state == "approved"


def test_the_office_decides_where_nobody_else_can() -> None:
    office = make_user("office")
    leave = asked(make_user("head", unit=make_unit()))

    assert (leave.review_by, leave.review_unit) == ("office", None)
    assert decide_leave(leave=leave, approve=True, actor=office, now=NOW).decided_by == office


def test_whoever_stands_in_for_the_head_decides_meanwhile(team: Team) -> None:
    head_leave = asked(team.head, deputy=team.second)
    decide_leave(leave=head_leave, approve=True, actor=team.leader, now=NOW)
    leave = asked(team.first, "2026-11-25", "2026-11-25")

    with pytest.raises(UnableToLeave):
        decide_leave(leave=leave, approve=True, actor=team.second, now=NOW)
    assert decide_leave(leave=leave, approve=True, actor=team.second, now=WEDNESDAY).decided_by == team.second


def test_an_approved_leave_hands_the_work_to_the_deputy_from_its_beginning(team: Team) -> None:
    """S12, S14."""
    approved(team)

    assert stand_in(team.first, at("2026-11-17 23:59")) == team.first
    assert stand_in(team.first, at("2026-11-18 00:00")) == team.second
    assert stand_in(team.first, at("2026-11-21 00:00")) == team.first
    with override("en"):
        notice = Notice.objects.get(kind="leave.stand-in", recipient=team.second)
        assert "陆甲 is on leave" in notice.words.body


def test_a_refusal_names_its_reason_and_hands_nothing_over(team: Team) -> None:
    leave = asked(team.first)
    with pytest.raises(UnableToLeave):
        decide_leave(leave=leave, approve=False, actor=team.head, now=NOW)

    decide_leave(leave=leave, approve=False, note="月底集中验收", actor=team.head, now=NOW)

    assert stand_in(team.first, WEDNESDAY) == team.first
    notice = Notice.objects.get(kind="leave.decided", recipient=team.first)
    assert "refused. Note: 月底集中验收" in notice.words.body


def test_nothing_is_decided_twice(team: Team) -> None:
    leave = approved(team)

    with pytest.raises(UnableToLeave):
        decide_leave(leave=leave, approve=False, note="改主意", actor=team.head, now=NOW)


def test_leaves_never_overlap(team: Team) -> None:
    asked(team.first)

    with pytest.raises(UnableToLeave):
        asked(team.first, "2026-11-20", "2026-11-23")
    assert asked(team.first, "2026-11-23", "2026-11-23").days == 1


def test_a_refused_or_cancelled_leave_is_no_hindrance(team: Team) -> None:
    cancel_leave(leave=approved(team), actor=team.first, now=NOW)

    assert asked(team.first).state == "asked"


@pytest.mark.parametrize(
    ("first", "last"), [("2026-11-20", "2026-11-18"), ("2026-11-21", "2026-11-22"), ("2099-01-05", "2099-01-06")]
)
def test_a_span_without_working_days_or_beyond_the_calendar_is_refused(team: Team, first: str, last: str) -> None:
    with pytest.raises(UnableToLeave):
        asked(team.first, first, last)


def test_an_important_post_is_not_left_without_anybody(team: Team) -> None:
    """S12."""
    Post.objects.create(unit=team.unit, name="审批岗", duties="审批", holder=team.second, deputy=team.first)
    Post.objects.filter(holder=team.second).update(important=True)
    User.objects.filter(pk=team.first.pk).update(is_active=False)

    with pytest.raises(UnableToLeave):
        asked(team.second)
    assert asked(team.second, deputy=team.head).deputy == team.head


def test_the_deputy_is_somebody_else_of_the_same_unit(team: Team) -> None:
    for deputy in (team.first, make_user("handler", unit=make_unit("市水务局"))):
        with pytest.raises(UnableToLeave):
            asked(team.first, deputy=deputy)


def test_who_is_back_early_gets_his_work_again_at_once(team: Team) -> None:
    leave = approved(team)

    leave = report_return(leave=leave, actor=team.first, now=at("2026-11-19 09:00"))

    assert (leave.state, leave.until_at, leave.last_day.isoformat()) == (
        "returned",
        at("2026-11-19 09:00"),
        "2026-11-20",
    )
    assert stand_in(team.first, at("2026-11-19 09:00")) == team.first


def test_a_leave_nobody_reported_back_from_is_told_apart(team: Team) -> None:
    leave = approved(team)

    assert not leave.is_unreported(at("2026-11-20 23:59"))
    assert leave.is_unreported(at("2026-11-21 00:00"))
    leave = report_return(leave=leave, actor=team.head, now=at("2026-11-23 09:00"))
    assert (leave.is_unreported(at("2026-11-23 10:00")), leave.until_at) == (False, at("2026-11-21 00:00"))


def test_a_leave_is_cancelled_by_its_owner_before_it_begins(team: Team) -> None:
    leave = approved(team)

    for actor, now in ((team.head, NOW), (team.first, WEDNESDAY)):
        with pytest.raises(UnableToLeave):
            cancel_leave(leave=leave, actor=actor, now=now)
    cancel_leave(leave=leave, actor=team.first, now=NOW)

    assert stand_in(team.first, WEDNESDAY) == team.first


def test_entries_tell_neither_kind_nor_reason(team: Team) -> None:
    leave = ask_leave(user=team.first, kind="sick", span=span("2026-11-18"), reason="住院", now=NOW)

    entry = Entry.objects.about("leave", leave.pk).get()
    assert "sick" not in str(entry.data)
    assert "住院" not in str(entry.data)


# -- Absence without leave


def test_an_absence_without_leave_is_recorded_by_the_head_and_told(team: Team) -> None:
    row = record_unexcused(
        user=team.first, span=span("2026-11-18"), ground="上午抽查不在岗", actor=team.head, now=WEDNESDAY
    )

    assert (row.days, row.recorded_by) == (Decimal(1), team.head)
    assert stand_in(team.first, WEDNESDAY) == team.second
    assert Notice.objects.get(kind="presence.unexcused").recipient == team.first


def test_nobody_else_records_it_and_never_without_ground_or_before_it_begins(team: Team) -> None:
    day = span("2026-11-18")
    for actor, ground, now in (
        (team.second, "抽查", WEDNESDAY),
        (team.first, "抽查", WEDNESDAY),
        (team.head, " ", WEDNESDAY),
        (team.head, "抽查", NOW),
    ):
        with pytest.raises(UnableToRecordAbsence):
            record_unexcused(user=team.first, span=day, ground=ground, actor=actor, now=now)


def test_who_is_on_leave_is_not_absent_without_leave(team: Team) -> None:
    approved(team)

    with pytest.raises(UnableToRecordAbsence):
        record_unexcused(user=team.first, span=span("2026-11-18"), ground="抽查", actor=team.head, now=WEDNESDAY)


def test_no_leave_is_asked_for_over_an_absence_on_record_until_it_is_withdrawn(team: Team) -> None:
    row = record_unexcused(user=team.first, span=span("2026-11-18"), ground="抽查", actor=team.head, now=WEDNESDAY)
    with pytest.raises(UnableToLeave):
        asked(team.first, now=WEDNESDAY)

    withdraw_unexcused(row=row, reason="当天外出开会，有通知", actor=team.head, now=WEDNESDAY)

    assert asked(team.first, now=WEDNESDAY).state == "asked"
    assert not Absence.objects.in_force(WEDNESDAY).exists()
