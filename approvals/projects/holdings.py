"""What the room keeps about a firm, and for how long."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.projects.models import Project
from efficiency.changes.settings import value_of
from efficiency.vault.defined import CASES
from efficiency.vault.holdings import Held, Holding, register


def find(persons: Collection[uuid.UUID], now: datetime) -> list[Held]:
    """The projects of these firms."""
    keep = timedelta(days=value_of(CASES, now))
    return [
        Held(
            person=project.firm,
            reference=project.matter.reference,
            what=_("Project"),
            kept_until=project.ended_at + keep if project.ended_at else None,
            facts={
                _("Project"): project.matter.title,
                _("Opened at"): project.opened_at.isoformat(timespec="minutes"),
                _("State"): str(project.get_state_display()),
            },
        )
        for project in Project.objects.filter(firm__in=persons).select_related("matter")
        if project.firm is not None
    ]


def over(now: datetime) -> Iterable[uuid.UUID]:
    """Firms one of whose projects ended so long ago that it need not be kept."""
    last = now - timedelta(days=value_of(CASES, now))
    rows = Project.objects.filter(firm__isnull=False, ended_at__lte=last).order_by("ended_at")
    return (person for person in rows.values_list("firm", flat=True) if person is not None)


def forget(person: uuid.UUID, now: datetime) -> None:
    """Nothing of the firm stands in the rows of a project: they hold the key alone."""


register(Holding("projects", gettext_lazy("Projects"), find, over, forget))
