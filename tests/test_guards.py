"""The register of guards (tests/guards.txt): none gets lost unseen.

After a guard was added or taken away on purpose: `python -m tests.mutations --register`.
"""

import ast
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tests.mutations.finding import ROOT, sources
from tests.mutations.register import REGISTER, register

OPENERS = ("act", "atomic")


def test_every_guard_stands_in_the_register() -> None:
    kept, there = REGISTER.read_text().splitlines(), register()

    assert sorted(set(kept) - set(there)) == [], "a guard is gone"
    assert sorted(set(there) - set(kept)) == [], "a guard is not registered yet"


@pytest.mark.django_db
def test_the_database_holds_every_constraint_of_the_models() -> None:
    missing = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            held = connection.introspection.get_constraints(cursor, model._meta.db_table)
            missing += [str(one) for one in model._meta.constraints if one.name not in held]

    assert missing == []


def opens(node: ast.AST) -> bool:
    """A `with` that opens the transaction of an act."""
    if not isinstance(node, ast.With):
        return False
    calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
    return any(ast.unparse(call.func).rpartition(".")[2] in OPENERS for call in calls)


def test_every_entry_is_written_inside_the_transaction_of_its_act() -> None:
    """A function that is handed `now` writes inside its caller's; whoever takes the moment opens one."""
    loose = []
    for path in sources(ROOT):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and path.name != "records.py" and takes_moment(function):
                loose += [
                    f"{path.relative_to(ROOT)}: {function.name}" for call in loose_records(function, False) if call
                ]

    assert loose == []


def takes_moment(function: ast.FunctionDef) -> bool:
    """Its `now` may be left out: it decides the moment itself."""
    arguments = [*function.args.args, *function.args.kwonlyargs]
    return any(
        argument.arg == "now" and "None" in ast.unparse(argument.annotation or ast.Constant(0))
        for argument in arguments
    )


def loose_records(node: ast.AST, inside: bool) -> list[Any]:
    """Calls of `record(…)` that no opened act holds."""
    found = []
    for child in ast.iter_child_nodes(node):
        if (
            isinstance(child, ast.Call)
            and isinstance(child.func, ast.Name)
            and child.func.id == "record"
            and not inside
        ):
            found.append(child)
        found += loose_records(child, inside or opens(child))
    return found
