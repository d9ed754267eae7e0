"""Changes of levels and of what cards say: each is a new version; cards that stand keep theirs."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.cards.models import CardPolicy, Level
from efficiency.changes.models import Change
from efficiency.common.moments import act

LEVEL_FIELDS = ("name_hans", "name_hant", "name_en", "sign", "colour", "points")
TERMS_FIELDS = ("answer_days", "review_days", "rectify_days", "issuer", "article", "remedy")


class UnableToChangeSettings(Exception):
    """The new version contradicts itself or another."""


def change_level(
    *,
    number: int,
    values: Mapping[str, Any],
    actor: Any,
    ground: str = "",
    document: str = "",
    effective_from: datetime | None = None,
    confirmed_by: Any | None = None,
    change: Change | None = None,
    now: datetime | None = None,
) -> Level:
    """Make the next version of a level. Cards already issued keep the name and the points they bear.

    `values` holds some of LEVEL_FIELDS. Raises UnableToChangeSettings where nothing changes, the
    grave level would cost less than the first, or a reminder would cost points. On the desk only
    a confirmed change calls this.
    """
    with act(now) as now:
        current, new = draft_level(number, values, effective_from or now, locked=True)
        _sign(new, ground, document, change, actor, confirmed_by, now)
        new.save()
        _record("level", number, new, differences(current, new, LEVEL_FIELDS), now)
    return new


def change_card_policy(
    *,
    values: Mapping[str, Any],
    actor: Any,
    ground: str = "",
    document: str = "",
    effective_from: datetime | None = None,
    confirmed_by: Any | None = None,
    change: Change | None = None,
    now: datetime | None = None,
) -> CardPolicy:
    """Make the next version of the periods, the issuing office, the basis and the remedy text.

    Cards already issued keep theirs. Raises UnableToChangeSettings where nothing changes.
    """
    with act(now) as now:
        current, new = draft_terms(values, effective_from or now, locked=True)
        _sign(new, ground, document, change, actor, confirmed_by, now)
        new.save()
        _record("card-policy", 1, new, differences(current, new, TERMS_FIELDS), now)
    return new


def draft_level(
    number: int, values: Mapping[str, Any], since: datetime, *, locked: bool = False
) -> tuple[Level, Level]:
    """The newest version of a level and the next one as it would be. Saves nothing."""
    rows = Level.objects.select_for_update() if locked else Level.objects.all()
    newest = {row.number: row for row in rows.order_by("number", "version")}
    if number not in newest:
        raise UnableToChangeSettings(_("There is no such level."))
    current = newest[number]
    new = Level(number=number, version=current.version + 1, effective_from=since)
    for name in LEVEL_FIELDS:
        setattr(new, name, values.get(name, getattr(current, name)))
    new.points = Decimal(new.points)
    if not differences(current, new, LEVEL_FIELDS):
        raise UnableToChangeSettings(_("Nothing was changed."))
    _check_points([row.points for _number, row in sorted((newest | {number: new}).items())])
    return current, new


def draft_terms(values: Mapping[str, Any], since: datetime, *, locked: bool = False) -> tuple[CardPolicy, CardPolicy]:
    """The newest periods and texts and the next ones as they would be. Saves nothing."""
    rows = CardPolicy.objects.select_for_update() if locked else CardPolicy.objects.all()
    current = rows.order_by("-version")[0]
    new = CardPolicy(version=current.version + 1, effective_from=since)
    for name in TERMS_FIELDS:
        setattr(new, name, values.get(name, getattr(current, name)))
    if not differences(current, new, TERMS_FIELDS):
        raise UnableToChangeSettings(_("Nothing was changed."))
    if new.answer_days < 1:
        raise UnableToChangeSettings(_("A unit has at least 1 working day for its statement."))
    return current, new


def differences(
    current: Level | CardPolicy, new: Level | CardPolicy, names: tuple[str, ...]
) -> dict[str, tuple[Any, Any]]:
    """What differs: before and after by the name of the field."""
    pairs = {name: (getattr(current, name), getattr(new, name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _check_points(points: list[Decimal]) -> None:
    if points and points[0] != 0:
        raise UnableToChangeSettings(_("A reminder has no points."))
    if points != sorted(points):
        raise UnableToChangeSettings(_("A higher level cannot cost fewer points than a lower one."))


def _sign(
    new: Level | CardPolicy,
    ground: str,
    document: str,
    change: Change | None,
    actor: Any,
    confirmed_by: Any | None,
    now: datetime,
) -> None:
    if new.effective_from < now:
        raise UnableToChangeSettings(_("A setting never counts backwards."))
    new.ground, new.document, new.change = ground.strip(), document.strip(), change
    new.made_by, new.confirmed_by, new.made_at = actor, confirmed_by, now


def _record(
    kind: str, subject: int, new: Level | CardPolicy, changed: dict[str, tuple[Any, Any]], now: datetime
) -> None:
    told = {name: [_plain(value) for value in pair] for name, pair in changed.items()}
    facts = {"version": new.version, "changed": told, "effective_from": new.effective_from.isoformat()}
    by = new.confirmed_by or new.made_by
    record(Verb.POLICY_CHANGED, at=now, actor=by, kind=kind, subject=subject, data=facts)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
