"""What the rooms above this one show on the page of a case; each registers its panel when the portal starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from approvals.models import Case
    from efficiency.organization.models import User

# What the template is given, or None where this person has nothing to see of this case.
Contents = Callable[["Case", "User"], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A part of the case page: its template, and what that finds as `panel`."""

    template: str
    contents: dict[str, Any]


_registered: list[tuple[int, str, Contents]] = []


def register(template: str, contents: Contents, *, order: int) -> None:
    """Add a panel to every case page, in this order from the top. Called in a room's `ready()`, once."""
    if (order, template, contents) not in _registered:
        _registered.append((order, template, contents))
        _registered.sort(key=lambda panel: panel[:2])


def panels(case: "Case", user: "User") -> list[Panel]:
    """The panels that this person sees on this case."""
    shown = ((template, contents(case, user)) for _order, template, contents in _registered)
    return [Panel(template, found) for template, found in shown if found is not None]
