"""What the rooms above this one show on the page of a project; each registers its panel when the portal starts."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from approvals.projects.models import Project
    from efficiency.organization.models import User

# What the template is given as `panel`, or None where this person has nothing to see.
Contents = Callable[["Project", "User"], dict[str, Any] | None]
_registered: list[tuple[str, Contents]] = []


def show_with(template: str, contents: Contents) -> None:
    """Add a panel to every page of a project. Called in a room's `ready()`, once."""
    if (template, contents) not in _registered:
        _registered.append((template, contents))


def shown_on(project: "Project", user: "User") -> list[tuple[str, dict[str, Any]]]:
    """The panels that this person sees on this project."""
    found = ((template, contents(project, user)) for template, contents in _registered)
    return [(template, given) for template, given in found if given is not None]
