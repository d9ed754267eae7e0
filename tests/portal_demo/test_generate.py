"""Large sets of marked rows."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

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
