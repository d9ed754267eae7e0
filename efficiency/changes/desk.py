"""The settings desk: whatever a city may set, seen alike, however each room keeps its versions.

A room registers a section; the section loads its rows when the page is asked for.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.changes.settings import Words
from efficiency.common.fields import DayField


@dataclass(frozen=True)
class VersionLine:
    """One version as its history shows it."""

    number: int
    words: str
    since: datetime
    ground: str = ""
    document: str = ""
    made_by: str = ""
    confirmed_by: str = ""
    made_at: datetime | None = None
    change: int | None = None


@dataclass(frozen=True)
class Row:
    """One thing that a city sets: what stands, and how another value is proposed.

    `form` makes the form of the value alone, bound to what was typed or showing what stands;
    `payload` makes what the kind of change takes, from the form's cleaned data.
    """

    key: str
    label: Words
    group: Words
    kind: str
    stands: str
    since: datetime | None
    version: int
    form: Callable[[Any], forms.BaseForm]
    payload: Callable[[Mapping[str, Any]], dict[str, Any]]
    versions: Callable[[], list[VersionLine]]
    help: Words = ""
    coming: list[VersionLine] = field(default_factory=list)
    whole_days: bool = False

    def contains(self, words: str) -> bool:
        """Tell whether a search finds it, in its name, its explanation, its value or its key."""
        told = f"{self.key} {self.label} {self.help} {self.group} {self.stands}".casefold()
        return all(word in told for word in words.casefold().split())


Loader = Callable[[datetime], Iterable[Row]]
_sections: dict[str, Loader] = {}


def register(name: str, load: Loader) -> None:
    """Make a section known; the name keeps it single and orders the page."""
    _sections[name] = load


def rows(now: datetime) -> list[Row]:
    """Everything that a city sets, section by section."""
    return [row for name in sorted(_sections) for row in _sections[name](now)]


def row_of(key: str, now: datetime) -> Row | None:
    """One of them."""
    return next((row for row in rows(now) if row.key == key), None)


def with_reasons(form: forms.BaseForm, *, whole_days: bool = False) -> forms.BaseForm:
    """Let a form also ask from when, why, and by which document."""
    help_text = _("Empty: once the second person has confirmed it.")
    if whole_days:
        help_text = _("Empty: from the midnight after the second person has confirmed it.")
    form.fields["from"] = DayField(label=_("In force from"), required=False, help_text=help_text)
    form.fields["change_ground"] = forms.CharField(
        label=_("Why it is changed"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Name the ground.")},
    )
    form.fields["change_document"] = forms.CharField(label=_("Document number"), max_length=100, required=False)
    return form
