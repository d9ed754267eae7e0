"""Changes of the settings of cards: each is audited with what stood before and after."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.cards.models import CardPolicy, Level
from efficiency.common.moments import act


class UnableToChangeSettings(Exception):
    """The new settings contradict themselves."""


def change_level(*, level: Level, values: dict[str, Any], actor: Any, now: datetime | None = None) -> Level:
    """Change a level's names, sign and points. Cards already issued keep the points they bear.

    `values` holds name_en, name_hans, name_hant, sign and points. Raises UnableToChangeSettings
    where the grave level would cost less than the first, or a reminder would cost points.
    """
    with act(now) as now:
        rows = {row.number: row for row in Level.objects.select_for_update()}
        level = rows[level.number]
        before = _values(level, values)
        for name, value in values.items():
            setattr(level, name, value)
        _check_points([row.points for _number, row in sorted(rows.items())])
        level.save(update_fields=list(values))
        _record("level", level.number, before, _values(level, values), actor, now)
    return level


def change_card_policy(*, values: dict[str, Any], actor: Any, now: datetime | None = None) -> CardPolicy:
    """Change the periods, the issuing office, the basis and the remedy text.

    Periods that are running keep their end.
    """
    with act(now) as now:
        policy = CardPolicy.objects.select_for_update().get(pk=1)
        before = _values(policy, values)
        for name, value in values.items():
            setattr(policy, name, value)
        policy.save(update_fields=list(values))
        _record("card-policy", policy.pk, before, _values(policy, values), actor, now)
    return policy


def _check_points(points: list[Decimal]) -> None:
    if points and points[0] != 0:
        raise UnableToChangeSettings(_("A reminder has no points."))
    if points != sorted(points):
        raise UnableToChangeSettings(_("A higher level cannot cost fewer points than a lower one."))


def _values(row: Level | CardPolicy, names: dict[str, Any]) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in names}
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in found.items()}


def _record(kind: str, subject: int, before: dict[str, Any], after: dict[str, Any], actor: Any, now: datetime) -> None:
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    record(Verb.POLICY_CHANGED, at=now, actor=actor, kind=kind, subject=subject, data=changed)
