"""Rows that nobody can change afterwards: database triggers on PostgreSQL and SQLite.

Called from the migrations of the rooms that own such tables:

    def seal(apps, schema_editor):
        forbid_changes(schema_editor, "audit_entry")

    operations = [migrations.RunPython(seal, unseal)]

Both engines answer a forbidden change with an IntegrityError. On SQLite a later migration that
alters the table makes it anew and drops its triggers: such a migration must call the function
again (tests/audit/test_appendonly.py finds a table that lost them). Each call replaces what an
earlier one made.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: the table is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""


def forbid_changes(schema_editor: BaseDatabaseSchemaEditor, table: str, *, spare: str = "") -> None:
    """Refuse every UPDATE, DELETE and TRUNCATE of the table, for every role.

    `spare` names a yes-or-no column: rows in which it is true may be deleted (the demo city goes
    again). No row can be turned into such a row, since it cannot be updated.
    """
    allow_changes(schema_editor, table)
    _refuse_update(schema_editor, table, ())
    _refuse_removal(schema_editor, table, spare)


def freeze_columns(
    schema_editor: BaseDatabaseSchemaEditor, table: str, columns: Sequence[str], *, spare: str = ""
) -> None:
    """Refuse every new value in these columns, and every DELETE and TRUNCATE of the table.

    Writing the value that already stands there is let through, so a whole row may be saved. `spare` as above.
    """
    allow_changes(schema_editor, table)
    _refuse_update(schema_editor, table, columns)
    _refuse_removal(schema_editor, table, spare)


def allow_changes(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Take the triggers of either function away again, for a migration run backwards."""
    on_table = f" ON {schema_editor.quote_name(table)}" if _is_postgresql(schema_editor) else ""
    for act in ("update", "delete", "truncate", "replace"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {_name(schema_editor, table, act)}{on_table}", None)


def _refuse_update(schema_editor: BaseDatabaseSchemaEditor, table: str, columns: Sequence[str]) -> None:
    names = [schema_editor.quote_name(column) for column in columns]
    event = f"UPDATE OF {', '.join(names)}" if names else "UPDATE"
    differs = "IS DISTINCT FROM" if _is_postgresql(schema_editor) else "IS NOT"
    condition = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in names)
    _refuse(schema_editor, table, "update", event, f"WHEN ({condition})" if names else "")


def _refuse_removal(schema_editor: BaseDatabaseSchemaEditor, table: str, spare: str = "") -> None:
    condition = f"WHEN (NOT OLD.{schema_editor.quote_name(spare)})" if spare else ""
    _refuse(schema_editor, table, "delete", "DELETE", condition)
    if _is_postgresql(schema_editor):
        _refuse(schema_editor, table, "truncate", "TRUNCATE", "")
    else:
        # INSERT OR REPLACE removes the old row without asking the DELETE trigger.
        taken = f"WHEN EXISTS (SELECT 1 FROM {schema_editor.quote_name(table)} WHERE id = NEW.id)"  # noqa: S608  (a quoted table name)
        _refuse(schema_editor, table, "replace", "INSERT", taken)


def _refuse(schema_editor: BaseDatabaseSchemaEditor, table: str, act: str, event: str, condition: str) -> None:
    name, quoted = _name(schema_editor, table, act), schema_editor.quote_name(table)
    if _is_postgresql(schema_editor):
        schema_editor.execute(_FUNCTION, None)
        each = "STATEMENT" if act == "truncate" else "ROW"
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {quoted} "
            f"FOR EACH {each} {condition} EXECUTE FUNCTION refuse_change()",
            None,
        )
        # ALWAYS: a session that plays a replica is refused as well.
        schema_editor.execute(f"ALTER TABLE {quoted} ENABLE ALWAYS TRIGGER {name}", None)
    else:
        message = f"{act} on {table} refused: the table is append-only".replace("'", "''")
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {quoted} "
            f"FOR EACH ROW {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END",
            None,
        )


def _name(schema_editor: BaseDatabaseSchemaEditor, table: str, act: str) -> str:
    return schema_editor.quote_name(f"{table}_refuses_{act}")


def _is_postgresql(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    return schema_editor.connection.vendor == "postgresql"
