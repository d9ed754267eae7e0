"""Large sets of marked rows."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from approvals.models import Case
from complaints.models import Complaint
from efficiency.cards.sweep import sweep
from efficiency.clocks.models import Clock, Matter
from efficiency.portal.demo.bulk import generate
from tests.approvals.builders import make_item
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = at("2026-11-18 10:00")


def test_so_many_clocks_of_which_so_many_have_just_run_out() -> None:
    units = [make_unit("市水务局"), make_unit("市教育局")]

    generate(clocks=101, due=7, seed=3, now=NOW)

    assert Clock.objects.count() == 101
    assert Clock.objects.filter(due_at__lte=NOW).count() == 7
    assert {matter.unit for matter in Matter.objects.select_related("unit")} == set(units)
    assert not Matter.objects.filter(demo=False).exists()
    assert sweep(now=NOW).levels == {0: 0, 1: 7, 2: 0}


def test_a_second_call_adds_to_the_first() -> None:
    make_unit("市水务局")

    for _time in range(2):
        generate(clocks=5, due=5, now=NOW)

    assert Clock.objects.count() == 10


def test_the_same_seed_draws_the_same() -> None:
    make_unit("市水务局")
    make_unit("市教育局")

    def drawn() -> list[tuple[object, ...]]:
        rows = Clock.objects.order_by("pk").values_list("unit", "started_at", "due_at")
        return list(rows)

    generate(clocks=20, due=3, seed=9, now=NOW)
    first = drawn()
    generate(clocks=20, due=3, seed=9, now=NOW)

    assert drawn()[20:] == first


def test_complaints_and_cases_are_whole() -> None:
    unit = make_unit("市水务局")
    item = make_item(unit)
    make_user("operator")
    make_user("window")

    generate(complaints=12, cases=8, now=NOW)

    assert (Complaint.objects.count(), Case.objects.count(), Clock.objects.count()) == (12, 8, 20)
    assert Complaint.objects.filter(dispatches__unit=unit).count() == 12
    assert {case.item for case in Case.objects.all()} == {item}


def test_finished_cases_lie_in_the_past_year_in_time_and_earn_no_card() -> None:
    item = make_item(make_unit("市水务局"), promised_limit=5)
    make_user("window")

    generate(cases=300, finished=True, now=NOW)

    assert Case.objects.filter(state="finished", outcome="granted", item=item, finished_at__lt=NOW).count() == 300
    clocks = Clock.objects.filter(kind="promised", stopped_at__lt=F("due_at"), look_at=None, limit=7)
    assert clocks.count() == 300
    assert not Matter.objects.filter(closed_at=None).exists()
    assert sweep(now=NOW).levels == {0: 0, 1: 0, 2: 0}


def test_finished_cases_of_the_same_seed_are_the_same() -> None:
    make_item(make_unit("市水务局"), promised_limit=5)
    make_user("window")

    for _time in range(2):
        generate(cases=40, finished=True, seed=5, now=NOW)
    moments = list(Clock.objects.order_by("pk").values_list("started_at", "stopped_at"))

    assert moments[:40] == moments[40:]


@pytest.mark.parametrize("options", [{}, {"clocks": 1, "due": 2}, {"clocks": -1}, {"complaints": 1}, {"cases": 1}])
def test_what_makes_no_sense_is_refused(options: dict[str, int]) -> None:
    make_unit("市水务局")

    with pytest.raises(CommandError):
        call_command("generate", **options)
    assert not Matter.objects.exists()


def test_a_city_without_departments_is_told_what_to_do() -> None:
    with pytest.raises(CommandError, match="load_demo"):
        call_command("generate", clocks=1)


def test_the_command_says_what_it_did() -> None:
    make_unit("市水务局")
    out = StringIO()

    call_command("generate", clocks=10, due=2, stdout=out)

    assert "10 clocks, 2 due" in out.getvalue()
