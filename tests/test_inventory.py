"""No field of any table is missing from the inventory of personal data (docs/personal-data.md; PIPL 17, 51)."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

# They hold no words: numbers, days and closed lists say nothing that is not about the thing itself.
_WORDLESS = (
    models.BooleanField,
    models.IntegerField,
    models.AutoField,
    models.DateField,
    models.TimeField,
    models.DecimalField,
)


def fields() -> Iterator[tuple[str, str]]:
    """Every field that can hold words or codes."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if not (field.is_relation or field.choices or isinstance(field, _WORDLESS)):
                yield model._meta.label, field.name


def listed() -> list[tuple[str, str]]:
    """What the page names."""
    found = []
    for line in (Path(settings.BASE_DIR) / "docs" / "personal-data.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 3 and re.fullmatch(r"`\w+\.\w+`", cells[1]):
            found += [(cells[1].strip("`"), name) for name in re.findall(r"`(\w+)`", cells[2])]
    return found


def test_every_field_that_can_hold_words_is_in_the_inventory() -> None:
    assert sorted(set(fields()) - set(listed())) == []


def test_the_inventory_names_no_field_that_is_gone_and_none_twice() -> None:
    page = listed()

    assert sorted(set(page) - set(fields())) == []
    assert sorted({one for one in page if page.count(one) > 1}) == []


def test_every_row_about_a_person_says_purpose_readers_and_period() -> None:
    page = (Path(settings.BASE_DIR) / "docs" / "personal-data.md").read_text()
    about_persons = page.split("## No data about persons", maxsplit=1)[0]
    rows = [line for line in about_persons.splitlines() if re.match(r"\| `\w+\.\w+`", line)]

    assert len(rows) > 30
    assert [row for row in rows if len([cell for cell in row.split("|")[1:-1] if cell.strip()]) != 5] == []
