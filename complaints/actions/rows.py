"""What every act on a complaint needs: the locked row, its entry, its running clock."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints.models import Complaint
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.organization.models import User


class UnableToAct(Exception):
    """The act cannot be done; the text is a sentence for the person who tried."""


def locked(complaint: Complaint) -> Complaint:
    """The row as it is now, locked until the act ends."""
    rows = Complaint.objects.select_for_update(of=("self",)).select_related("matter__unit", "handler")
    return rows.get(pk=complaint.pk)


def note(verb: Verb, complaint: Complaint, actor: User | None, now: datetime, **facts: Any) -> None:
    """Write the entry of an act; `facts` holds no free text, since people write names into it."""
    record(
        verb,
        at=now,
        actor=actor,
        kind="complaint",
        subject=complaint.pk,
        data=facts,
        demo=complaint.matter.demo,
    )


def running(complaint: Complaint, kind: ClockKind) -> Clock | None:
    """The running clock of a kind; at most one runs."""
    return Clock.objects.running().filter(matter=complaint.matter, kind=kind).order_by("-pk").first()


def not_yours() -> str:
    """The sentence for somebody whose office or duty it is not."""
    return _("This is not for you to do: the complaint is with another office, or another person handles it.")
