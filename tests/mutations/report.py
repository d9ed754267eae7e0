"""docs/mutations.md: each guard and the test that notices when it is gone."""

from collections import Counter
from collections.abc import Mapping, Sequence

from tests.mutations.finding import Mutant
from tests.mutations.running import Verdict

HEAD = """# What notices when a guard is gone

Made by `make mutations`: every declaration of who may, every permission, scope, lock, constraint, trigger and
transaction is taken away in turn, and the tests of its room are run until one fails. `tests/test_guards.py` is the
register of guards: it notices that a lock, constraint, trigger or transaction is no longer there at all.
"""


def page(found: Sequence[Mutant], verdicts: Mapping[tuple[str, str], Verdict]) -> str:
    """The page: figures by kind, then every mutant."""
    lines = [HEAD, "| guard | mutants | noticed | survived | not tried |", "|---|---|---|---|---|"]
    states = {(mutant.kind, mutant.where): verdicts.get((mutant.kind, mutant.where)) for mutant in found}
    for kind in dict.fromkeys(mutant.kind for mutant in found):
        of_kind = [verdict for (one, _where), verdict in states.items() if one == kind]
        count = Counter("not tried" if v is None else "noticed" if v.noticed_by else "survived" for v in of_kind)
        lines.append(f"| {kind} | {len(of_kind)} | {count['noticed']} | {count['survived']} | {count['not tried']} |")
    lines += ["", "| guard | place | noticed by |", "|---|---|---|"]
    for (kind, where), verdict in states.items():
        said = "not tried" if verdict is None else f"`{verdict.noticed_by}`" if verdict.noticed_by else "**nothing**"
        lines.append(f"| {kind} | `{where}` | {said} |")
    return "\n".join(lines) + "\n"
