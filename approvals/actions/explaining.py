"""Saying in public why a case is late (Regulation on Optimizing the Business Environment art. 36, E-19)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from approvals.actions.rows import UnableToAct, locked, not_yours, note
from approvals.models import Case, DelayCause, Explanation
from approvals.rules import may_handle
from efficiency.audit.verbs import Verb
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.common.moments import act, local_date
from efficiency.organization.models import User

# Limits of the handling itself: what the applicant was promised, and what the law allows.
OF_HANDLING = (ClockKind.PROMISED, ClockKind.IMMEDIATE, ClockKind.STATUTORY)


class UnableToExplain(UnableToAct):
    """Nothing was explained; the text says why."""


def explain_delay(
    *, case: Case, cause: DelayCause, expected_on: date | None = None, actor: User, now: datetime | None = None
) -> Explanation:
    """Tell on the public progress page why the case is late and by when it will be done.

    May be told anew where the day does not hold. Raises UnableToExplain.
    """
    with act(now) as now:
        case = locked(case)
        if not may_handle(actor, case):
            raise UnableToExplain(not_yours())
        if not is_late(case, now):
            raise UnableToExplain(_("No limit of this case has passed: there is nothing to explain."))
        if expected_on is None and case.open:
            raise UnableToExplain(_("Please say by which day it will be done."))
        if expected_on is not None and expected_on < local_date(now):
            raise UnableToExplain(_("The day by which it will be done lies ahead."))
        told = Explanation.objects.create(
            case=case, cause=cause, expected_on=expected_on if case.open else None, by=actor, at=now
        )
        note(Verb.CASE_EXPLAINED, case, actor, now, {"cause": cause})
    return told


def is_late(case: Case, now: datetime) -> bool:
    """Tell whether a limit of the handling was broken by now."""
    clocks = Clock.objects.filter(matter=case.matter, kind__in=OF_HANDLING)
    return any(clock.is_late(now) for clock in clocks)
