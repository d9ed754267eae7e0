"""Who may do what in this room: pure answers, asked by actions and pages."""

from datetime import datetime
from typing import TYPE_CHECKING

from efficiency.common.access import holders_of
from efficiency.organization.models import Unit
from efficiency.organization.responsibility import answering
from efficiency.organization.roles import Role

if TYPE_CHECKING:
    from approvals.projects.models import Part, Project, Request, Step
    from efficiency.clocks.models import Clock
    from efficiency.organization.models import User

READERS = holders_of("window", "handler", "head", "office", "executive", "auditor")
OPENERS = holders_of("window", "office")
WORKERS = holders_of("window", "handler", "head")
ACTORS = holders_of("window", "handler", "head", "office", "executive")
DECIDERS = holders_of("head", "office", "executive")
KEEPERS = holders_of("office")
CHAIN_READERS = holders_of("window", "handler", "head", "office", "executive", "auditor")


def may_open(user: "User") -> bool:
    """The counter and the office."""
    return user.holds(Role.WINDOW, Role.OFFICE)


def may_check_papers(user: "User", step: "Step") -> bool:
    """Window staff: of the counter that took the project, or of the step's own unit."""
    if not user.holds(Role.WINDOW) or user.unit is None:
        return False
    return user.unit_id == step.project.opened_by.unit_id or _of(user, step.unit)


def may_work(user: "User", step: "Step") -> bool:
    """Whoever checks its papers, and the handlers and the head of the unit that has the step."""
    return may_check_papers(user, step) or (user.holds(Role.HANDLER, Role.HEAD) and _of(user, step.unit))


def may_answer(user: "User", part: "Part") -> bool:
    """Handlers and the head of the unit whose part it is."""
    return user.holds(Role.HANDLER, Role.HEAD) and _of(user, part.unit)


def may_withdraw(user: "User", project: "Project") -> bool:
    """The counter that took it, or the office."""
    return user.holds(Role.OFFICE) or (user.holds(Role.WINDOW) and user.unit_id == project.opened_by.unit_id)


def may_read_firm(user: "User", project: "Project") -> bool:
    """The counter that took it, and the handlers and head of the unit that leads it."""
    taker = user.holds(Role.WINDOW) and user.unit_id == project.opened_by.unit_id
    return taker or (user.holds(Role.HANDLER, Role.HEAD) and _of(user, project.matter.unit))


def may_ask_for(user: "User", clock: "Clock") -> bool:
    """Handlers and the head of the unit that answers for the clock."""
    return user.holds(Role.HANDLER, Role.HEAD) and _of(user, clock.unit)


def may_decide_pause(user: "User", request: "Request") -> bool:
    """The head of the unit that answers for the clock, or the office; never who asks."""
    if user.pk == request.asked_by_id:
        return False
    return user.holds(Role.OFFICE) or (user.holds(Role.HEAD) and _of(user, request.clock.unit))


def may_decide_extension(user: "User", request: "Request", now: datetime) -> bool:
    """The head of this level's government (Administrative Licensing Law art. 42(2), T-18); never who asks.

    Whoever is named as head of the city; where nobody is, a city leader.
    """
    if user.pk == request.asked_by_id or not user.holds(Role.EXECUTIVE):
        return False
    root = Unit.objects.get(pk=int(request.clock.unit.path.strip("/").split("/")[0]))
    named = answering(root, "head", now).people
    return not named or user in named


def _of(user: "User", unit: "Unit") -> bool:
    return user.unit is not None and unit.path.startswith(user.unit.path)
