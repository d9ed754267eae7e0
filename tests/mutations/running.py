"""A copy of the tree, one guard less, and the tests that should notice."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.mutations.finding import ROOT, Mutant
from tests.mutations.noting import NOTES

# Read from the declarations alone: no database is made for them.
DECLARED = [
    "tests/test_house.py::test_every_address_declares_who_may",
    "tests/access/test_page.py",
]
REGISTER = ["tests/test_guards.py"]
# Tests that try guards; whole processes and browsers, and what only reads the source, are left out.
_NO_ROOMS = {"access", "benchmarks", "browser", "common", "faults", "mutations", "portal_demo", "portal_process"}
# A scope is asked by hundreds of tests: the room's own that speak of others first, and no more than these.
MOST_TESTS = 40
_OF_OTHERS = re.compile(r"sibling|other|another|else|nobody|only|own|scope|below|outside")
LONGEST_SECONDS = 600
_FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.M)


@dataclass(frozen=True)
class Verdict:
    """Which test noticed a mutant; empty where none did."""

    kind: str
    where: str
    noticed_by: str
    seconds: float


@contextmanager
def copy() -> Iterator[Path]:
    """A copy of the tree, without what runs leave behind, with the same packages."""
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        root = Path(folder) / "tree"
        ignore = shutil.ignore_patterns(".git", ".venv", "var", "vendor", "__pycache__", ".*_cache", ".hypothesis")
        shutil.copytree(ROOT, root, ignore=ignore)
        (root / ".venv").symlink_to(ROOT / ".venv")
        if (ROOT / "static" / "vendor").exists():
            (root / "static" / "vendor").symlink_to(ROOT / "static" / "vendor")
        migrate(root)
        yield root


def migrate(root: Path) -> None:
    """A migrated database beside the tree, which most runs begin with."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATA_DIR": str(migrated(root).parent)}
    environment.pop("DATABASE_URL", None)
    migrated(root).parent.mkdir()
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=root, env=environment, check=True)


def migrated(root: Path) -> Path:
    """Where that database is."""
    return root.parent / "migrated" / "portal.sqlite3"


def noted(root: Path, notes: Path) -> dict[str, list[str]]:
    """Which tests met which guard: every room is run once, watched. Kept, so that a later run begins at once."""
    if not notes.exists():
        rooms = sorted({path.parent.name for path in (root / "tests").glob("*/test_*.py")} - _NO_ROOMS)
        paths = ["tests/access/test_objects.py", *(f"tests/{room}" for room in rooms)]
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.mutations.noting"]
        environment = os.environ | {NOTES: str(notes), "MIGRATED_DATABASE": str(migrated(root))}
        subprocess.run([*command, "--tb=no", *paths], cwd=root, env=environment, check=False)
    met: dict[str, list[str]] = {}
    for line in notes.read_text().splitlines():
        test, guards = json.loads(line)
        for guard in guards:
            met.setdefault(guard, []).append(test)
    return met


def tests_for(mutant: Mutant, met: dict[str, list[str]]) -> list[list[str]]:
    """The runs that should notice, in turn: the tests that met the guard first, the register of guards last."""
    if mutant.kind.startswith("declaration"):
        return [DECLARED]
    path, _colon, name = mutant.where.partition(": ")
    short = f"{path}: {name.rpartition('.')[2]}"
    tests = dict.fromkeys([*met.get(mutant.where, []), *met.get(short, []), *met.get(name, [])])
    own = f"tests/{mutant.room}/"
    chosen = sorted(tests, key=lambda test: (own not in test, not _OF_OTHERS.search(test)))[:MOST_TESTS]
    return ([chosen] if chosen else []) + [REGISTER]


class Runs:
    """Runs of tests in a copy of the tree, each in a child of a process that has read the packages already."""

    def __init__(self, root: Path, until_end: ExitStack) -> None:
        self.root = root
        self._plain, _loaded = self._started(until_end)
        self._ready, self._loaded = self._started(until_end, "--ready")

    def _started(self, until_end: ExitStack, *words: str) -> tuple["subprocess.Popen[str]", set[str]]:
        data = until_end.enter_context(tempfile.TemporaryDirectory(prefix="mutations-data-"))
        environment = os.environ | {"DATA_DIR": data, "PYTHONDONTWRITEBYTECODE": "1"}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "tests.mutations.nursery", *words]
        nursery = subprocess.Popen(
            command, cwd=self.root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        until_end.callback(nursery.kill)
        loaded = set(_answer(nursery)["loaded"])
        if failed := self._run(nursery, DECLARED, {}):
            raise RuntimeError(f"With every guard in its place this fails: {failed}")
        return nursery, loaded

    def first_failure(self, mutant: Mutant, paths: list[str]) -> str:
        """Run tests up to the first failure; return its name, empty where all passed."""
        # Where the tables themselves are another's, they are made anew.
        same_tables = not any("/migrations/" in name or "/models" in name for name in mutant.files)
        names = {name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in mutant.files}
        early = names & self._loaded  # what is mutated must be read after the fork
        nursery = self._ready if mutant.kind.startswith("declaration") and not early else self._plain
        more = {"MIGRATED_DATABASE": str(migrated(self.root))} if same_tables else {}
        return self._run(nursery, paths, more)

    def _run(self, nursery: "subprocess.Popen[str]", paths: list[str], more: dict[str, str]) -> str:
        # Plain asserts: the packages were read before pytest could rewrite theirs.
        arguments = ["-q", "-x", "-p", "no:cacheprovider", "--assert=plain", "--no-header", "--tb=no", *paths]
        asked = {"arguments": arguments, "environment": more, "seconds": LONGEST_SECONDS}
        assert nursery.stdin is not None
        nursery.stdin.write(json.dumps(asked) + "\n")
        nursery.stdin.flush()
        answer = _answer(nursery)
        if answer["code"] in (0, 5, None):
            return ""
        found = _FAILED.search(answer["printed"])
        if found:
            return found.group(1)
        # Stopped from outside, which says nothing; else not even the settings could be read.
        return "" if answer["code"] == 2 or answer["code"] < 0 else "the portal does not start"


def _answer(nursery: "subprocess.Popen[str]") -> dict[str, Any]:
    assert nursery.stdout is not None
    answer: dict[str, Any] = json.loads(nursery.stdout.readline())
    return answer


def try_out(mutant: Mutant, runs: Runs, met: dict[str, list[str]]) -> str:
    """Take the guard away, run the tests, put it back; return the test that noticed."""
    root = runs.root
    kept = {name: (root / name).read_text() for name in mutant.files}
    try:
        for name, text in mutant.files.items():
            (root / name).write_text(text)
        return next(filter(None, (runs.first_failure(mutant, paths) for paths in tests_for(mutant, met))), "")
    finally:
        for name, text in kept.items():
            (root / name).write_text(text)
