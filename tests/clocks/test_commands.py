"""What `manage.py due` and `manage.py overdue` print, and what they refuse."""

import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from efficiency.workdays.actions import except_day
from efficiency.workdays.models import DayKind
from tests.cast import at, make_user

pytestmark = pytest.mark.django_db


def run(*args: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*args, stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


def due(line: str) -> tuple[str, str]:
    return run("due", *line.split())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("--start 2026-02-12 --limit 5 --unit working-days", "2026-02-26"),
        ("--start 2025-08-04 --limit 60 --unit calendar-days", "2025-10-09"),
        ("--start 2025-08-04 --limit 60 --unit calendar-days --no-roll", "2025-10-03"),
        ("--start 2024-01-31 --limit 1 --unit months", "2024-02-29"),
        ("--start 2025-10-17 --limit 4 --unit months --no-roll", "2026-02-17"),
        ("--start 2026-02-13T16:00 --limit 4 --unit working-hours", "2026-02-14T12:00"),
        ("--start 2025-10-03T10:00:00 --limit 2 --unit working-hours", "2025-10-09T11:00"),
        ("--start 2026-02-13T16:30:00+00:00 --limit 5 --unit working-days", "2026-02-28"),
        ("--start 2025-09-15 --limit 20 --unit working-days --pause 2025-09-22:2025-10-20", "2025-11-10"),
        (
            "--start 2025-09-15 --limit 20 --unit working-days --pause 2025-09-22:2025-10-13 "
            "--pause 2025-10-09:2025-10-20",
            "2025-11-10",
        ),
        ("--start 2026-03-02 --limit 1 --unit working-days --pause 2026-03-03:", "2026-03-03"),
        ("--start 2026-09-24 --limit 1 --unit working-days --before", "2026-09-23"),
        ("--start 2026-03-31 --limit 1 --unit months --before", "2026-02-28"),
        ("--start 2026-03-31 --limit 30 --unit calendar-days --before", "2026-03-01"),
    ],
)
def test_the_due_day_stands_alone(line: str, expected: str) -> None:
    """T-05, T-06, T-07, T-10, T-21"""
    assert due(line) == (expected + "\n", "")


def test_the_day_stays_on_the_first_line_when_explained() -> None:
    out, _err = due("--start 2026-02-12 --limit 2 --unit working-days --explain")

    assert out.splitlines()[0] == "2026-02-14"
    assert [line[:10] for line in out.splitlines()[1:]] == ["2026-02-12", "2026-02-13", "2026-02-14"]


def test_json_holds_what_was_asked() -> None:
    out, _err = due("--start 2025-08-04 --limit 60 --unit calendar-days --json")

    assert json.loads(out) == {"due": "2025-10-09", "raw": "2025-10-03", "provisional": False, "calendar": 1}


def test_json_lists_the_days_when_explained() -> None:
    out, _err = due("--start 2026-02-13 --limit 1 --unit working-days --json --explain")

    assert json.loads(out)["days"][1] == {
        "day": "2026-02-14",
        "counted": True,
        "number": 1,
        "working": True,
        "name": "春节",
        "make_up": True,
        "paused": False,
    }


def test_a_day_counted_back_is_explained_from_itself_to_the_end() -> None:
    out, _err = due("--start 2026-09-24 --limit 2 --unit working-days --before --json --explain")

    assert [day["day"] for day in json.loads(out)["days"]] == ["2026-09-22", "2026-09-23", "2026-09-24"]


def test_a_provisional_day_is_told_beside_the_answer() -> None:
    """T-12"""
    out, err = due("--start 2026-12-30 --limit 4 --unit working-days")
    facts, _err = due("--start 2026-12-30 --limit 4 --unit working-days --json")

    assert out == "2027-01-06\n"
    assert "2026-12-31" in err
    assert json.loads(facts)["provisional"] is True


