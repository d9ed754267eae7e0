"""Every case of `make bench` still runs; how fast is not asked here."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.__main__ import CASES, ROOT
from tests.benchmarks.measuring import Line


def test_every_case_runs_at_a_tiny_scale(tmp_path: Path) -> None:
    file = tmp_path / "bench.json"
    words = ["--scale", "tiny", "--without-peers", "--json", str(file)]
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", *words],
        cwd=ROOT,
        env=inherited,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode in (0, 1), done.stderr
    assert {line["case"] for line in json.loads(file.read_text())["lines"]} == set(CASES), done.stderr


def test_figure_is_held_against_its_bar() -> None:
    assert Line("slow", 2.01, bar="≤ 2").verdict == "falls short"
    assert Line("fast", 2.0, bar="≤ 2").verdict == "pass"
    assert Line("many", 250_000, bar="≥ 200,000").verdict == "pass"
    assert Line("only told", 7).verdict == ""
