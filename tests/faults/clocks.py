"""F15 and half of F16: a worker's clock is wrong, or jumps in a sweep, while the database's is right.

libfaketime gives a process its own clock. On SQLite there is one machine and one clock, the
judge refuses to go back behind its last run, and a clock that is ahead cannot be told from time
that has passed: neither applies there. The other half of F16, the year's end, is in newyear.py.
"""

import time
from functools import cache, partial
from pathlib import Path

from tests.faults.registry import POSTGRES, Fault, add
from tests.faults.scene import Scene, play
from tests.faults.stand import until
from tests.portals import ROOT

OFFSETS = ("+3d", "-2h", "+90s")
_LIBRARIES = [f"/usr/lib/{machine}-linux-gnu/faketime/libfaketimeMT.so.1" for machine in ("x86_64", "aarch64")]


@cache
def library() -> str:
    """Where libfaketime is; empty where it is not installed."""
    return next((path for path in _LIBRARIES if Path(path).exists()), "")


def faked(file: Path) -> dict[str, str]:
    """The environment of a process whose clock follows a file."""
    if not library():
        raise AssertionError("libfaketime is missing: apt-get install libfaketime")
    return {
        "LD_PRELOAD": library(),
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
        "PYTHONPATH": f"{ROOT / 'tests' / 'faults' / 'faked'}:{ROOT}",
    }


def _wrong_worker(scene: Scene) -> None:
    """The worker with the wrong clock works alone first, then beside one whose clock is right."""
    stand = scene.stand
    stand.kill("worker")
    file = stand.folder / "wrong.clock"
    file.write_text(scene.case)
    before = refusals(scene)
    stand.worker("wrong", extra=faked(file))
    until(lambda: "[queues]" in stand.log("wrong"), 60)
    until(lambda: scene.is_past_due and refusals(scene) > before, 60)
    time.sleep(5)  # the margin and a sweep more
    if stand.ledger.carded(scene.mark) > 0:
        scene.outcome.say("wrong", "a worker with a wrong clock issued cards")
    # Behind, it takes messages and refuses to judge; ahead, every message has expired, and it refuses no less.
    refused = refusals(scene) - before
    scene.outcome.notes.append(f"{refused} refusals")
    if not refused:
        scene.outcome.say("wrong", "the worker with the wrong clock did not refuse")
    stand.worker()
    scene.healed = time.monotonic()
    scene.await_cards()


def jumping_worker(scene: Scene) -> None:
    """The clock of the only worker jumps in the middle of its sweep, and back."""
    stand = scene.stand
    stand.kill("worker")
    file = stand.folder / "jumping.clock"
    file.write_text("+0s")
    stand.worker("jumping", extra=faked(file))
    scene.when_carded(scene.somewhere())
    file.write_text(scene.rng.choice(["+1h", "-1h", "+400d", "-3d"]))
    scene.outcome.notes.append(f"clock jumps {file.read_text()}")
    time.sleep(scene.rng.uniform(2, 5))
    file.write_text("+0s")
    scene.healed = time.monotonic()
    scene.await_cards()
    stand.whole()  # with a worker whose clock is right


def refusals(scene: Scene) -> int:
    """How often the judge has refused to judge."""
    return scene.stand.ledger.number("SELECT COUNT(*) FROM cards_sweeprun WHERE refusal <> ''")


add(Fault("F15", "worker's clock +3 d, -2 h, +90 s", POSTGRES, partial(play, _wrong_worker), OFFSETS))
