"""Taking away the index of a foreign key in a migration, without making the table anew.

On SQLite an altered field makes its table anew, which would drop the table's triggers.
"""

from collections.abc import Callable
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Step = Callable[[Apps, BaseDatabaseSchemaEditor], None]


def without_index(app: str, model: str, name: str, field: Any) -> migrations.SeparateDatabaseAndState:
    """The operation that drops the index of a foreign key, whose field says `db_index=False` from now on."""
    return migrations.SeparateDatabaseAndState(
        database_operations=[migrations.RunPython(_drop(app, model, name), _make(app, model, name))],
        state_operations=[migrations.AlterField(model, name, field)],
    )


def _drop(app: str, model: str, name: str) -> Step:
    def drop(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        rows = apps.get_model(app, model)
        column = rows._meta.get_field(name).column
        for index in _indexes(editor, rows, column):
            editor.execute(f"DROP INDEX {editor.quote_name(index)}")

    return drop


def _make(app: str, model: str, name: str) -> Step:
    def make(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        rows = apps.get_model(app, model)
        editor.execute(editor._create_index_sql(rows, fields=[rows._meta.get_field(name)]))  # type: ignore[attr-defined]

    return make


def _indexes(editor: BaseDatabaseSchemaEditor, rows: Any, column: str) -> list[str]:
    """The index that Django made for the column alone; those that the model names itself stay."""
    with editor.connection.cursor() as cursor:
        found = editor.connection.introspection.get_constraints(cursor, rows._meta.db_table)
    own = {index.name for index in rows._meta.indexes} | {each.name for each in rows._meta.constraints}
    return [
        name
        for name, facts in found.items()
        if facts["index"] and not facts["unique"] and facts["columns"] == [column] and name not in own
    ]
