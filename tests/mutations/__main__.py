"""`make mutations`: take each guard away in turn and say which test notices.

python -m tests.mutations                      all mutants; writes docs/mutations.md
python -m tests.mutations --kind permission    one kind (also: scope, lock, constraint, trigger, …)
python -m tests.mutations --match cards/rules  those whose place holds these words
python -m tests.mutations --sample 12          every n-th, so that twelve are tried; for CI
python -m tests.mutations --list               only count them
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import django

from tests.mutations.finding import ROOT, Mutant, mutants
from tests.mutations.report import page
from tests.mutations.running import Runs, Verdict, copy, noted, try_out


def main(arguments: list[str]) -> int:
    """Run what is asked for; return 1 where a mutant survived."""
    parser = argparse.ArgumentParser(prog="tests.mutations")
    parser.add_argument("--kind", default="", help="kinds, each by its beginning: permission,scope")
    parser.add_argument("--match", default="")
    parser.add_argument("--missing", action="store_true", help="only those not noticed in an earlier run")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--results", type=Path, default=ROOT / "var" / "mutations.jsonl")
    parser.add_argument("--write", action="store_true", help="write docs/mutations.md from the results kept so far")
    parser.add_argument("--register", action="store_true", help="write tests/guards.txt anew")
    options = parser.parse_args(arguments)
    if options.register:
        return write_register()
    chosen = [
        mutant
        for mutant in mutants()
        if mutant.kind.startswith(tuple(options.kind.split(","))) and options.match in mutant.where
    ]
    if options.missing:
        known = kept(options.results)
        chosen = [mutant for mutant in chosen if not getattr(known.get((mutant.kind, mutant.where)), "noticed_by", "")]
    if options.sample:
        chosen = chosen[:: max(len(chosen) // options.sample, 1)]
    if options.list:
        print(json.dumps(Counter(mutant.kind for mutant in chosen), indent=2))
        return 0
    whole = not (options.kind or options.match or options.sample)
    verdicts = [] if options.write else tried(chosen, options.results)
    if options.write or whole:
        (ROOT / "docs" / "mutations.md").write_text(page(mutants(), kept(options.results)))
    survivors = [verdict for verdict in verdicts if not verdict.noticed_by]
    print(f"\n{len(verdicts) - len(survivors)} of {len(verdicts)} mutants were noticed.")
    for verdict in survivors:
        print(f"SURVIVED: {verdict.kind}, {verdict.where}")
    return 1 if survivors else 0


def write_register() -> int:
    """Write the register of guards, which needs the portal's models."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.mutations.register import REGISTER, register  # models exist from here on

    REGISTER.write_text("\n".join(register()) + "\n")
    return 0


def tried(chosen: list[Mutant], results: Path) -> list[Verdict]:
    """Try them one after the other; each verdict is kept at once, so that a run can be looked at."""
    results.parent.mkdir(parents=True, exist_ok=True)
    verdicts = []
    with copy() as root, results.open("a") as file, ExitStack() as until_end:
        needs_notes = not all(mutant.kind.startswith("declaration") for mutant in chosen)
        met = noted(root, results.with_suffix(".notes")) if needs_notes else {}
        runs = Runs(root, until_end)
        for number, mutant in enumerate(chosen, 1):
            begun = time.monotonic()
            noticed = try_out(mutant, runs, met)
            verdict = Verdict(mutant.kind, mutant.where, noticed, round(time.monotonic() - begun, 1))
            verdicts.append(verdict)
            file.write(json.dumps(vars(verdict)) + "\n")
            file.flush()
            print(f"{number}/{len(chosen)} {mutant.kind}, {mutant.where}: {noticed or 'SURVIVED'}", flush=True)
    return verdicts


def kept(results: Path) -> dict[tuple[str, str], Verdict]:
    """The newest verdict on each mutant."""
    lines = results.read_text().splitlines() if results.exists() else []
    verdicts = [Verdict(**json.loads(line)) for line in lines]
    return {(verdict.kind, verdict.where): verdict for verdict in verdicts}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
