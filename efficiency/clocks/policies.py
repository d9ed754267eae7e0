"""Changes of limits: a new version of a policy; running clocks keep theirs."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.clocks.deadlines import Limit, moments
from efficiency.clocks.kinds import LimitUnit
from efficiency.clocks.models import Policy
from efficiency.clocks.moving import office_hours
from efficiency.common.moments import act
from efficiency.workdays.calendar import OutOfRange
from efficiency.workdays.current import current_calendar

SETTABLE = ("rule", "limit", "limit_unit", "day_end", "warn_before", "grave_after", "breach_level", "basis")


class UnableToChangePolicy(Exception):
    """The new version cannot be made."""


def change_policy(*, kind: str, values: dict[str, Any], actor: Any, now: datetime | None = None) -> Policy:
    """Make a new version of the policy of a kind, in force from now on, for clocks that start from now on.

    `values` holds fields of SETTABLE; what it leaves out stays. Where the limit comes from the
    item, it stays with the item. Raises UnableToChangePolicy where the kind has no policy,
    nothing changes, or a limit appears or disappears.
    """
    with act(now) as now:
        current = Policy.objects.select_for_update().filter(kind=kind).order_by("-version").first()
        if current is None:
            raise UnableToChangePolicy(_("There is no policy for this kind of clock."))
        new = Policy(kind=kind, version=current.version + 1, effective_from=now, made_by=actor)
        for name in SETTABLE:
            setattr(new, name, values.get(name, getattr(current, name)))
        pairs = {name: [getattr(current, name), getattr(new, name)] for name in SETTABLE}
        changed = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        _check(current, new, changed)
        new.save()
        record(
            Verb.POLICY_CHANGED,
            at=now,
            actor=actor,
            kind="policy",
            subject=kind,
            data={"version": new.version, "changed": changed},
        )
    return new


def policies_in_force() -> list[Policy]:
    """The newest version of each kind."""
    return list({policy.kind: policy for policy in Policy.objects.order_by("kind", "version")}.values())


def _check(current: Policy, new: Policy, changed: dict[str, Any]) -> None:
    if not changed:
        raise UnableToChangePolicy(_("Nothing was changed."))
    if (current.limit is None) != (new.limit is None):
        raise UnableToChangePolicy(_("Whether the limit comes from the item or from this policy cannot be changed."))
    if new.limit == 0:
        raise UnableToChangePolicy(_("A limit is at least 1."))
    _check_reach(new)


def _check_reach(new: Policy) -> None:
    """Refuse what no clock could be started with: the calendar ends somewhere."""
    calendar = current_calendar()
    try:
        moments(
            calendar,
            started_at=new.effective_from,
            limit=Limit(new.limit or 1, LimitUnit(new.limit_unit)),
            hours=office_hours(),
            warn_before=new.warn_before,
            grave_after=new.grave_after,
        )
    except (OutOfRange, OverflowError):
        reach = {"first": calendar.first, "last": calendar.last}
        text = _("The calendar covers %(first)s to %(last)s; the limit leads beyond.")
        raise UnableToChangePolicy(text % reach) from None
