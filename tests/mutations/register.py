"""The register of guards: every lock, constraint, trigger and transaction there must be."""

from collections import Counter
from pathlib import Path

from django.apps import apps

from tests.mutations.finding import ROOMS, ROOT, mutants

REGISTER = ROOT / "tests" / "guards.txt"
_KINDS = ("lock", "trigger", "transaction")


def register(root: Path = ROOT) -> list[str]:
    """One line a guard, in a fixed order; a constraint with all it says."""
    counted = Counter(f"{mutant.kind}: {mutant.where}" for mutant in mutants(root) if mutant.kind in _KINDS)
    lines = [f"{place} × {times}" if times > 1 else place for place, times in counted.items()]
    for model in apps.get_models():
        if model.__module__.split(".")[0] in ROOMS:
            lines += [f"constraint: {model._meta.label}: {constraint!r}" for constraint in model._meta.constraints]
    return sorted(lines)
