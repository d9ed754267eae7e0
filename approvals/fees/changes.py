"""Changes of the list of fees: two persons of the office, one row from the page or a whole sheet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from approvals.fees.actions.setting import FIELDS, set_standard
from approvals.fees.models import Standard
from approvals.fees.past import PAST
from approvals.fees.sheets import Read, StandardForm, read_rows
from efficiency.changes.kinds import (
    MOST_ROWS,
    ChangeKind,
    Difference,
    Effect,
    EffectTable,
    Payload,
    UnableToChange,
    register,
)
from efficiency.changes.models import Change
from efficiency.common.moments import local_date

KIND = "fee-standards"


def _read(payload: Payload, now: datetime) -> list[Read]:
    read, faults = read_rows(payload["rows"], today=local_date(now))
    if faults:
        raise UnableToChange("; ".join(str(fault) for fault in faults[:5]))
    return read


def _newest(codes: Sequence[str]) -> dict[str, Standard]:
    rows = Standard.objects.filter(fee__code__in=codes).select_related("fee__item").order_by("version")
    return {standard.fee.code: standard for standard in rows}


def _differences(row: Read, before: Standard | None) -> list[tuple[str, str, str]]:
    """What a row would set: the title, what stands now, what would stand."""
    after = Standard(**row.values)
    found = []
    for name in FIELDS:
        label = str(StandardForm.base_fields[name].label)
        was, would = _said(before, name) if before else "", _said(after, name)
        if was != would:
            found.append((label, was, would))
    return found


def _said(standard: Standard, name: str) -> str:
    shown = getattr(standard, f"get_{name}_display", None)
    value = shown() if shown else getattr(standard, name)
    return f"{value:.2f}" if name in ("lower", "upper") else str(value)


def describe(payload: Payload) -> list[Difference]:
    """One row field by field, as it stands against what the row would set; of a sheet how many rows."""
    rows = payload["rows"]
    if len(rows) > 1:
        words = ngettext("%(n)s row", "%(n)s rows", len(rows)) % {"n": len(rows)}
        return [Difference(_("Fees of the list"), "", words)]
    labels = [str(field.label) for field in StandardForm.base_fields.values()]
    return [Difference(label, "", value) for label, value in zip(labels, rows[0], strict=True) if value]


def effect(payload: Payload, now: datetime) -> Effect:
    """Which fees are new, which change and how; what stands already is refused."""
    read = _read(payload, now)
    newest = _newest([row.code for row in read])
    table, new, same = [], 0, 0
    for row in read:
        before = newest.get(row.code)
        changed = _differences(row, before)
        new += before is None
        same += not changed
        said = (
            _("new")
            if before is None
            else "; ".join(f"{label}: {was or '–'} → {to or '–'}" for label, was, to in changed)
        )
        table.append((row.code, row.values["name"], row.effective_from.isoformat(), said or _("unchanged")))
    if same == len(read):
        raise UnableToChange(_("All of this stands in the list already."))
    sentences = [
        _("%(new)s new, %(changed)s changed, %(same)s unchanged.")
        % {"new": new, "changed": len(read) - new - same, "same": same},
        _("Cases keep the fees of the day on which they were received."),
    ]
    heads = (_("Fee code"), pgettext("of the list", "Fee"), _("In force from"), _("What changes"))
    return Effect(sentences, [EffectTable(_("Fees of the list"), heads, table[:MOST_ROWS], len(table))])


def apply(change: Change, actor: Any, now: datetime) -> str:
    """Make the versions of what differs."""
    read = _read(change.payload, now)
    newest = _newest([row.code for row in read])
    for row in read:
        if _differences(row, newest.get(row.code)):
            set_standard(
                code=row.code,
                item=row.item,
                effective_from=row.effective_from,
                values=row.values,
                actor=change.proposed_by,
                confirmed_by=actor,
                change=change,
                now=now,
            )
    return reverse("fee", args=[read[0].code]) if len(read) == 1 else reverse("fees")


STANDARDS = ChangeKind(
    code=KIND,
    name=gettext_lazy("Fees of the list"),
    proposers=("office",),
    deciders=("office",),
    describe=describe,
    effect=effect,
    apply=apply,
)
register(STANDARDS)
register(PAST)
