"""Going out, duty rosters, whereabouts."""

from datetime import date

import pytest

from efficiency.audit.models import Entry
from efficiency.changes.adjusting import adjust
from efficiency.organization.deputies import stand_in
from efficiency.presence import pasting
from efficiency.presence.actions.outings import UnableToGoOut, come_back, go_out
from efficiency.presence.actions.rosters import Turn, UnableToKeepRoster, add_duties, remove_duty
from efficiency.presence.models import Duty, Outing
from efficiency.presence.whereabouts import Where, standings
from tests.cast import at
from tests.presence.builders import NOW, Team, approved, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


def out(team: Team, back: str) -> Outing:
    return go_out(user=team.first, place="周市镇", errand="现场核查", planned_back_at=at(back), now=NOW)


def test_a_long_way_out_hands_the_work_over_and_a_short_one_does_not(team: Team) -> None:
    short = out(team, "2026-11-16 10:59")
    assert stand_in(team.first, at("2026-11-16 10:00")) == team.first
    come_back(outing=short, actor=team.first, now=NOW)

    long = out(team, "2026-11-16 11:00")

    assert (long.deputy, stand_in(team.first, at("2026-11-16 10:59"))) == (team.second, team.second)
    assert stand_in(team.first, at("2026-11-16 11:00")) == team.first


def test_from_how_many_hours_on_is_a_setting(team: Team) -> None:
    adjust(key="presence.stand-in-after-hours", value=8, ground="试行", actor=None, now=at("2026-11-02 09:00"))

    assert out(team, "2026-11-16 16:00").absence is None


def test_who_reports_back_has_his_work_again(team: Team) -> None:
    outing = come_back(outing=out(team, "2026-11-16 17:00"), actor=team.first, now=at("2026-11-16 14:00"))

    assert stand_in(team.first, at("2026-11-16 14:00")) == team.first
    assert [entry.verb for entry in Entry.objects.about("outing", outing.pk)] == ["went-out", "came-back"]


def test_nobody_is_out_twice_or_while_on_leave_or_for_many_days(team: Team) -> None:
    for back in ("2026-11-16 08:59", "2026-11-20 09:00"):
        with pytest.raises(UnableToGoOut):
            out(team, back)
    out(team, "2026-11-16 10:00")
    with pytest.raises(UnableToGoOut):
        out(team, "2026-11-16 11:00")
    approved(team, team.second)
    with pytest.raises(UnableToGoOut):
        go_out(
            user=team.second,
            place="外地",
            errand="学习",
            planned_back_at=at("2026-11-18 11:00"),
            now=at("2026-11-18 09:00"),
        )


def test_a_return_is_reported_once_by_oneself_or_the_head(team: Team) -> None:
    outing = out(team, "2026-11-16 10:00")
    with pytest.raises(UnableToGoOut):
        come_back(outing=outing, actor=team.second, now=NOW)

    come_back(outing=outing, actor=team.head, now=NOW)

    with pytest.raises(UnableToGoOut):
        come_back(outing=outing, actor=team.first, now=NOW)


# -- Rosters


def people(team: Team) -> dict[str, object]:
    return {user.display_name: user for user in (team.head, team.first, team.second)}


def test_a_pasted_table_is_read_with_its_heading_in_several_spellings(team: Team) -> None:
    table = "日期\t班次\t姓名\n2026-11-21\t白班\t陆甲、朱乙\n2026年11月22日,带班,顾局长\n\n2026/11/22 night 朱乙"

    pasted = pasting.read(table, people(team))  # type: ignore[arg-type]

    assert pasted.faults == []
    assert pasted.turns == [
        Turn(date(2026, 11, 21), "day", team.first),
        Turn(date(2026, 11, 21), "day", team.second),
        Turn(date(2026, 11, 22), "leader", team.head),
        Turn(date(2026, 11, 22), "night", team.second),
    ]


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("2026-11-21,白班,陆甲\n2026-02-30,白班,陆甲", "Line 2, column 1: “2026-02-30” is no day."),
        ("2026-11-21,中班,陆甲", "Line 1, column 2: “中班” is no shift."),
        ("2026-11-21,白班,王五", "Line 1, column 3: “王五” is nobody of this unit, or two people."),
        ("2026-11-21,白班", "Line 1, column 3: the name is missing."),
        ("标题", "No line with a day was found."),
    ],
)
def test_each_fault_names_its_line_and_column(team: Team, table: str, fault: str) -> None:
    assert pasting.read(table, people(team)).faults == [fault]  # type: ignore[arg-type]


def test_turns_are_added_once_and_removed(team: Team) -> None:
    turns = [Turn(date(2026, 11, 21), "day", team.first), Turn(date(2026, 11, 21), "day", team.first)]

    assert add_duties(unit=team.unit, turns=turns, actor=team.head, now=NOW) == 1
    assert add_duties(unit=team.unit, turns=turns, actor=team.head, now=NOW) == 0
    remove_duty(duty=Duty.objects.get(), actor=team.head, now=NOW)

    assert not Duty.objects.exists()
    verbs = Entry.objects.about("unit", team.unit.pk).values_list("verb", flat=True)
    assert list(verbs) == ["duties-added", "duty-removed"]


def test_the_head_alone_keeps_the_roster_of_his_unit(team: Team) -> None:
    turns = [Turn(date(2026, 11, 21), "day", team.first)]

    for somebody in (team.first, make_team().head):
        with pytest.raises(UnableToKeepRoster):
            add_duties(unit=team.unit, turns=turns, actor=somebody, now=NOW)


# -- Whereabouts


def test_everybody_is_somewhere(team: Team) -> None:
    """S13."""
    approved(team, team.second)
    out(team, "2026-11-16 17:00")
    add_duties(unit=team.unit, turns=[Turn(date(2026, 11, 21), "day", team.head)], actor=team.head, now=NOW)
    everybody = [team.head, team.first, team.second]

    monday = standings(everybody, at("2026-11-16 10:00"))
    wednesday = standings(everybody, at("2026-11-18 10:00"))
    saturday = standings(everybody, at("2026-11-21 10:00"))

    assert [monday[user.pk].where for user in everybody] == [Where.HERE, Where.OUT, Where.HERE]
    assert monday[team.first.pk].stand_in == team.second
    assert wednesday[team.second.pk].where == Where.LEAVE
    assert wednesday[team.second.pk].public_label == "away"
    assert wednesday[team.first.pk].late
    assert standings(everybody, at("2026-11-17 07:30"))[team.head.pk].where == Where.CLOSED
    assert wednesday[team.second.pk].last_day == date(2026, 11, 20)
    assert [saturday[user.pk].where for user in everybody] == [Where.DUTY, Where.OUT, Where.REST]
