"""The marked steps: the list, the calls and the documentation are one."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from efficiency.common.failpoints import POINTS

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ["efficiency", "approvals", "complaints", "evaluation", "accountability"]
PASS = "from efficiency.common.failpoints import failpoint; [failpoint('sweep.after-lock') for _ in range(3)]"


def calls() -> list[str]:
    """Every step that the code passes."""
    sources = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if path.name != "failpoints.py"]
    found = [re.findall(r'\bfailpoint\("([a-z.-]+)"\)', path.read_text(encoding="utf-8")) for path in sources]
    return sorted(name for names in found for name in names)


def ended(value: str) -> int:
    environment = {**os.environ, "FAILPOINT": value}
    return subprocess.run([sys.executable, "-c", PASS], cwd=ROOT, env=environment, check=False).returncode


def test_each_step_of_the_list_stands_once_in_the_code() -> None:
    assert calls() == sorted(POINTS)


def test_the_documentation_lists_each_step_with_its_sentence() -> None:
    page = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([a-z]+\.[a-z-]+)` \| (.+?) \|", page, re.MULTILINE))

    assert listed == POINTS


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", 0),
        ("sweep.after-lock", -signal.SIGKILL),
        ("sweep.after-lock:3", -signal.SIGKILL),
        ("sweep.after-lock:4", 0),
        ("sweep.before-lock", 0),
    ],
)
def test_a_process_dies_at_the_passing_that_is_asked_for(value: str, code: int) -> None:
    assert ended(value) == code


def test_an_unknown_step_is_refused() -> None:
    assert ended("sweep.nowhere") == 1
