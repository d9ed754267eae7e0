"""What a choice of rows offers."""

from typing import Any

from django import forms
from django.db.models import QuerySet


def offer(field: forms.Field, rows: QuerySet[Any]) -> None:
    """Let a choice offer these rows."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
