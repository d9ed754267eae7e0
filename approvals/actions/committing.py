"""Notify and commit (S08): decided at once on the applicant's word, checked later, revoked where it was not kept."""

from datetime import datetime

from django.utils.translation import gettext as _

from approvals import wording
from approvals.actions.papering import write
from approvals.actions.rows import UnableToAct, locked, not_yours, note
from approvals.models import Case, CaseState, Commitment, Outcome, PaperKind
from approvals.remedy import REMEDY
from approvals.rules import may_handle, may_rule
from efficiency.audit.verbs import Verb
from efficiency.clocks.actions import close_matter, start_clock, stop_running
from efficiency.clocks.kinds import ClockKind
from efficiency.common.moments import act, begins_again
from efficiency.organization.models import User


class UnableToCommit(UnableToAct):
    """The commitment was not taken, checked or acted on; the text says why."""


def take_commitment(*, case: Case, actor: User, now: datetime | None = None) -> Case:
    """Take the applicant's signed commitment on an accepted case, so that it is decided at once.

    Only for items whose version, as the case was received under it, is decided in this way (S08).
    Raises UnableToCommit.
    """
    with act(now) as now:
        case = locked(case)
        if not may_handle(actor, case):
            raise UnableToCommit(not_yours())
        if not case.on_commitment:
            raise UnableToCommit(_("This item is not decided by notify and commit."))
        if case.state != CaseState.ACCEPTED or Commitment.objects.filter(case=case).exists():
            raise UnableToCommit(_("A commitment is taken once, on an accepted case."))
        Commitment.objects.create(case=case, signed_at=now)
        title, body = wording.commitment(case.item.name, case.missing)
        write(case, PaperKind.COMMITMENT, title, body, actor=actor, now=now)
        note(Verb.CASE_COMMITTED, case, actor, now)
    return case


def start_check(case: Case, actor: User, now: datetime) -> None:
    """Start the clock of the later check where a commitment was taken; called by the decision to grant."""
    if case.outcome == Outcome.GRANTED and Commitment.objects.filter(case=case).exists():
        start_clock(matter=case.matter, kind=ClockKind.CHECK, unit=case.matter.unit, actor=actor, now=now)


@begins_again
def check_commitment(*, case: Case, kept: bool, finding: str, actor: User, now: datetime | None = None) -> Case:
    """Record what the later check found; its clock stops. Raises UnableToCommit."""
    with act(now) as now:
        case = locked(case)
        given = Commitment.objects.filter(case=case, kept=None).first()
        if not may_handle(actor, case):
            raise UnableToCommit(not_yours())
        if given is None or case.outcome != Outcome.GRANTED:
            raise UnableToCommit(_("No commitment waits to be checked on this case."))
        if not finding.strip():
            raise UnableToCommit(_("Please write what the check found."))
        stop_running(matter=case.matter, kinds=(ClockKind.CHECK,), actor=actor, now=now)
        given.checked_at, given.checked_by, given.kept, given.finding = now, actor, kept, finding.strip()
        given.save(update_fields=["checked_at", "checked_by", "kept", "finding"])
        if case.delivered_at is not None:
            close_matter(matter=case.matter, actor=actor, now=now)
        note(Verb.CASE_CHECKED, case, actor, now, {"commitment": given.pk, "kept": kept}, words=given.finding)
    return case


def revoke_decision(*, case: Case, reasons: str, actor: User, now: datetime | None = None) -> Case:
    """Revoke what was granted on a commitment that was not kept: the head, not who checked.

    Raises UnableToCommit.
    """
    with act(now) as now:
        case = locked(case)
        given = Commitment.objects.filter(case=case, kept=False, revoked_at=None).first()
        if given is None:
            raise UnableToCommit(_("Only a decision whose commitment was not kept is revoked."))
        if not may_rule(actor, case) or actor.pk == given.checked_by_id:
            raise UnableToCommit(_("The head of the unit revokes it, and not whoever checked."))
        if not reasons.strip():
            raise UnableToCommit(_("Please write the reasons: the applicant reads them on the decision."))
        given.revoked_at, given.revoked_by = now, actor
        given.save(update_fields=["revoked_at", "revoked_by"])
        case.outcome, case.reasons, case.remedy = Outcome.REVOKED, reasons.strip(), REMEDY
        case.save(update_fields=["outcome", "reasons", "remedy"])
        title, body = wording.revocation(case.item.name, case.result, case.reasons)
        write(case, PaperKind.REVOCATION, title, body, actor=actor, now=now, remedy=REMEDY)
        note(Verb.CASE_REVOKED, case, actor, now, words=case.reasons)
    return case
