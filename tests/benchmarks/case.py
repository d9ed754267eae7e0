"""One case in a process of its own: `python -m tests.benchmarks.case NAME SCALE PART FILE`."""

import importlib
import json
import sys
from pathlib import Path

import django


def main(name: str, scale: str, part: str, file: str) -> None:
    """Run a case on the database that the environment names; write its lines as JSON into `file`."""
    django.setup()
    from tests.benchmarks.scales import SCALES  # a case's modules need Django set up

    case = importlib.import_module(f"tests.benchmarks.{name}")
    lines = case.run(SCALES[scale], part)
    Path(file).write_text(json.dumps([line.as_dict() for line in lines]))


if __name__ == "__main__":
    main(*sys.argv[1:])
