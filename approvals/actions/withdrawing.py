"""The applicant takes the application back."""

from datetime import datetime

from django.utils.translation import gettext as _

from approvals.actions.deciding import UnableToFinish
from approvals.actions.rows import locked, not_yours, note
from approvals.models import Case, CaseState, Said
from approvals.rules import may_handle
from efficiency.audit.verbs import Verb
from efficiency.clocks.actions import cancel_clock, close_matter
from efficiency.clocks.models import Clock
from efficiency.common.moments import act, begins_again, local_date
from efficiency.organization.models import User


@begins_again
def withdraw_case(
    *, case: Case, reason: str, said: Said = Said.LETTER, actor: User, now: datetime | None = None
) -> Case:
    """End a case that the applicant withdraws; what runs is cancelled, a past breach stands.

    `said` is how the applicant's word is on record: nobody withdraws for him. Filed anew, the
    application goes on with what is left of its limits. Raises UnableToFinish.
    """
    with act(now) as now:
        case = locked(case)
        if not may_handle(actor, case):
            raise UnableToFinish(not_yours())
        if not case.open:
            raise UnableToFinish(_("This case has ended already."))
        if not reason.strip():
            raise UnableToFinish(_("Please write how and why the applicant withdrew."))
        if said == Said.LAPSED:
            raise UnableToFinish(_("Please say how the applicant's word is on record."))
        _end(case, reason.strip(), said, actor, now)
    return case


@begins_again
def lapse_case(*, case: Case, now: datetime | None = None) -> bool:
    """End a case that the applicant did not complete within the days told, where the city's rules say so.

    Tells whether it did: not where it was completed, or has a day left.
    """
    with act(now) as now:
        case = locked(case)
        given = case.corrections.filter(answered_at=None).first()
        if case.state != CaseState.CORRECTING or given is None or local_date(now) <= given.correct_by:
            return False
        _end(case, "", Said.LAPSED, None, now)
    return True


def _end(case: Case, reason: str, said: Said, actor: User | None, now: datetime) -> None:
    for clock in Clock.objects.running().filter(matter=case.matter).order_by("pk"):
        cancel_clock(clock=clock, actor=actor, reason="withdrawn", now=now)
    case.state, case.finished_at, case.said_how = CaseState.WITHDRAWN, now, said
    case.note = f"{case.note}\n{reason}".strip()[:500]
    case.save(update_fields=["state", "finished_at", "said_how", "note"])
    close_matter(matter=case.matter, actor=actor, now=now)
    note(Verb.CASE_WITHDRAWN, case, actor, now, {"said": said})
