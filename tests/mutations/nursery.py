"""A process that has read the packages once and forks a child for each run of tests: half the price of a new one.

Started in the copy of the tree; reads one JSON object a line (tests, environment) and answers each with one.
With the argument `--ready` it has set up the portal too, but read no view: a run that tries a view reads the rest.
"""

import importlib
import json
import os
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from typing import Any

PACKAGES = [
    "pytest",
    "_pytest.junitxml",
    "pytest_django.plugin",
    "hypothesis.strategies",
    "hypothesis.stateful",
    "django.test",
    "django.db.migrations.executor",
    "django.core.management.commands.migrate",
    "celery.app.base",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "chinese_calendar",
    "holidays",
    "openpyxl",
    "PIL.Image",
    "pikepdf",
    "segno",
    "lxml.etree",
]


def main() -> None:
    """Serve until nobody asks any more."""
    for name in PACKAGES:
        with suppress(ImportError):
            importlib.import_module(name)
    if "--ready" in sys.argv:
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        importlib.import_module("django").setup()
    loaded = [name for name in sys.modules if name.split(".")[0] in {"efficiency", "approvals", "complaints"}]
    answer({"loaded": sorted(loaded)})
    for line in sys.stdin:
        asked = json.loads(line)
        answer(run(asked["arguments"], asked["environment"], asked["seconds"]))


def answer(facts: dict[str, Any]) -> None:
    """One line to whoever asked."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def run(arguments: list[str], environment: dict[str, str], longest: float) -> dict[str, Any]:
    """Run pytest in a child; its exit code (none where it took too long) and what it printed."""
    with tempfile.TemporaryFile("w+") as printed:
        child = os.fork()
        if child == 0:
            test(arguments, environment, printed.fileno())
        code = wait(child, longest)
        printed.seek(0)
        return {"code": code, "printed": printed.read()[-20_000:]}


def test(arguments: list[str], environment: dict[str, str], printed: int) -> None:
    """In the child: pytest, and nothing after it."""
    code = 3
    try:
        os.setpgid(0, 0)
        os.environ.update(environment)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for stream, target in ((nothing, 0), (printed, 1), (printed, 2)):
            os.dup2(stream, target)
        code = int(importlib.import_module("pytest").main(arguments))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def wait(child: int, longest: float) -> int | None:
    """The child's exit code; whatever it started ends with it."""
    until = time.monotonic() + longest
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.killpg(child, 9)
    os.waitpid(child, 0)
    return None


if __name__ == "__main__":
    main()
