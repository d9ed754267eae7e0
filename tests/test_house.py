"""The house rules that no single room can hold: floors, sizes, timetable, doors, pages, words."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.migrations.loader import MigrationLoader
from django.urls import URLPattern, URLResolver, get_resolver

from efficiency.celery import app
from efficiency.common.access import declared
from efficiency.portal.management.commands.run import QUEUES

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["efficiency", "approvals", "complaints", "evaluation", "accountability", "tests"]
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 400, 60, 60
# Put together here, so that this file does not contain what it looks for.
FORBIDDEN = {
    "unfinished work": re.compile(
        r"(#|//|/\*|<!--).*\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK"]) + r")\b"
    ),
    "a path of one machine": re.compile("/" + "work/|/" + "root/|/" + "home/\\w|/" + "tmp/"),
    "a test that never runs": re.compile(r"mark\." + "(skip|skipif|xfail)|pytest" + r"\.skip\("),
}


def files(*endings: str, below: tuple[str, ...] = (*ROOMS, "templates", "static", "docs")) -> list[Path]:
    """Return our own files: what packages, browsers and runs put beside them is left out."""
    found = [
        path
        for room in below
        for ending in endings
        for path in (ROOT / room).rglob(f"*{ending}")
        if not {"vendor", "node_modules", "__pycache__"} & set(path.parts)
    ]
    return sorted(found)


def modules() -> list[Path]:
    """Return all Python files but migrations."""
    return [path for path in files(".py") if "migrations" not in path.parts]


def test_imports_go_down() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_no_file_is_too_long() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules()}

    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    too_long = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    too_long.append(f"{path.relative_to(ROOT)}: {node.name} ({length} lines)")

    assert too_long == []


def test_no_template_is_too_long() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in files(".html")}

    assert {path: length for path, length in lengths.items() if length > LONGEST_TEMPLATE} == {}


def own_tasks() -> dict[str, Any]:
    """Return the tasks of our rooms by name, as a worker finds them."""
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_every_task_is_served_by_the_worker_that_run_starts() -> None:
    queues = {name: app.amqp.router.route({}, name)["queue"].name for name in own_tasks()}

    assert queues != {}
    assert {name: queue for name, queue in queues.items() if queue not in QUEUES} == {}


def test_the_timetable_names_exactly_the_tasks_there_are() -> None:
    named = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert named == set(own_tasks())


def test_every_entry_of_the_timetable_expires_and_goes_to_a_served_queue() -> None:
    for sentence, entry in app.conf.beat_schedule.items():
        assert entry["options"]["expires"] > 0, sentence
        assert entry["options"]["queue"] in QUEUES, sentence


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Walk all addresses, including those of the API's routers."""
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, address)
        else:
            yield address, pattern


def test_every_address_declares_who_may() -> None:
    addresses = list(patterns(get_resolver()))

    assert len(addresses) > 10
    assert [address for address, pattern in addresses if declared(pattern.callback) is None] == []


def test_every_address_has_a_name_of_its_own() -> None:
    names = [pattern.name for _, pattern in patterns(get_resolver())]

    assert [name for name in names if name is None or names.count(name) > 1] == []


@pytest.mark.parametrize(
    ("fault", "sign"),
    [
        ("script without a file", re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")", re.I)),
        ("style element", re.compile(r"<style\b", re.I)),
        ("style attribute", re.compile(r"\sstyle\s*=", re.I)),
        (
            "event attribute",
            re.compile(r"\son(click|change|load|submit|input|focus|blur|error|toggle|key\w+|mouse\w+)\s*=", re.I),
        ),
        ("script address", re.compile(r"javascript:", re.I)),
        (
            "file from another host",
            re.compile(r"(src|href)\s*=\s*[\"'](https?:)?//[^\"']+\.(js|css|woff2?|png|svg)", re.I),
        ),
        ("unescaped value", re.compile(r"\|\s*safe\b|autoescape\s+off")),
    ],
)
def test_no_template_contains(fault: str, sign: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in files(".html")
        for match in sign.finditer(path.read_text())
    ]

    assert found == [], fault


def test_every_icon_used_is_in_the_sprite() -> None:
    listed = set((ROOT / "static" / "icons.txt").read_text().split())
    used = {
        name
        for path in files(".html", ".py")
        for name in re.findall(r"icons\.svg['\"]? ?%?\}?#([a-z0-9-]+)", path.read_text())
    }

    assert used - listed == set()


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_contains(what: str) -> None:
    everywhere = [*files(".py", ".html", ".js", ".css", ".md", ".po"), ROOT / "README.md", ROOT / "Makefile"]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in everywhere
        if path.exists() and path != Path(__file__).resolve()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]

    assert found == []


def test_no_room_has_two_last_migrations() -> None:
    assert MigrationLoader(None).detect_conflicts() == {}
