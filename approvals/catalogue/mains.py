"""Main items: found by their code, made where there is none, changed where somebody says something else of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from approvals.models import MainItem
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.organization.models import User

_TOLD = ("name", "type", "basis", "level")


def with_mains(
    values: Sequence[Mapping[str, Any]], *, actor: User | None, now: datetime, demo: bool = False
) -> list[Mapping[str, Any]]:
    """The same values, with each main item that they describe (a dict with its code) written and put in its place."""
    told = {given["main"]["code"]: given["main"] for given in values if isinstance(given.get("main"), dict)}
    if not told:
        return list(values)
    known = MainItem.objects.select_for_update().in_bulk(list(told), field_name="code")
    for code, main in told.items():
        known[code] = _written(known.get(code), main, actor, now, demo)
    return [
        {**given, "main": known[given["main"]["code"]]} if isinstance(given.get("main"), dict) else given
        for given in values
    ]


def _written(
    found: MainItem | None, told: Mapping[str, Any], actor: User | None, now: datetime, demo: bool
) -> MainItem:
    main = found or MainItem(code=told["code"], demo=demo)
    before = {name: getattr(main, name) for name in _TOLD} if found else {}
    after = {name: told[name] for name in _TOLD if name in told}
    differing = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
    if found is not None and not differing:
        return main
    for name, value in after.items():
        setattr(main, name, value)
    main.save()
    record(
        Verb.MAIN_ITEM_SET,
        at=now,
        actor=actor,
        kind="main-item",
        subject=main.pk,
        data={"code": main.code, "changed": differing},
        demo=main.demo,
    )
    return main
