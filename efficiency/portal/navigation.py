"""The doors that the header shows. Nobody is shown a door that refuses him.

Who may pass is read from the view behind each address, so that the header and the pages
cannot disagree. Staff find the doors of the public at the foot of the page.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from efficiency.common.access import Who, declared

Audience = Literal["all", "visitors", "staff"]


@dataclass(frozen=True)
class Entry:
    """One door: the name of its address, its words, whether it is one for visitors or for staff, and
    whether it is opened so rarely that it waits behind “More” where many doors stand."""

    name: str
    label: str | Promise
    audience: Audience = "staff"
    rare: bool = False

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
    rare: bool = False


MOST_IN_LINE = 8
PUBLIC = (
    Entry("items", _("Do business"), "visitors"),
    Entry("complaint_new", _("File a complaint"), "visitors"),
    Entry("track", _("Check progress"), "visitors"),
)
HEADER = (
    Entry("desk", _("My desk")),
    *PUBLIC,
    Entry("complaints", _("Complaints")),
    Entry("cases", _("Cases")),
    Entry("appointments_day", _("Appointments"), rare=True),
    Entry("errands", _("Errands"), rare=True),
    Entry("projects", _("Projects"), rare=True),
    Entry("fee_window", _("Fee window")),
    Entry("bills", _("Bills"), rare=True),
    Entry("consultations", _("Consultations"), rare=True),
    Entry("fee_income", _("Fee income"), rare=True),
    Entry("cards", _("Cards")),
    Entry("irregularities", _("Irregularities"), rare=True),
    Entry("rounds", _("Speed-up rounds"), rare=True),
    Entry("ratings", _("Ratings"), rare=True),
    Entry("commitments_broken", _("Commitments"), rare=True),
    Entry("whereabouts", _("Who is here")),
    Entry("posts", _("Posts"), rare=True),
    Entry("users", _("Users")),
    Entry("roles", _("Roles")),
    Entry("units", _("Units"), rare=True),
    Entry("halls", _("Halls and their hours"), rare=True),
    Entry("integrators", _("Other systems"), rare=True),
    Entry("settings", _("Settings")),
    Entry("changes", _("Changes")),
    Entry("launches", _("Going live"), rare=True),
    Entry("health", _("Health"), rare=True),
    Entry("audit", _("Audit")),
    Entry("readings", _("Identities read"), rare=True),
    Entry("data-requests", _("Personal data"), rare=True),
)
FOOTER = (
    *(replace(entry, audience="staff") for entry in PUBLIC),
    Entry("appointments", _("Make an appointment"), "all"),
    Entry("fees", _("Fees"), "all"),
    Entry("commitments", _("What we promise"), "all"),
    Entry("ratings_results", _("How people rated us"), "all"),
    Entry("calendar", _("Working-day calendar"), "all"),
    Entry("staff", _("Who is responsible"), "all"),
    Entry("speed-ups", _("Shorter waiting times"), "all"),
    Entry("accessibility", _("Accessibility"), "all"),
    Entry("api-docs", _("API"), "all"),
)


def doors(user: Any, path: str, entries: tuple[Entry, ...]) -> list[Door]:
    """The entries that `user` may use, the one that holds `path` marked as current."""
    audience = "staff" if user.is_authenticated else "visitors"
    shown = []
    for entry in entries:
        who = entry.who
        if entry.audience not in ("all", audience) or who is None or not who.includes(user):
            continue
        shown.append(Door(entry.path, entry.label, path.startswith(entry.path), entry.rare))
    return shown


def in_two(shown: list[Door]) -> tuple[list[Door], list[Door]]:
    """The doors that stand in the header, and those behind “More” where they would not fit a line."""
    if len(shown) <= MOST_IN_LINE:
        return shown, []
    return [door for door in shown if not door.rare], [door for door in shown if door.rare]


def may_see(name: str, user: Any) -> bool:
    """Tell whether the page behind a named address is open to `user`."""
    who = declared(resolve(reverse(name)).func)
    return who is not None and who.includes(user)
