"""A copy of the tree, one guard less, and the tests that should notice."""

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

# Read from the declarations alone: no database is made for them.
DECLARED = [
    "tests/test_house.py::test_every_address_declares_who_may",
    "tests/access/test_page.py",
]
REGISTER = ["tests/test_guards.py"]
# Where a room's guards are tried besides its own tests.
ALSO = {
    "organization": ["tests/presence"],
    "clocks": ["tests/cards", "tests/api"],
    "changes": ["tests/organization"],
    "integrators": ["tests/api"],
    "workdays": ["tests/clocks"],
}
# Objects of one department, tried by people of the ones beside and below it.
OBJECTS = ["tests/access/test_objects.py", "-k", "sibling or below"]
LONGEST_SECONDS = 600
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.M)


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
        yield root


def tests_for(mutant: Mutant, root: Path) -> list[list[str]]:
    """The runs that should notice, in turn: what the guard is for first, the register of guards last."""
    if mutant.kind.startswith("declaration"):
        return [DECLARED]
    own = [f"tests/{mutant.room}", *ALSO.get(mutant.room, [])]
    rooms = [path for path in own if (root / path).exists()]
    if mutant.kind == "transaction":
        return [REGISTER]
    if mutant.kind == "lock":
        # SQLite lets one writer in at a time whatever is locked: races are run on PostgreSQL.
        return [REGISTER]
    return [[room] for room in rooms] + [OBJECTS, REGISTER]


def try_out(mutant: Mutant, root: Path) -> str:
    """Take the guard away, run the tests, put it back; return the test that noticed."""
    kept = {name: (root / name).read_text() for name in mutant.files}
    try:
        for name, text in mutant.files.items():
            (root / name).write_text(text)
        for paths in tests_for(mutant, root):
            noticed = run(paths, root)
            if noticed:
                return noticed
        return ""
    finally:
        for name, text in kept.items():
            (root / name).write_text(text)


def run(paths: list[str], root: Path) -> str:
    """Run tests up to the first failure; return its name, empty where all passed."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header", "--tb=no", *paths]
    environment = {name: value for name, value in os.environ.items() if name not in {"DATA_DIR", "DATABASE_URL"}}
    try:
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return "no end within ten minutes"
    if done.returncode in (0, 5):
        return ""
    found = _FAILED.search(done.stdout)
    return found.group(1) if found else "the portal does not start"
