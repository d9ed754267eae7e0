"""Setting fields of a row and saying, for the entry, what stood there before."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model


def set_fields(row: Model, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Set the fields and return what stood before in those that became different."""
    before = shown(row, changes)
    for name, value in changes.items():
        setattr(row, name, value)
    after = shown(row, changes)
    return {name: value for name, value in before.items() if value != after[name]}


def shown(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """The named fields as they stand, ready for an entry."""
    values = {name: getattr(row, name) for name in names}
    return {name: value.pk if isinstance(value, Model) else value for name, value in values.items()}