@pytest.mark.parametrize(
    "line",
    [
        "--start yesterday --limit 5 --unit working-days",
        "--start 2026-02-30 --limit 5 --unit working-days",
        "--start 2026-02-12 --limit five --unit working-days",
        "--start 2026-02-12 --limit -5 --unit working-days",
        "--start 2026-02-12 --limit 5 --unit weeks",
        "--start 2026-02-12 --limit 5",
        "--start 2026-02-12 --limit 99999999999999999999 --unit working-hours",
        "--start 2026-02-12 --limit 99999999999999999999 --unit months",
        "--start 1999-02-12 --limit 5 --unit working-days",
        "--start 0001-01-01 --limit 5 --unit working-days --before",
        "--start 2026-02-12 --limit 5 --unit working-days --pause 2026-02-13",
        "--start 2026-02-12 --limit 5 --unit working-days --pause 2026-02-13:2026-02-12",
        "--start 2026-02-12 --limit 5 --unit working-days --pause soon:later",
        "--start 2026-02-12 --limit 5 --unit working-days --pause 2026-02-13:",
        "--start 2026-02-12 --limit 5 --unit working-hours --before",
    ],
)
def test_an_unclear_question_is_refused_in_a_sentence(line: str) -> None:
    with pytest.raises(CommandError) as error:
        due(line)

    assert len(str(error.value)) > 10


def test_exceptions_of_the_city_count() -> None:
    """T-13"""
    before = due("--start 2026-02-24 --limit 5 --unit working-days")
    except_day(
        day=date(2026, 3, 2),
        kind=DayKind.REST,
        name="台风停工",
        document="昆政发〔2026〕3号",
        actor=make_user("office"),
        now=at("2026-02-25 09:00"),
    )

    assert before == ("2026-03-02\n", "")
    assert due("--start 2026-02-24 --limit 5 --unit working-days") == ("2026-03-03\n", "")


def in_a_new_house(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Ask in a process of its own, in a house where nothing is set up."""
    line = "manage.py due --start 2026-02-12 --limit 5 --unit working-days"
    bare = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, *line.split()],
        cwd=settings.BASE_DIR,
        env=bare | {"LOOPBACK": "1", "DATA_DIR": str(folder)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_before_any_migration_the_official_arrangement_counts(tmp_path: Path) -> None:
    done = in_a_new_house(tmp_path)

    assert (done.stdout, done.returncode) == ("2026-02-26\n", 0)
    assert list(tmp_path.glob("*.sqlite3")) == []


def test_a_database_without_tables_is_a_new_house(tmp_path: Path) -> None:
    (tmp_path / "portal.sqlite3").touch()

    done = in_a_new_house(tmp_path)

    assert (done.stdout, done.returncode) == ("2026-02-26\n", 0)


def test_a_database_that_does_not_answer_leaves_the_day_unsaid(tmp_path: Path) -> None:
    done = in_a_new_house(tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:1/portal")

    assert (done.stdout, done.returncode) == ("", 1)


@pytest.mark.parametrize(
    ("done", "late"),
    [("2026-09-30", "0"), ("2026-10-07", "0"), ("2026-10-08", "1"), ("2026-10-10", "3"), ("2026-09-01", "0")],
)
def test_overdue_is_counted_in_working_days(done: str, late: str) -> None:
    """T-08"""
    assert run("overdue", "--due", "2026-09-30", "--done", done) == (late + "\n", "")


def test_overdue_in_json_says_late() -> None:
    """T-08"""
    out, _err = run("overdue", "--due", "2026-02-13", "--done", "2026-02-24", "--json")

    assert json.loads(out) == {"late": 2, "due": "2026-02-13", "done": "2026-02-24", "provisional": False}


def test_overdue_in_a_year_without_a_notice_says_so() -> None:
    """T-12"""
    assert "2026-12-31" in run("overdue", "--due", "2026-12-31", "--done", "2027-01-05")[1]


@pytest.mark.parametrize("day", ["soon", "2026-13-01", "1990-01-01"])
def test_overdue_refuses_a_day_it_cannot_read(day: str) -> None:
    with pytest.raises(CommandError) as error:
        run("overdue", "--due", day, "--done", "2026-10-10")

    assert len(str(error.value)) > 10
