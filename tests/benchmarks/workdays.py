"""Case d: adding working days, beside four packages in one process of the peers' environment."""

import json
import os
import subprocess
from pathlib import Path

from tests.benchmarks.measuring import Line
from tests.benchmarks.scales import Scale

_ROOT = Path(__file__).resolve().parent.parent.parent
_BARS = {"bizdays": "≥ 5", "find_workday": "≥ 1000"}


def run(scale: Scale, _part: str) -> list[Line]:
    """The N-th working day strictly after a day."""
    python = os.environ["PEER_PYTHON"]
    if not python:
        return [Line("left out: the peers are not installed", 0, "")]
    script = Path(__file__).with_name("workdays_peer.py")
    environment = os.environ | {"PYTHONPATH": str(_ROOT)}
    words = [python, "-P", str(script), str(scale.loops)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found = json.loads(done.stdout)
    rates, own = found["rates"], found["rates"]["portal"]
    lines = [Line("the portal's calendar", round(own), "/s")]
    for name, rate in rates.items():
        if name != "portal":
            what = f"the portal's calendar beside {name}"
            lines.append(Line(what, round(own / rate, 2), "×", _BARS.get(name, ""), f"{rate:,.0f}/s there"))
    what = f"differences from counting day by day, of {found['pairs']:,} pairs"
    return [*lines, Line(what, found["differences"], "", "≤ 0")]
