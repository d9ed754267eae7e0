"""The section of the settings desk with what rooms define themselves (settings.py)."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from efficiency.changes.changes import SETTING, TECHNICAL
from efficiency.changes.desk import Row, VersionLine
from efficiency.changes.models import Setting
from efficiency.changes.settings import Definition, as_json, definitions


def load(now: datetime) -> list[Row]:
    """Every setting that some room defines, with what stands: one query."""
    kept: dict[str, list[Setting]] = {}
    for row in Setting.objects.select_related("made_by", "confirmed_by").order_by("version"):
        kept.setdefault(row.key, []).append(row)
    return [_row(known, kept.get(known.key, []), now) for known in definitions()]


def _row(known: Definition, kept: list[Setting], now: datetime) -> Row:
    due = [row for row in kept if row.effective_from <= now]
    value = _value(known, due[-1].value) if due else known.initial()
    overtaken_by = due[-1].version if due else 0
    newest = kept[-1].version if kept else 0
    return Row(
        key=known.key,
        label=known.label,
        help=known.help,
        group=known.group,
        kind=(TECHNICAL if known.technical else SETTING).code,
        stands=known.say(value),
        since=due[-1].effective_from if due else None,
        version=overtaken_by,
        form=partial(_form, known, value),
        payload=partial(_payload, known, value, newest),
        versions=partial(_lines, known, kept),
        coming=_lines(known, [row for row in kept if row.effective_from > now and row.version > overtaken_by]),
        whole_days=known.whole_days,
    )


def _value(known: Definition, stored: Any) -> Any:
    """What is stored, also where the field takes it no more."""
    try:
        return known.read(stored)
    except ValidationError:
        return stored


def _form(known: Definition, value: Any, typed: Any) -> forms.Form:
    form = forms.Form(typed, initial={"value": value})
    asked = known.field()
    asked.label = str(known.label)
    form.fields["value"] = asked
    return form


def _payload(known: Definition, value: Any, newest: int, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"key": known.key, "was": as_json(value), "value": as_json(given["value"]), "version": newest}


def _lines(known: Definition, kept: list[Setting]) -> list[VersionLine]:
    return [
        VersionLine(
            number=row.version,
            words=known.say(_value(known, row.value)),
            since=row.effective_from,
            ground=row.ground,
            document=row.document,
            made_by=str(row.made_by or ""),
            confirmed_by=str(row.confirmed_by or ""),
            made_at=row.made_at,
            change=row.change_id,
        )
        for row in reversed(kept)
    ]
