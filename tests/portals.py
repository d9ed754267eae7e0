"""The portal started as a user starts it, in a folder of its own, for tests from outside."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from efficiency.portal.processes import die_with_parent, free_port, stop_process

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
# Inherited from the tests' own process, these would lead the portal to the tests' data.
_NOT_INHERITED = {"DATABASE_URL", "REDIS_URL", "DATA_DIR", "DJANGO_SETTINGS_MODULE", "PORT", "DEMO_CITY"}


@dataclass(frozen=True)
class Account:
    """A demo account as `run` prints it."""

    user: str
    password: str


@dataclass
class Portal:
    """A running portal: its address, its demo accounts by role, its process and folder."""

    url: str
    accounts: dict[str, Account]
    process: "subprocess.Popen[bytes]"
    environment: dict[str, str]
    printed: str
    seconds: float

    def manage(self, *arguments: str) -> str:
        """Run a management command on this portal's data and return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def children(self) -> dict[str, int]:
        """Return the pids of what it runs: web, worker and queue."""
        return _children(self.process.pid)

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        stop_process(self.process, patience=40)


@contextlib.contextmanager
def running_portal(folder: Path, **settings: str) -> Iterator[Portal]:
    """Start the portal on `folder` and stop it at the end; `settings` go into its environment."""
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    environment |= {"LOOPBACK": "1", "DATA_DIR": str(folder), "PORT": str(free_port())} | settings
    printed = folder / "printed.txt"
    begun = time.monotonic()
    with printed.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
    try:
        lines = _until_ready(process, printed)
        seconds = time.monotonic() - begun
        accounts = {
            role: Account(user, password)
            for word, role, user, password in (line.split() for line in lines if line.startswith("ACCOUNT "))
        }
        url = next(line.split()[1] for line in lines if line.startswith("READY "))
        yield Portal(url, accounts, process, environment, "\n".join(lines), seconds)
    finally:
        stop_process(process, patience=40)


@contextlib.contextmanager
def portal_folder() -> Iterator[Path]:
    """Make a folder for a portal's data and remove it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="portal-run-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _until_ready(process: "subprocess.Popen[bytes]", printed: Path) -> list[str]:
    end = time.monotonic() + 150
    while time.monotonic() < end and process.poll() is None:
        text = printed.read_text()
        if "Ctrl-C stops" in text:  # the last line: the accounts stand above it
            return text.splitlines()
        time.sleep(0.1)
    raise AssertionError(f"The portal did not start:\n{printed.read_text()}")


def _children(pid: int) -> dict[str, int]:
    """Return the direct children of a process by the program they run."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        words = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
        for name, mark in (("web", "gunicorn"), ("worker", "celery")):
            if mark in words:
                found[name] = int(child)
        if words[0].endswith("valkey-server"):
            found["queue"] = int(child)
    return found
