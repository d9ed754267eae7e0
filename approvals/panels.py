"""What the rooms above this one show on the page of a case, on the papers of its applicant, and on an item's guide.

Each registers its panel when the portal starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from approvals.models import Case, Item
    from efficiency.organization.models import User

# What the template is given, or None where this person has nothing to see of this case.
Contents = Callable[["Case", "User"], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A part of the case page: its template, and what that finds as `panel`."""

    template: str
    contents: dict[str, Any]


# The same for the applicant's own pages: nobody is signed in there.
OwnContents = Callable[["Case"], dict[str, Any] | None]

# Of an item's page, for everybody.
ItemContents = Callable[["Item", "User | None"], dict[str, Any] | None]

_registered: list[tuple[int, str, Contents]] = []
_of_items: list[tuple[int, str, ItemContents]] = []
_own: dict[str, list[tuple[int, str, OwnContents]]] = {"progress": [], "receipt": []}


def register(template: str, contents: Contents, *, order: int) -> None:
    """Add a panel to every case page, in this order from the top. Called in a room's `ready()`, once."""
    if (order, template, contents) not in _registered:
        _registered.append((order, template, contents))
        _registered.sort(key=lambda panel: panel[:2])


def panels(case: "Case", user: "User") -> list[Panel]:
    """The panels that this person sees on this case."""
    shown = ((template, contents(case, user)) for _order, template, contents in _registered)
    return [Panel(template, found) for template, found in shown if found is not None]


def register_for_applicant(page: str, template: str, contents: OwnContents, *, order: int) -> None:
    """Add a panel to every "progress" page or "receipt". Called in a room's `ready()`, once."""
    if (order, template, contents) not in _own[page]:
        _own[page].append((order, template, contents))
        _own[page].sort(key=lambda panel: panel[:2])


def panels_for_applicant(page: str, case: "Case") -> list[Panel]:
    """The panels that the applicant sees of this case on that page."""
    shown = ((template, contents(case)) for _order, template, contents in _own[page])
    return [Panel(template, found) for template, found in shown if found is not None]


def register_for_item(template: str, contents: ItemContents, *, order: int) -> None:
    """Add a panel to the public page of every item. Called in a room's `ready()`, once."""
    if (order, template, contents) not in _of_items:
        _of_items.append((order, template, contents))
        _of_items.sort(key=lambda panel: panel[:2])


def panels_for_item(item: "Item", user: "User | None") -> list[Panel]:
    """The panels of an item's page; `user` is None for a visitor."""
    shown = ((template, contents(item, user)) for _order, template, contents in _of_items)
    return [Panel(template, found) for template, found in shown if found is not None]
