"""`make faults`: see docs/faults.md."""

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tests.engines import NoPostgres
from tests.faults import clientside, clocks, engines, killing, network, newyear
from tests.faults.registry import BOTH, FAULTS, POSTGRES, Fault
from tests.faults.scene import Outcome, Scene, set_up
from tests.faults.stand import Stand, stand

__all__ = ["clientside", "clocks", "engines", "killing", "network", "newyear"]
SHORT = ("F1", "F2", "F5", "F8", "F11", "F13", "F15", "F20")
SHORT_ON_SQLITE = ("F1", "F20")


@dataclass
class Line:
    """One line of the table."""

    fault: Fault
    engine: str
    outcomes: list[Outcome] = field(default_factory=list)
    played: Counter[str] = field(default_factory=Counter)

    @property
    def cases(self) -> str:
        """Which cases were played how often; of many, only how many there were."""
        if "" in self.played:
            return ""
        if len(self.played) > 8:
            return f" ({len(self.played)} cases)"
        return f" ({', '.join(f'{case} {number}' for case, number in self.played.items())})"

    def __str__(self) -> str:
        lost, doubled, wrong = (sum(getattr(o, kind) for o in self.outcomes) for kind in ("lost", "doubled", "wrong"))
        delay = max((outcome.delay for outcome in self.outcomes), default=0)
        return (
            f"{self.fault.code:4} {self.engine:9} {len(self.outcomes):6} {lost:5} {doubled:8} {wrong:6} {delay:7.1f}  "
            f"{self.fault.title}{self.cases}{self.fault.means()}"
        )


def main() -> int:
    """Run what is asked for; 1 where anything was lost, doubled or wrong."""
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**9))
    rounds = int(os.environ.get("ROUNDS", "5"))
    only = dict(word.partition(":")[::2] for word in os.environ.get("ONLY", "").split(",") if word)
    if "--short" in sys.argv:
        only, rounds = only or dict.fromkeys(SHORT, ""), int(os.environ.get("ROUNDS", "1"))
    unknown = set(only) - set(FAULTS)
    if unknown:
        print(f"No such fault: {', '.join(sorted(unknown))}. There are {', '.join(FAULTS)}.", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that processes and networks go with us
    print(f"SEED={seed}", flush=True)
    wanted = [_narrowed(fault, only.get(fault.code, "")) for fault in FAULTS.values() if not only or fault.code in only]
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


def _narrowed(fault: Fault, case: str) -> Fault:
    """The fault with one of its cases alone, where one is asked for."""
    if not case:
        return fault
    if case not in fault.cases:
        raise SystemExit(f"{fault.code} has no case {case}. There are {', '.join(fault.cases) or 'none'}.")
    fewer = fault.cases_on_sqlite
    there = None if fewer is None else tuple({case} & set(fewer))
    return replace(fault, cases=(case,), cases_on_sqlite=there, engines=POSTGRES if there == () else fault.engines)


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
            people = set_up(made)
            for fault in here:
                line, cases = Line(fault, engine), fault.cases_on(engine)
                for number in range(rounds if "--short" in sys.argv else max(rounds, len(cases))):
                    case = cases[number % len(cases)]
                    line.played[case] += 1
                    line.outcomes.append(_round(fault, case, made, seed, number, people))
                yield line
            done = made.manage("reconcile")
            if done.returncode:
                print(f"reconcile afterwards: {done.stdout}{done.stderr}", flush=True)
                yield Line(Fault("", "reconciliation afterwards", (engine,), here[0].round), engine, [Outcome(wrong=1)])
    except NoPostgres as error:
        raise SystemExit(str(error)) from error


def _round(fault: Fault, case: str, made: Stand, seed: int, number: int, people: dict[str, object]) -> Outcome:
    rng = random.Random(f"{seed}-{fault.code}-{made.engine}-{number}")  # noqa: S311  (to be repeated, not secret)
    clocks = int(os.environ.get("CLOCKS", "60" if "--short" in sys.argv else "300"))
    scene = Scene(made, rng, clocks, people, number=number, case=case)
    begun = time.monotonic()
    try:
        outcome = fault.round(scene)
    except Exception as error:  # the table is shown whatever breaks
        outcome = scene.outcome
        outcome.say("wrong", f"the round broke off: {error}")
    verdict = "good" if outcome.good else "BAD"
    seconds = time.monotonic() - begun
    print(
        f"{fault.code}{case and f' {case}'} {made.engine} round {number + 1}: {verdict}, {seconds:.0f} s,"
        f" delay {outcome.delay:.1f} s; {'; '.join(outcome.notes if not outcome.good else outcome.notes[:8])}",
        flush=True,
    )
    return outcome


if __name__ == "__main__":
    sys.exit(main())
