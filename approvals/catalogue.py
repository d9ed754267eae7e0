"""Changes of the catalogue of items."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from approvals.initials import initials
from approvals.limits import NotComparable, keeps_within
from approvals.models import Item
from approvals.rules import may_edit_catalogue
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import User

FIELDS = (
    "code",
    "name",
    "unit",
    "type",
    "basis",
    "conditions",
    "materials",
    "procedure",
    "statutory_limit",
    "statutory_unit",
    "promised_limit",
    "promised_unit",
    "fee",
    "active",
)


class UnableToChangeItem(Exception):
    """The item stays as it is; the text says why."""


def add_item(*, values: dict[str, Any], actor: User | None, now: datetime | None = None, demo: bool = False) -> Item:
    """Add an item to the catalogue. `values` holds what FIELDS names; no actor is an import."""
    _refuse_stranger(actor)
    item = Item(**values, demo=demo)
    _refuse_limits(item)
    item.initials = initials(item.name)
    try:
        with act(now) as now:
            item.save()
            record(Verb.ITEM_ADDED, at=now, actor=actor, kind="item", subject=item.pk, data=_facts(item), demo=demo)
    except IntegrityError as error:
        raise UnableToChangeItem(_("An item with this code exists already.")) from error
    return item


def change_item(*, item: Item, values: dict[str, Any], version: int, actor: User, now: datetime | None = None) -> Item:
    """Change an item and raise its version; cases keep the limits they were received under (T-25).

    `version` is the one that the editor saw: where somebody else changed the item meanwhile,
    UnableToChangeItem is raised and nothing is lost in silence.
    """
    _refuse_stranger(actor)
    with act(now) as now:
        item = Item.objects.select_for_update(of=("self",)).select_related("unit").get(pk=item.pk)
        if item.version != version:
            raise UnableToChangeItem(
                _("Somebody changed this item while you were editing it. Please open it again and repeat your change.")
            )
        before = _facts(item)
        for name, value in values.items():
            setattr(item, name, value)
        _refuse_limits(item)
        after = _facts(item)
        changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        if not changed:
            return item
        item.initials = initials(item.name)
        item.version += 1
        item.save()
        data = {"version": item.version, "changed": changed}
        record(Verb.ITEM_CHANGED, at=now, actor=actor, kind="item", subject=item.pk, data=data, demo=item.demo)
    return item


def _refuse_stranger(actor: User | None) -> None:
    if actor is not None and not may_edit_catalogue(actor):
        raise UnableToChangeItem(_("Only the efficiency office changes the catalogue."))


def _refuse_limits(item: Item) -> None:
    if item.promised_limit < 1:
        raise UnableToChangeItem(_("The promised limit must be at least 1."))
    if item.statutory_limit is None:
        return
    try:
        kept = keeps_within(item.promised_limit, item.promised_unit, item.statutory_limit, item.statutory_unit)
    except NotComparable as error:
        raise UnableToChangeItem(
            _("These two limits cannot be compared. Please give both in the same unit.")
        ) from error
    if not kept:
        raise UnableToChangeItem(
            _("The promised limit (%(promised)s) must not be longer than the statutory limit (%(statutory)s).")
            % {"promised": item.promised_words, "statutory": item.statutory_words}
        )


def _facts(item: Item) -> dict[str, Any]:
    facts = {name: getattr(item, name) for name in FIELDS if name != "unit"}
    return facts | {"unit": item.unit_id}
