"""A plugin of pytest that notes which test met which guard, so that a mutant is tried on those tests first.

Noted for each test: predicates that said no, scopes that were asked, constraints that refused a row.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connections
from django.db.models import Model, UniqueConstraint

from tests.mutations.finding import ROOMS, SCOPES

NOTES = "MUTATION_NOTES"
_ROOT = str(Path(__file__).resolve().parent.parent.parent)
_COLUMN = re.compile(r"\w+\.\w+")
_NAME = re.compile(r"(?:failed: |index '|constraint \"|key \"?)([\w.]+)")


@cache
def unique() -> dict[str, frozenset[str]]:
    """The columns of each constraint that lets no two rows be alike: SQLite names columns, not constraints."""
    return {
        one.name: frozenset(f"{model._meta.db_table}.{column}" for column in _columns(model, one))
        for model in apps.get_models()
        for one in model._meta.constraints
        if isinstance(one, UniqueConstraint) and one.fields
    }


def _columns(model: type[Model], one: UniqueConstraint) -> list[str | None]:
    return [field.column for field in model._meta.local_concrete_fields if field.name in one.fields]


class Notes:
    """What one test met."""

    def __init__(self) -> None:
        self.met: set[str] = set()

    def execute(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Note a constraint that refused a row."""
        try:
            return execute(sql, params, many, context)
        except DatabaseError as error:
            said = str(error)
            self.met.update(_NAME.findall(said))
            self.met.update(name for name, columns in unique().items() if columns <= set(_COLUMN.findall(said)))
            raise


_notes = Notes()


def heard(function: FunctionType, name: str) -> Callable[..., Any]:
    """The same function, which notes that it was asked (a scope) or said no (a predicate)."""

    @wraps(function)
    def hear(*given: Any, **named: Any) -> Any:
        result = function(*given, **named)
        refused = result is False or (isinstance(result, str) and result != "" and "refus" in function.__name__)
        if refused or function.__name__ in SCOPES:
            _notes.met.add(name)
        return result

    return hear


def hear_of(function: FunctionType, name: str) -> None:
    """Let a function be heard wherever somebody has it already: its code is exchanged, not its name."""
    if function.__closure__:
        return
    own = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
    own.__kwdefaults__ = function.__kwdefaults__
    ear = f"_heard_{function.__name__}"
    function.__globals__[ear] = heard(own, name)
    place: dict[str, Any] = {}
    exec(f"def it(*given, **named): return {ear}(*given, **named)", place)
    function.__code__ = place["it"].__code__
    function.__defaults__, function.__kwdefaults__ = None, None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Every module is read by now: let predicates and scopes be heard."""
    for module in list(sys.modules.values()):
        path = str(getattr(module, "__file__", None) or "").removeprefix(f"{_ROOT}/")
        if path.split("/", maxsplit=1)[0] not in ROOMS:
            continue
        for name, thing in list(vars(module).items()):
            if getattr(thing, "__module__", None) != module.__name__:
                continue
            if isinstance(thing, FunctionType) and "rules" in path:
                hear_of(thing, f"{path}: {name}")
            for scope in SCOPES & set(vars(thing)) if isinstance(thing, type) else ():
                setattr(thing, scope, heard(vars(thing)[scope], f"{path}: {name}.{scope}"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Watch one test and write down what it met."""
    _notes.met.clear()
    with connections["default"].execute_wrapper(_notes.execute):
        yield
    if _notes.met:
        with Path(os.environ[NOTES]).open("a") as file:
            file.write(json.dumps([item.nodeid, sorted(_notes.met)]) + "\n")
