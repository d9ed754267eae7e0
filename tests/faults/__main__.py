"""`make faults`: see docs/faults.md."""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.engines import NoPostgres
from tests.faults import clientside, clocks, engines, killing, network
from tests.faults.registry import BOTH, FAULTS, Fault
from tests.faults.scene import Outcome, Scene
from tests.faults.stand import Stand, stand

__all__ = ["clientside", "clocks", "engines", "killing", "network"]
SHORT = ("F1", "F2", "F5", "F8", "F11", "F13", "F15", "F20")
SHORT_ON_SQLITE = ("F1", "F20")


@dataclass
class Line:
    """One line of the table."""

    fault: Fault
    engine: str
    outcomes: list[Outcome] = field(default_factory=list)

    def __str__(self) -> str:
        lost, doubled, wrong = (sum(getattr(o, kind) for o in self.outcomes) for kind in ("lost", "doubled", "wrong"))
        delay = max((outcome.delay for outcome in self.outcomes), default=0)
        return (
            f"{self.fault.code:4} {self.engine:9} {len(self.outcomes):6} {lost:5} {doubled:8} {wrong:6} {delay:7.1f}  "
            f"{self.fault.title}{self.fault.means()}"
        )


def main() -> int:
    """Run what is asked for; 1 where anything was lost, doubled or wrong."""
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**9))
    rounds = int(os.environ.get("ROUNDS", "5"))
    only = [code for code in os.environ.get("ONLY", "").split(",") if code]
    if "--short" in sys.argv:
        only, rounds = only or list(SHORT), int(os.environ.get("ROUNDS", "1"))
    unknown = set(only) - set(FAULTS)
    if unknown:
        print(f"No such fault: {', '.join(sorted(unknown))}. There are {', '.join(FAULTS)}.", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that processes and networks go with us
    print(f"SEED={seed}", flush=True)
    wanted = [fault for fault in FAULTS.values() if not only or fault.code in only]
    wanted.sort(key=lambda fault: int(fault.code[1:]))
    begun = time.monotonic()
    lines: list[Line] = []
    for engine in (os.environ.get("DATABASE") or ",".join(BOTH)).split(","):
        for line in _on_engine(engine, wanted, seed, rounds):
            lines.append(line)
    print(f"\n{'':4} {'database':9} {'rounds':6} {'lost':5} {'doubled':8} {'wrong':6} {'delay s':7}")
    print(*lines, sep="\n")
    good = all(outcome.good for line in lines for outcome in line.outcomes) and bool(lines)
    total = sum(len(line.outcomes) for line in lines)
    print(f"\n{total} rounds in {time.monotonic() - begun:.0f} s, SEED={seed}: {'all good' if good else 'FAILED'}")
    return 0 if good else 1


def _on_engine(engine: str, wanted: list[Fault], seed: int, rounds: int) -> Iterator[Line]:
    """All rounds of all faults on one database."""
    here = [fault for fault in wanted if engine in fault.engines]
    if "--short" in sys.argv and engine == "sqlite":
        here = [fault for fault in here if fault.code in SHORT_ON_SQLITE]
    if not here:
        return
    address = network.address() if engine == "postgres" else "127.0.0.1"
    try:
        with network.place(address), stand(engine, address) as made:
            people = json.loads(_seed(made))
            for fault in here:
                line = Line(fault, engine)
                each = fault.fixed_rounds() if fault.fixed_rounds else rounds
                for number in range(min(each, 1) if "--short" in sys.argv and fault.fixed_rounds else each):
                    line.outcomes.append(_round(fault, made, seed, number, people))
                yield line
            done = made.manage("reconcile")
            if done.returncode:
                print(f"reconcile afterwards: {done.stdout}{done.stderr}", flush=True)
                yield Line(Fault("", "reconciliation afterwards", (engine,), here[0].round), engine, [Outcome(wrong=1)])
    except NoPostgres as error:
        raise SystemExit(str(error)) from error


def _seed(made: Stand) -> str:
    done = made.run([sys.executable, "-m", "tests.faults.seeds"], json.dumps({"do": "set-up"}))
    if done.returncode:
        raise AssertionError(done.stderr[-3000:])
    return done.stdout


def _round(fault: Fault, made: Stand, seed: int, number: int, people: dict[str, object]) -> Outcome:
    rng = random.Random(f"{seed}-{fault.code}-{made.engine}-{number}")  # noqa: S311  (to be repeated, not secret)
    clocks = int(os.environ.get("CLOCKS", "60" if "--short" in sys.argv else "300"))
    scene = Scene(made, rng, clocks, people, number=number)
    begun = time.monotonic()
    try:
        outcome = fault.round(scene)
    except Exception as error:  # the table is shown whatever breaks
        outcome = scene.outcome
        outcome.say("wrong", f"the round broke off: {error}")
    verdict = "good" if outcome.good else "BAD"
    seconds = time.monotonic() - begun
    print(
        f"{fault.code} {made.engine} round {number + 1}: {verdict}, {seconds:.0f} s, delay {outcome.delay:.1f} s;"
        f" {'; '.join(outcome.notes[:8])}",
        flush=True,
    )
    return outcome


if __name__ == "__main__":
    sys.exit(main())
