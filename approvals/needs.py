"""Which details of an applicant the departments that handle an item need to know (S07, one form).

The room of applications above says it; without it the counter's own three stand.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from approvals.models import Item

# The fields of the vault in their order, as the counter names them.
WORDS = {
    "name": _("Name"),
    "id_number": _("Number of the document"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "address": _("Address"),
}
# Who it is stands in every case: without a name and a number nothing can be decided.
ALWAYS = ("name", "id_number")
_COUNTER = ("name", "id_number", "phone")

Needs = Callable[["Item"], tuple[str, ...]]
_rooms: list[Needs] = []


def ask_with(needs: Needs) -> None:
    """Let a room above say what an item needs. Called in a room's `ready()`, once."""
    if needs not in _rooms:
        _rooms.append(needs)


def needed(item: "Item") -> tuple[str, ...]:
    """The fields of the vault that those who handle this item may read, in their order."""
    return _rooms[0](item) if _rooms else _COUNTER
