"""Clocks that the judge could not judge, and asking it to look again."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.cards.models import ClockFault
from efficiency.clocks.models import Clock
from efficiency.common.moments import act


class UnableToLookAgain(Exception):
    """There is nothing to look at any more."""


def look_again(*, fault: ClockFault, actor: Any, now: datetime | None = None) -> None:
    """Put the clock at the head of the judge's queue and mark its open faults as attended to.

    If the clock still cannot be judged, the next sweep writes a new fault. Raises
    UnableToLookAgain where the fault is solved or the judge has nothing left to look for.
    """
    with act(now) as now:
        clock = Clock.objects.select_for_update().get(pk=fault.clock_id)
        open_faults = ClockFault.objects.filter(clock=clock, solved_at=None)
        if clock.look_at is None or not open_faults.exists():
            raise UnableToLookAgain(_("The judge has nothing left to look for on this clock."))
        Clock.objects.filter(pk=clock.pk).update(look_at=now)
        open_faults.update(solved_at=now)
        record(
            Verb.CLOCK_LOOK_ASKED,
            at=now,
            actor=actor,
            kind="matter",
            subject=clock.matter_id,
            data={"clock": clock.pk, "kind": clock.kind},
            demo=clock.matter.demo,
        )
