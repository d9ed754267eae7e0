"""Changes to units. Each writes its entry in the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.actions.fields import set_fields, shown
from efficiency.organization.models import Unit, User


class UnableToChangeUnit(Exception):
    """The unit stays as it was; the message says why."""


def add_unit(
    *,
    code: str,
    name: str,
    kind: str,
    actor: User | None,
    now: datetime | None = None,
    short_name: str = "",
    parent: Unit | None = None,
    phone: str = "",
    address: str = "",
    demo: bool = False,
) -> Unit:
    """Add a unit below `parent`, or at the root."""
    with act(now) as now:
        if parent is not None:
            parent = Unit.objects.select_for_update().get(pk=parent.pk)  # its path may just have changed
        short = short_name or name[:30]
        unit = Unit(
            code=code, name=name, short_name=short, kind=kind, parent=parent, phone=phone, address=address, demo=demo
        )
        _save_unit(unit)
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.save(update_fields=["path"])
        data = {"code": code, "name": name, "parent": parent.pk if parent else None}
        record(Verb.UNIT_ADDED, at=now, actor=actor, kind="unit", subject=unit.pk, data=data, demo=demo)
    return unit


def change_unit(*, unit: Unit, changes: Mapping[str, Any], actor: User | None, now: datetime | None = None) -> Unit:
    """Set these fields of a unit; a new parent moves everything below it along.

    Raises UnableToChangeUnit for a parent inside the unit itself, or where people or units in
    use stand below a unit that is to be closed.
    """
    with act(now) as now:
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        before = set_fields(unit, changes)
        if not before:
            return unit
        busy = unit.children.filter(active=True).exists() or unit.users.filter(is_active=True).exists()
        if not unit.active and busy:
            raise UnableToChangeUnit(_("Units or enabled accounts still stand below this unit. Move them first."))
        _save_unit(unit)
        if "parent" in before:
            _move(unit)
        data = {"before": before, "after": shown(unit, before)}
        record(Verb.UNIT_CHANGED, at=now, actor=actor, kind="unit", subject=unit.pk, data=data, demo=unit.demo)
    return unit


def _save_unit(unit: Unit) -> None:
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:
        raise UnableToChangeUnit(_("There is already a unit with this code.")) from error


def _move(unit: Unit) -> None:
    """Give the unit and all below it the paths that follow from its parent."""
    old = unit.path
    parent = Unit.objects.select_for_update().get(pk=unit.parent_id) if unit.parent_id else None
    if parent is not None and parent.path.startswith(old):
        raise UnableToChangeUnit(_("A unit cannot stand below itself."))
    new = f"{parent.path if parent else '/'}{unit.pk}/"
    if new != old:
        rest = Substr(F("path"), len(old) + 1)
        Unit.objects.filter(path__startswith=old).update(path=Concat(Value(new), rest))
        unit.path = new
