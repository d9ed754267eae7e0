"""Readings that leave a trace: who the citizen is, and lists that leave the house."""

from datetime import datetime

from django.utils.translation import gettext as _

from complaints import rules
from complaints.actions.rows import UnableToAct
from complaints.models import Complaint
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import User
from efficiency.vault import actions as vault
from efficiency.vault.identity import Identity

FIELDS = ("name", "phone", "email")


class UnableToReveal(UnableToAct):
    """This person may not learn who the citizen is."""


def reveal_reporter(*, complaint: Complaint, purpose: str, actor: User, now: datetime | None = None) -> Identity:
    """Read the citizen's identity for a purpose; the vault records who read what and why, and commits it first."""
    if complaint.reporter is None or not rules.can_reveal(actor, complaint):
        raise UnableToReveal(_("The identity of this citizen is not open to you."))
    if not purpose.strip():
        raise UnableToReveal(_("Say what you need the identity for. It is recorded."))
    return vault.reveal(complaint.reporter, reader=actor, purpose=purpose.strip(), fields=FIELDS, now=now)


def record_export(*, rows: int, state: str, searched: bool, actor: User, now: datetime | None = None) -> None:
    """Record that a list left the house: who, how many rows, which state.

    Words that were searched for may be a citizen's name, and entries are for ever: not kept.
    """
    with act(now) as now:
        record(
            Verb.COMPLAINTS_EXPORTED,
            at=now,
            actor=actor,
            kind="complaints",
            subject="export",
            data={"rows": rows, "state": state, "searched": searched},
        )
