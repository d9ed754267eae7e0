"""Opening what a reader or a clerk types: a number, or a text that holds one, such as the address in a QR code.

The rooms above register where a number of theirs leads; a number that nobody knows leads nowhere.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.urls import reverse

from approvals.models import Case

if TYPE_CHECKING:
    from efficiency.organization.models import User

# The address that a number leads this person to, or None where there is nothing for him.
Finder = Callable[[str, "User"], str | None]

_NUMBER = re.compile(r"[A-Z]{2}-\d{6}-\d{6}")
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Let a room above say where its numbers lead. Called in a room's `ready()`, once."""
    if finder not in _finders:
        _finders.append(finder)


def number_in(text: str) -> str:
    """The number that a text holds, as it is stored; empty where it holds none."""
    found = _NUMBER.search(unicodedata.normalize("NFKC", text).upper())
    return found.group() if found else ""


def address_of(text: str, user: "User") -> str | None:
    """Where this text leads this person; None where he may see nothing of it."""
    number = number_in(text)
    if not number:
        return None
    if Case.objects.visible_to(user).filter(matter__reference=number).exists():
        return reverse("case", args=[number])
    return next((address for finder in _finders if (address := finder(number, user)) is not None), None)
