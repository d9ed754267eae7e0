"""Setting when a hall serves and how many people a slot takes."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.appointments.models import Hours
from approvals.appointments.rules import may_set
from approvals.appointments.slots import BadSpans, as_text, spans_of
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act, local_date
from efficiency.organization.models import Unit, User

SPANS = ("regular", "extended", "saturday", "sunday")


class UnableToSetHours(Exception):
    """The hours stay as they are; the text says why."""


def set_hours(
    *,
    unit: Unit,
    effective_from: date,
    ground: str,
    actor: User | None,
    capacity: int,
    extended_capacity: int = 0,
    now: datetime | None = None,
    demo: bool = False,
    **spans: Any,
) -> Hours:
    """Let a hall serve at these hours from a day on (`regular`, `extended`, `saturday`, `sunday`).

    A later day than today, so that nobody's slot goes on the day itself; appointments that were made stay.
    `actor` is None for the demo city. Raises UnableToSetHours.
    """
    if actor is not None and not may_set(actor):
        raise UnableToSetHours(_("Only the efficiency office sets the hours of halls."))
    if not ground.strip():
        raise UnableToSetHours(_("Please write why the hours change."))
    try:
        read = {name: spans_of(str(spans.get(name, ""))) for name in SPANS}
    except BadSpans as error:
        raise UnableToSetHours(_("These hours cannot be read: %(part)s") % {"part": error}) from error
    if any(
        one.begins < other.ends and other.begins < one.ends for one in read["regular"] for other in read["extended"]
    ):
        raise UnableToSetHours(_("Extended service lies beside the regular hours, not over them."))
    if (read["extended"] or read["saturday"] or read["sunday"]) and not extended_capacity:
        raise UnableToSetHours(_("Please say how many places a slot has in extended service."))
    with act(now) as now:
        if actor is not None and effective_from <= local_date(now):
            raise UnableToSetHours(_("New hours begin tomorrow at the earliest."))
        made = Hours.objects.create(
            unit=unit,
            effective_from=effective_from,
            capacity=capacity,
            extended_capacity=extended_capacity,
            ground=ground.strip(),
            set_by=actor,
            set_at=now,
            demo=demo,
            **{name: as_text(found) for name, found in read.items()},
        )
        facts = {name: getattr(made, name) for name in (*SPANS, "capacity", "extended_capacity")}
        facts["from"] = effective_from.isoformat()
        record(Verb.HALL_HOURS_SET, at=now, actor=actor, kind="hall", subject=unit.pk, data=facts, demo=demo)
    return made
