"""What every act on an errand needs."""

from datetime import datetime
from typing import Any

from approvals.errands.models import Errand
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.organization.models import User


class UnableToRun(Exception):
    """The act was not done; the text is a sentence for the person who tried."""


def locked(errand: Errand) -> Errand:
    """The row as it is now, locked until the act ends."""
    rows = Errand.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "to_unit", "item__unit", "agent", "case__matter").get(pk=errand.pk)


def note(verb: Verb, errand: Errand, actor: User, now: datetime, data: dict[str, Any] | None = None) -> None:
    """Write the entry of an act; `data` holds no free text."""
    record(verb, at=now, actor=actor, kind="errand", subject=errand.pk, data=data or {}, demo=errand.demo)
