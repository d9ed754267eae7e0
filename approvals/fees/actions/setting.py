"""Putting a standard on the list."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from approvals.fees.models import Fee, Standard
from approvals.fees.money import YuanField
from approvals.models import Item
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.models import Change
from efficiency.common.moments import act
from efficiency.organization.models import User

FIELDS = ("name", "authority", "standing", "basis", "document", "lower", "upper", "per", "counting")


def set_standard(
    *,
    code: str,
    item: Item,
    effective_from: date,
    values: Mapping[str, Any],
    actor: User | None,
    confirmed_by: User | None = None,
    change: Change | None = None,
    now: datetime | None = None,
) -> Standard:
    """Give a fee a new version that holds from a day; a fee that is new comes with its first.

    `values` holds what FIELDS names. Two persons stand behind it (`actor` proposed, `confirmed_by` decided);
    a demo city has none. Called by the kind of change `fee-standards`.
    """
    with act(now) as now:
        fee, _made = Fee.objects.get_or_create(code=code, defaults={"item": item, "demo": item.demo})
        fee = Fee.objects.select_for_update().get(pk=fee.pk)
        newest = fee.standards.order_by("-version").first()
        standard = Standard.objects.create(
            fee=fee,
            version=newest.version + 1 if newest else 1,
            effective_from=effective_from,
            set_by=actor,
            confirmed_by=confirmed_by,
            change=change,
            set_at=now,
            demo=fee.demo,
            **values,
        )
        facts = {"code": code, "version": standard.version, "from": effective_from.isoformat()}
        facts |= {name: _plain(standard, name) for name in FIELDS}
        record(Verb.FEE_SET, at=now, actor=actor, kind="fee", subject=fee.pk, data=facts, demo=fee.demo)
    return standard


def record_export(
    *, actor: User, name: str, rows: int, filters: Mapping[str, str], now: datetime | None = None
) -> None:
    """Write down that somebody took a list of this room out of the house (T-82)."""
    with act(now) as now:
        data = {"rows": rows, "filters": dict(filters)}
        record(Verb.FEES_EXPORTED, at=now, actor=actor, kind="fees", subject=name, data=data)


def _plain(standard: Standard, name: str) -> str:
    value = getattr(standard, name)
    return f"{value:.2f}" if isinstance(Standard._meta.get_field(name), YuanField) else str(value)
