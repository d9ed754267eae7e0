"""A copy of the tree, one guard less, and the tests that should notice."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.mutations.finding import ROOT, Mutant
from tests.mutations.noting import NOTES

# Read from the declarations alone: no database is made for them.
DECLARED = [
    "tests/test_house.py::test_every_address_declares_who_may",
    "tests/access/test_page.py",
]
REGISTER = ["tests/test_guards.py"]
# Tests that try guards; whole processes and browsers are left out.
ROOMS = (
    "access/test_objects.py",
    "api",
    "approvals",
    "audit",
    "cards",
    "changes",
    "clocks",
    "complaints",
    "integrators",
    "notifications",
    "organization",
    "portal",
    "presence",
    "vault",
    "workdays",
)
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
        paths = [f"tests/{room}" for room in ROOMS if (root / "tests" / room).exists()]
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.mutations.noting"]
        subprocess.run([*command, "--tb=no", *paths], cwd=root, env=os.environ | {NOTES: str(notes)}, check=False)
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


def try_out(mutant: Mutant, root: Path, met: dict[str, list[str]]) -> str:
    """Take the guard away, run the tests, put it back; return the test that noticed."""
    kept = {name: (root / name).read_text() for name in mutant.files}
    try:
        for name, text in mutant.files.items():
            (root / name).write_text(text)
        # Where the tables themselves are another's, they are made anew.
        same_tables = not any("/migrations/" in name or "/models" in name for name in mutant.files)
        for paths in tests_for(mutant, met):
            noticed = run(paths, root, {"MIGRATED_DATABASE": str(migrated(root))} if same_tables else {})
            if noticed:
                return noticed
        return ""
    finally:
        for name, text in kept.items():
            (root / name).write_text(text)


def run(paths: list[str], root: Path, more: dict[str, str]) -> str:
    """Run tests up to the first failure; return its name, empty where all passed."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header", "--tb=no", *paths]
    environment = {name: value for name, value in os.environ.items() if name not in {"DATA_DIR", "DATABASE_URL"}} | more
    try:
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    if done.returncode in (0, 5):
        return ""
    found = _FAILED.search(done.stdout)
    if found:
        return found.group(1)
    # Stopped from outside, which says nothing; else not even the settings could be read.
    return "" if done.returncode == 2 or done.returncode < 0 else "the portal does not start"
