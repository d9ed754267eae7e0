"""The doors that the header shows. Nobody is shown a door that refuses him.

Who may pass is read from the view behind each address, so that the header and the pages
cannot disagree; `only` narrows an entry to those it is useful to.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from efficiency.common.access import ANYONE, SIGNED_IN, Who, declared


@dataclass(frozen=True)
class Entry:
    """One door: the name of its address, its words, and to whom it is useful."""

    name: str
    label: str | Promise
    only: Who = ANYONE

    @property
    def path(self) -> str:
        """Where it leads."""
        return reverse(self.name)

    @property
    def who(self) -> Who | None:
        """Who may pass, as the view behind it declares."""
        return declared(resolve(self.path).func)


@dataclass(frozen=True)
class Door:
    """An entry as one visitor sees it."""

    path: str
    label: str | Promise
    current: bool


HEADER = (
    Entry("desk", _("My desk"), SIGNED_IN),
    Entry("cards", _("Cards"), SIGNED_IN),
    Entry("items", _("Do business")),
    Entry("complaint_new", _("File a complaint")),
    Entry("track", _("Check progress")),
)
FOOTER = (
    Entry("accessibility", _("Accessibility")),
    Entry("calendar", _("Working-day calendar")),
    Entry("api-root", _("API")),
)


def doors(user: Any, path: str, entries: tuple[Entry, ...]) -> list[Door]:
    """The entries that `user` may use, the one that holds `path` marked as current."""
    shown = []
    for entry in entries:
        try:
            who = entry.who
        except NoReverseMatch:
            continue
        if who is None or not who.includes(user) or not entry.only.includes(user):
            continue
        shown.append(Door(entry.path, entry.label, path.startswith(entry.path)))
    return shown


def may_see(name: str, user: Any) -> bool:
    """Tell whether the page behind a named address is open to `user`."""
    who = declared(resolve(reverse(name)).func)
    return who is not None and who.includes(user)
