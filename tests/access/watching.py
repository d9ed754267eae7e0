"""Notes every statement that changes a row, and every table's size, so that a refusal is seen to do nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

_CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE")
# A session notes when its owner was last seen, and calls of the API are counted whatever they
# are answered; nothing else may follow from a refusal.
_OWN = ("django_session", "organization_visit", "integrators_callwindow")


@contextmanager
def changes_noted() -> Iterator[list[str]]:
    """Collect the statements that change rows of the house while the block runs."""
    found: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(_CHANGES) and not any(table in sql for table in _OWN):
            found.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def sizes() -> dict[str, int]:
    """How many rows each table of the house holds, entries of the audit trail among them."""
    models = [model for model in apps.get_models() if model._meta.db_table not in _OWN]
    return {model._meta.label: model._default_manager.count() for model in models}
