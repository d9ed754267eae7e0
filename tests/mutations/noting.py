"""A plugin of pytest that notes which test met which guard, so that a mutant is tried on those tests first.

Noted for each test: predicates that said no, scopes that were asked, constraints that refused a row.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FrameType
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

    def profile(self, frame: FrameType, event: str, result: Any) -> None:
        """Note a predicate's no, and a scope that was asked."""
        if event != "return":
            return
        code = frame.f_code
        refused = result is False or (isinstance(result, str) and result != "" and "refus" in code.co_name)
        if code.co_name in SCOPES or (refused and "rules" in code.co_filename):
            path = code.co_filename.removeprefix(f"{_ROOT}/")
            if path.split("/", maxsplit=1)[0] in ROOMS:
                self.met.add(f"{path}: {code.co_qualname if hasattr(code, 'co_qualname') else code.co_name}")

    def execute(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Note a constraint that refused a row."""
        try:
            return execute(sql, params, many, context)
        except DatabaseError as error:
            said = str(error)
            self.met.update(_NAME.findall(said))
            self.met.update(name for name, columns in unique().items() if columns <= set(_COLUMN.findall(said)))
            raise


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Watch one test and write down what it met."""
    notes = Notes()
    with connections["default"].execute_wrapper(notes.execute):
        sys.setprofile(notes.profile)
        try:
            yield
        finally:
            sys.setprofile(None)
    if notes.met:
        with Path(os.environ[NOTES]).open("a") as file:
            file.write(json.dumps([item.nodeid, sorted(notes.met)]) + "\n")
