"""Changes of limits: a new version of a policy; running clocks keep theirs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.models import Change
from efficiency.clocks.deadlines import Limit, moments
from efficiency.clocks.kinds import DayEnd, LimitUnit
from efficiency.clocks.models import Policy
from efficiency.clocks.moving import office_hours
from efficiency.common.moments import act, database_now
from efficiency.workdays.calendar import OutOfRange
from efficiency.workdays.current import current_calendar

SETTABLE = ("rule", "limit", "limit_unit", "day_end", "warn_before", "grave_after", "breach_level", "basis")


class UnableToChangePolicy(Exception):
    """The new version cannot be made."""


def change_policy(
    *,
    kind: str,
    values: Mapping[str, Any],
    actor: Any,
    ground: str = "",
    document: str = "",
    effective_from: datetime | None = None,
    confirmed_by: Any | None = None,
    change: Change | None = None,
    now: datetime | None = None,
) -> Policy:
    """Make a new version of the policy of a kind, for clocks that start from `effective_from` (default: now) on.

    `values` holds fields of SETTABLE; what it leaves out stays. Where the limit comes from the
    item, it stays with the item. Raises UnableToChangePolicy where the kind has no policy,
    nothing changes, or a limit appears or disappears. On the desk only a confirmed change calls this.
    """
    with act(now) as now:
        current, new = draft_of(kind, values, effective_from or now, locked=True)
        changed = differences(current, new)
        if new.effective_from < now:
            raise UnableToChangePolicy(_("A limit never counts backwards."))
        new.ground, new.document, new.change = ground.strip(), document.strip(), change
        new.made_by, new.confirmed_by, new.made_at = actor, confirmed_by, now
        new.save()
        facts = {"version": new.version, "changed": changed, "effective_from": new.effective_from.isoformat()}
        by = confirmed_by or actor
        record(Verb.POLICY_CHANGED, at=now, actor=by, kind="policy", subject=kind, data=facts)
    return new


def draft_of(kind: str, values: Mapping[str, Any], since: datetime, *, locked: bool = False) -> tuple[Policy, Policy]:
    """The newest version of a kind, and the next one as it would be. Saves nothing. Raises UnableToChangePolicy."""
    rows = Policy.objects.select_for_update() if locked else Policy.objects.all()
    current = rows.filter(kind=kind).order_by("-version").first()
    if current is None:
        raise UnableToChangePolicy(_("There is no policy for this kind of clock."))
    new = Policy(kind=kind, version=current.version + 1, effective_from=since)
    for name in SETTABLE:
        setattr(new, name, values.get(name, getattr(current, name)))
    _check(current, new, differences(current, new))
    return current, new


def differences(current: Policy, new: Policy) -> dict[str, list[Any]]:
    """What differs between two versions: before and after by the name of the field."""
    pairs = {name: [getattr(current, name), getattr(new, name)] for name in SETTABLE}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def in_force(kind: str, at: datetime) -> Policy | None:
    """The newest version of a kind whose day has come; the first one counts from the beginning of time."""
    versions = Policy.objects.filter(kind=kind)
    due = versions.filter(effective_from__lte=at).order_by("-version").first()
    return due or versions.order_by("version").first()


def policies_in_force(at: datetime | None = None) -> list[Policy]:
    """The version in force of each kind at a moment (default: now)."""
    moment = at or database_now()
    found: dict[str, Policy] = {}
    for policy in Policy.objects.order_by("kind", "version"):
        if policy.kind not in found or policy.effective_from <= moment:
            found[policy.kind] = policy
    return list(found.values())


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
            day_end=DayEnd(new.day_end),
            hours=office_hours(),
            warn_before=new.warn_before,
            grave_after=new.grave_after,
        )
    except (OutOfRange, OverflowError):
        reach = {"first": calendar.first, "last": calendar.last}
        text = _("The calendar covers %(first)s to %(last)s; the limit leads beyond.")
        raise UnableToChangePolicy(text % reach) from None
