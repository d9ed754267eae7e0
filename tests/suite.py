"""`make test`: every check that CI runs, section by section, with one verdict at the end."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.portals import BROWSERS

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CODE = ["efficiency", "approvals", "complaints", "evaluation", "accountability", "tests", "static/assets.py"]
# Read as text or started as a whole: the database makes no difference to them.
ONE_ENGINE = [
    "--ignore=tests/test_house.py",
    "--ignore=tests/portal_process",
    "--ignore=tests/benchmarks",
    "--ignore=tests/clocks/test_pure_walks.py",
    "--ignore=tests/clocks/test_deadline_walks.py",
]


@dataclass(frozen=True)
class Section:
    """One check: a title, a command, and what it needs in the environment."""

    title: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def lint() -> list[Section]:
    """List all checks that read the source."""
    manage = [str(BIN / "python"), "manage.py"]
    loopback = {"LOOPBACK": "1", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    pages = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
    return [
        Section("Code style (ruff check)", [str(BIN / "ruff"), "check", "--quiet", "."]),
        Section("Code form (ruff format)", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        Section("Template form (djade)", [str(BIN / "djade"), "--check", "--target-version", "5.2", *pages]),
        Section("Types (mypy strict)", [str(BIN / "mypy"), "--no-error-summary", *existing(CODE)]),
        Section("Floors (import-linter)", [str(BIN / "lint-imports"), "--no-logo"]),
        Section("Migrations complete", [*manage, "makemigrations", "--check", "--dry-run"], loopback),
        Section("Translations complete", [*manage, "messages", "--check"], loopback),
        Section("Translations compiled", [*manage, "compile_texts", "--verbosity", "0"], loopback),
    ]


def tests() -> list[Section]:
    """List the runs of pytest: both databases, then the browser."""
    pytest = [str(BIN / "pytest"), "--quiet", "--numprocesses=2"]
    return [
        Section("Tests on SQLite", [*pytest, "tests"]),
        Section("Tests on PostgreSQL", [*pytest, *ONE_ENGINE, "tests"], {"PORTAL_TEST_ENGINE": "postgres"}),
        Section("Faults survived", [str(BIN / "python"), "-m", "tests.faults", "--short"], _WHOLE),
        Section("Tests in the browser", [str(BIN / "pytest"), "--quiet", "-m", "browser", "tests/browser"]),
    ]


_WHOLE = {"ONLY": "", "DATABASE": ""}  # whatever somebody has set for runs by hand


def existing(paths: list[str]) -> list[str]:
    """Return those paths that exist."""
    return [path for path in paths if (ROOT / path).exists()]


def without_browser() -> bool:
    """Tell whether the browser tests cannot run here and need not (under CI they fail instead)."""
    return os.environ.get("CI") != "true" and not any(map(shutil.which, BROWSERS))


def run(section: Section) -> str:
    """Run one section, show what it says; return "passed", "FAILED" or "left out"."""
    print(f"\n== {section.title}", flush=True)
    if "browser" in section.command and without_browser():
        print("-- left out, there is no Chromium here: apt-get install chromium fonts-noto-cjk", flush=True)
        return "left out"
    begun = time.monotonic()
    code = subprocess.run(section.command, cwd=ROOT, env={**os.environ, **section.environment}, check=False).returncode
    verdict = "FAILED" if code else "passed"
    print(f"-- {verdict} in {time.monotonic() - begun:.0f} s", flush=True)
    return verdict


def main(arguments: list[str]) -> int:
    """Run all sections (with --lint only those that read the source); return 1 where one failed."""
    begun = time.monotonic()
    sections = lint() + ([] if "--lint" in arguments else tests())
    ended: dict[str, list[str]] = {}
    for section in sections:
        ended.setdefault(run(section), []).append(section.title)
    print(
        f"\nAfter {time.monotonic() - begun:.0f} s: {len(ended.get('passed', []))} of {len(sections)} sections passed."
    )
    for verdict in ("left out", "FAILED"):
        for title in ended.get(verdict, []):
            print(f"{verdict}: {title}")
    return 1 if "FAILED" in ended else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
