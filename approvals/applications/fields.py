"""Which details of an applicant an item needs: its own list, or the city's."""

from collections.abc import Iterable

from approvals.applications.defined import FIELDS
from approvals.applications.models import FieldList
from approvals.models import Item
from approvals.needs import ALWAYS, WORDS
from efficiency.changes.settings import value_of


def needed(item: Item) -> tuple[str, ...]:
    """The fields of the vault that those who handle this item may read, in their order."""
    newest = FieldList.objects.filter(item=item).last()
    chosen = newest.chosen if newest is not None and newest.chosen is not None else value_of(FIELDS)
    return tuple(name for name in WORDS if name in ALWAYS or name in chosen)


def in_words(names: Iterable[str]) -> str:
    """The fields as people read them."""
    return "、".join(str(WORDS[name]) for name in names if name in WORDS)
