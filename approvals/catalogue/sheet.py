"""The catalogue as an Excel file: three sheets, whose titles and columns are in 简体中文 whoever reads them.

A file that one person exports in one language is another person's import in another language:
the columns bear the names of the national standard, and codes of closed lists are written as
their words or as their codes.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from approvals.content import Content
from approvals.item_forms import DEPARTMENTS, ContentForm, MaterialForm, StageForm
from approvals.models import Item
from efficiency.common.lists import from_text
from efficiency.organization.models import Unit

ITEMS, MATERIALS, STAGES = "事项", "材料", "环节"
MOST = {ITEMS: 2000, MATERIALS: 40_000, STAGES: 20_000}
# Columns that the national standard (GB/T 39046—2020, table 4) calls otherwise than the page does.
_HEADS = {
    (ITEMS, "name"): "事项名称",
    (ITEMS, "unit"): "实施主体",
    (ITEMS, "main_basis"): "主项设定依据",
    (ITEMS, "promised_limit"): "承诺办结时限",
    (ITEMS, "promised_unit"): "承诺办结时限单位",
    (ITEMS, "promised_note"): "承诺办结时限说明",
    (ITEMS, "statutory_limit"): "法定办结时限",
    (ITEMS, "statutory_unit"): "法定办结时限单位",
    (ITEMS, "statutory_note"): "法定办结时限说明",
}
MISSING = "-1"  # how other catalogues write what they do not know; never a number
_YES, _NO = ("是", "yes", "1", "true"), ("否", "no", "0", "false")


@contextmanager
def standard_language() -> Iterator[None]:
    """The language of the columns and of the words of codes."""
    with override("zh-hans"):
        yield


class NumberCell(forms.IntegerField):
    """A number; what is missing may be empty or -1."""

    def to_python(self, value: Any) -> int | None:
        """Read the cell."""
        text = str(value if value is not None else "").strip()
        return super().to_python("" if text in (MISSING, "-1.0", "−1") else text)


class WordCell(forms.CharField):
    """One code of a closed list, as its word or as its code."""

    def __init__(self, *, words: Mapping[str, str], empty: Any, **given: Any) -> None:
        super().__init__(**given)
        self.words, self.empty = words, empty

    def clean(self, value: Any) -> str:
        """Turn the word into its code."""
        text = super().clean(value).strip()
        if text in ("", MISSING) and (self.empty is not None or not self.required):
            return str(self.empty or "")
        return _code(text, self.words)


class WordsCell(forms.CharField):
    """Several codes of a closed list, with 、 between."""

    def __init__(self, *, words: Mapping[str, str], **given: Any) -> None:
        super().__init__(**given)
        self.words = words

    def clean(self, value: Any) -> Any:
        """Turn the words into their codes."""
        text = super().clean(value)
        for sign in "，,；;\n":
            text = text.replace(sign, "、")
        return sorted({_code(word.strip(), self.words) for word in text.split("、") if word.strip()})


def _code(text: str, words: Mapping[str, str]) -> str:
    if text in words.values():
        return text
    if text in words:
        return words[text]
    raise ValidationError(_("“%(word)s” is none of: %(words)s.") % {"word": text, "words": "、".join(words)})


class YesCell(forms.CharField):
    """是 or 否."""

    def __init__(self, *, empty: bool, **given: Any) -> None:
        super().__init__(**given)
        self.empty = empty

    def clean(self, value: Any) -> Any:
        """Turn the word into a yes or a no."""
        text = super().clean(value).strip().lower()
        if text in ("", MISSING):
            return self.empty
        if text not in _YES + _NO:
            raise ValidationError(_("Write 是 or 否."))
        return text in _YES


class UnitCell(forms.CharField):
    """A department by its name, its short name or its code."""

    units: Mapping[str, Unit]

    def clean(self, value: Any) -> Any:
        """Find the department."""
        text = super().clean(value)
        try:
            return self.units[text]
        except KeyError:
            raise ValidationError(_("No department in use is called “%(name)s”.") % {"name": text}) from None


def _cell(field: forms.Field) -> forms.Field:
    """The cell that holds what a field of the page holds."""
    label = field.label
    if isinstance(field, forms.ModelChoiceField):
        return UnitCell(label=label)
    if isinstance(field, forms.MultipleChoiceField):
        return WordsCell(words=_words(field), label=label, required=False)
    if isinstance(field, forms.ChoiceField):
        empty = getattr(field.initial, "value", field.initial)
        return WordCell(words=_words(field), empty=empty, label=label, required=field.required and empty is None)
    if isinstance(field, forms.BooleanField):
        return YesCell(empty=bool(field.initial), label=label, required=False)
    if isinstance(field, forms.IntegerField):
        return NumberCell(
            label=label,
            required=field.required and field.initial is None,
            validators=field.validators,
            initial=field.initial,
            error_messages={
                "required": gettext_lazy("This is missing: a number is needed here, and -1 stands for “missing”.")
            },
        )
    return field


def _words(field: forms.ChoiceField) -> dict[str, str]:
    choices: Any = field.choices
    return {str(label): str(code) for code, label in choices if code != ""}


@dataclass
class Columns:
    """The columns of one sheet: a field for each, and its title."""

    title: str
    fields: dict[str, forms.Field]
    heads: list[str]

    def read(self, row: Sequence[str]) -> tuple[Content, list[tuple[str, str]]]:
        """What a row holds, and every fault with the name of its column."""
        held: Content = {}
        faults: list[tuple[str, str]] = []
        for (name, field), cell in zip(self.fields.items(), row, strict=True):
            try:
                value = field.clean(from_text(cell))
            except ValidationError as error:
                faults += [(name, str(text)) for text in error.messages]
                continue
            held[name] = field.initial if value is None and isinstance(field, NumberCell) else value
        return held, faults

    def write(self, held: Mapping[str, Any]) -> list[str]:
        """The cells of a row."""
        return [_written(field, held.get(name)) for name, field in self.fields.items()]

    def head(self, name: str) -> str:
        """The title of a column; "" for what concerns the whole row."""
        names = list(self.fields)
        return self.heads[names.index(name)] if name in names else ""


def _written(field: forms.Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(field, YesCell):
        return _YES[0] if value else _NO[0]
    if isinstance(field, WordCell):
        return _word(value, field.words)
    if isinstance(field, WordsCell):
        return "、".join(_word(code, field.words) for code in value)
    return str(value)


def _word(code: str, words: Mapping[str, str]) -> str:
    return next((word for word, each in words.items() if each == code), code)


def columns() -> dict[str, Columns]:
    """The three sheets, in their order; departments are read once."""
    with standard_language():
        of_item = {name: _cell(field) for name, field in ContentForm().fields.items()}
        unit = of_item["unit"]
        assert isinstance(unit, UnitCell)
        unit.units = _units()
        made = {
            ITEMS: of_item,
            MATERIALS: {"code": _code_cell()} | {name: _cell(field) for name, field in MaterialForm().fields.items()},
            STAGES: {"code": _code_cell()} | {name: _cell(field) for name, field in StageForm().fields.items()},
        }
        return {
            title: Columns(
                title, fields, [_HEADS.get((title, name), str(field.label)) for name, field in fields.items()]
            )
            for title, fields in made.items()
        }


def _code_cell() -> forms.Field:
    return forms.CharField(label=Item._meta.get_field("code").verbose_name, max_length=50)


def _units() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for unit in Unit.objects.in_use().filter(kind__in=DEPARTMENTS).order_by("-path"):
        for name in (unit.short_name, unit.name, unit.code):
            found[name] = unit
    return found
