"""Acceptance by law of cases on which nobody told the applicant anything."""

import logging
from datetime import datetime

from django.conf import settings

from approvals.actions import UnableToAccept, deem_accepted
from approvals.models import Case, CaseState
from efficiency.clocks.kinds import ClockKind
from efficiency.common.failpoints import failpoint
from efficiency.common.moments import database_now

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
