"""Several codes of a closed list in one column."""

from collections.abc import Iterable
from typing import Any

from django.db import models


def joined(codes: Iterable[str]) -> str:
    """How the column keeps them: ",1,2,", so that one code is found by `contains`; empty for none."""
    kept = ",".join(sorted({str(code) for code in codes if code}))
    return f",{kept}," if kept else ""


def holding(code: str) -> str:
    """What a column that holds this code contains."""
    return f",{code},"


class CodesField(models.CharField):  # type: ignore[type-arg]  # not generic at run time
    """A list of codes in Python, one short text in the database."""

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> list[str]:
        """Read the column."""
        return self.to_python(value)

    def to_python(self, value: Any) -> list[str]:
        """A list, from the column's text or from a list."""
        if value is None:
            return []
        if isinstance(value, str):
            return [code for code in value.split(",") if code]
        return sorted({str(code) for code in value})

    def get_prep_value(self, value: Any) -> str:
        """Write the column; a text is what a lookup searches for and stays as it is."""
        return value if isinstance(value, str) else joined(value or [])

    def value_to_string(self, obj: Any) -> str:
        """The column's text, for fixtures."""
        return self.get_prep_value(self.value_from_object(obj))
