"""A content in words: what a field holds, and what differs between two versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from approvals.codes import VENUES, Audience, Channel, Theme
from approvals.content import OF_GUIDE, ROWS, Content, changed
from approvals.limits import in_words
from approvals.models import Guide, Item, ItemMaterial, ItemStage, MainItem
from efficiency.clocks.kinds import Ground
from efficiency.organization.models import Unit

_CODES: Mapping[str, Mapping[str, Any]] = {
    "special": dict(Ground.choices),
    "audience": dict(Audience.choices),
    "themes": dict(Theme.choices),
    "channels": dict(Channel.choices),
    "venues": {level.value: level.label for level in VENUES},
}
_LIMITS = {"promised_unit": "promised_limit", "statutory_unit": "statutory_limit"}
NOTHING = "–"
_LONG = 120


@dataclass(frozen=True)
class Difference:
    """One field that differs."""

    name: str
    label: str
    before: str
    after: str


class Names:
    """The names of departments and main items that contents refer to, read once."""

    def __init__(self, contents: Sequence[Content]) -> None:
        units = {content["unit"] for content in contents if content.get("unit")}
        mains = {content["main"] for content in contents if isinstance(content.get("main"), int)}
        self._units: dict[Any, str] = dict(Unit.objects.filter(pk__in=units).values_list("pk", "name")) if units else {}
        self._mains: dict[Any, str] = (
            dict(MainItem.objects.filter(pk__in=mains).values_list("pk", "name")) if mains else {}
        )

    def of(self, name: str, key: Any) -> str:
        """The name behind a key; a main item that is described stands with its name."""
        if isinstance(key, Mapping):
            return f"{key['name']} ({key['code']})"
        return (self._units if name == "unit" else self._mains).get(key, str(key))


def label_of(name: str) -> str:
    """What a field is called."""
    if name == "materials":
        return _("materials")
    if name == "stages":
        return _("stages of the process")
    model = Guide if name in OF_GUIDE else Item
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def told(name: str, content: Mapping[str, Any], names: Names) -> str:
    """What a field of this content holds, in words."""
    value = content.get(name)
    if value in (None, "", []):
        return NOTHING
    if name in ROWS:
        return "、".join(row["name"] for row in value)
    if name in ("promised_limit", "statutory_limit"):
        return in_words(value, content.get(name.replace("_limit", "_unit")) or "wd")
    if name in ("unit", "main"):
        return names.of(name, value)
    if name in _CODES:
        return "、".join(str(_CODES[name].get(code, code)) for code in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = dict(getattr(Item._meta.get_field(name), "choices", None) or ()) if name not in OF_GUIDE else {}
    return str(choices.get(value, value))


def differences(before: Content, after: Content, names: Names) -> list[Difference]:
    """What differs, field by field; a limit and its unit are one thing, and of rows only what differs is told."""
    found: list[Difference] = []
    for name in changed(before, after):
        whole = _LIMITS.get(name, name)
        if any(one.name == whole for one in found):
            continue
        if whole in ROWS:
            found.append(Difference(whole, label_of(whole), *_rows(before.get(whole) or [], after.get(whole) or [])))
            continue
        old, new = told(whole, before, names), told(whole, after, names)
        found.append(Difference(whole, label_of(whole), _cut(old), _cut(new)))
    return found


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


def _rows(before: Sequence[Content], after: Sequence[Content]) -> tuple[str, str]:
    """The rows that are gone or changed, and those that are new or changed; the names alone where the order changed."""
    old, new = {row["name"]: row for row in before}, {row["name"]: row for row in after}
    gone = [_row(row, new.get(name)) for name, row in old.items() if new.get(name) != row]
    come = [_row(row, old.get(name)) for name, row in new.items() if old.get(name) != row]
    if not gone and not come:
        return _cut("、".join(old)), _cut("、".join(new))
    return _cut("、".join(gone)) or NOTHING, _cut("、".join(come)) or NOTHING


def _row(row: Content, other: Content | None) -> str:
    """A row's name, with what differs from the other row of this name."""
    name = str(row["name"])
    if other is None:
        return name
    parts = [f"{label}: {_told(row[key])}" for key, label in _members().items() if row.get(key) != other.get(key)]
    return f"{name} ({', '.join(parts)})"


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return NOTHING if value in (None, "") else str(value)


def _members() -> dict[str, str]:
    labels: dict[str, str] = {}
    for model in (ItemMaterial, ItemStage):
        for field in model._meta.local_fields:
            if field.name not in ("id", "item", "position", "name"):
                labels[field.name] = str(field.verbose_name)
    return labels
