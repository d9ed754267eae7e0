"""What the days themselves do to cases: acceptance by law, and the end of what nobody completed."""

import logging
from datetime import datetime

from django.conf import settings

from approvals.actions import UnableToAccept, deem_accepted, lapse_case
from approvals.defined import LAPSE
from approvals.models import Case, CaseState
from efficiency.changes.settings import value_of
from efficiency.clocks.kinds import ClockKind
from efficiency.common.failpoints import failpoint
from efficiency.common.moments import database_now, local_date

logger = logging.getLogger(__name__)

_BATCH = 500


def accept_by_law(now: datetime | None = None) -> int:
    """Accept every received case whose acceptance clock has run out, each in a transaction of its own.

    It waits the judge's margin, so that a clerk who began in time is never overtaken. Returns how
    many. One case that fails is logged and does not stop the rest.
    """
    moment = (now or database_now()) - settings.SWEEP_MARGIN
    waiting = Case.objects.filter(
        state=CaseState.RECEIVED,
        matter__clocks__kind=ClockKind.ACCEPTANCE,
        matter__clocks__stopped_at=None,
        matter__clocks__cancelled_at=None,
        matter__clocks__due_at__lte=moment,
    )
    accepted = 0
    for case in waiting.order_by("pk")[:_BATCH]:
        try:
            deem_accepted(case=case, now=now)
        except UnableToAccept:
            continue  # somebody accepted it meanwhile
        except Exception:
            logger.exception("case %s could not be accepted by law", case.pk)
            continue
        failpoint("acceptance.after-commit")
        accepted += 1
    return accepted


def lapse_uncompleted(now: datetime | None = None) -> int:
    """End the cases that were not completed within the days told, where the city has set so; how many."""
    moment = now or database_now()
    if not value_of(LAPSE, moment):
        return 0
    waiting = Case.objects.filter(
        state=CaseState.CORRECTING,
        corrections__answered_at=None,
        corrections__correct_by__lt=local_date(moment),
    )
    return sum(lapse_case(case=case, now=now) for case in waiting.order_by("pk")[:_BATCH])
