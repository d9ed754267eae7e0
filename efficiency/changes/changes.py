"""General settings, as changes that take two persons."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from efficiency.changes.adjusting import UnableToAdjust, adjust
from efficiency.changes.dates import effective_from, read_day
from efficiency.changes.kinds import ChangeKind, Difference, Effect, Payload, UnableToChange, register
from efficiency.changes.models import Change, Setting
from efficiency.changes.settings import Definition, as_json, definition_of, value_of
from efficiency.changes.telling import outdated, overtaken, since_words


def describe(payload: Payload) -> list[Difference]:
    """The value of then and the value proposed."""
    try:
        known = definition_of(payload["key"])
        before, after = known.say(known.read(payload["was"])), known.say(known.read(payload["value"]))
    except (KeyError, ValidationError):  # a room that defined it once does so no more
        return [Difference(payload["key"], str(payload.get("was", "")), str(payload["value"]))]
    return [Difference(str(known.label), before, after)]


def effect(payload: Payload, now: datetime) -> Effect:
    """From when the value would count, and what its room says follows."""
    known, value, since = _read(payload, now)
    before = value_of(known.key, since)
    if as_json(before) == as_json(value):
        raise UnableToChange(_("This value stands already."))
    versions = list(Setting.objects.filter(key=known.key).order_by("version").values_list("version", "effective_from"))
    newest = versions[-1][0] if versions else 0
    sentences = [
        *outdated(payload.get("version", newest), newest),
        since_words(since, now),
        *overtaken([one for one in versions if one[1] > now], since),
    ]
    told = known.effect(before, value, since) if known.effect else Effect()
    return Effect([*sentences, *told.sentences], told.tables)


def apply(change: Change, actor: Any, now: datetime) -> str:
    """Make the version."""
    known, value, since = _read(change.payload, now)
    effect(change.payload, now)
    try:
        adjust(
            key=known.key,
            value=value,
            effective_from=since,
            ground=change.ground,
            document=change.document,
            actor=change.proposed_by,
            confirmed_by=actor,
            change=change,
            now=now,
            demo=change.demo,
        )
    except UnableToAdjust as error:
        raise UnableToChange(str(error)) from error
    return reverse("setting", args=[known.key])


def _read(payload: Payload, now: datetime) -> tuple[Definition, Any, datetime]:
    try:
        known = definition_of(payload["key"])
        value = known.read(payload["value"])
    except KeyError as error:
        raise UnableToChange(_("There is no such setting any more.")) from error
    except ValidationError as error:
        raise UnableToChange(" ".join(error.messages)) from error
    return known, value, effective_from(read_day(payload.get("from")), now, whole_days=known.whole_days)


SETTING = ChangeKind(
    code="setting",
    name=gettext_lazy("Setting"),
    proposers=("office",),
    deciders=("office",),
    describe=describe,
    effect=effect,
    apply=apply,
)
TECHNICAL = ChangeKind(
    code="technical-setting",
    name=gettext_lazy("Technical setting"),
    proposers=("sysadmin", "secadmin"),
    deciders=("secadmin",),
    describe=describe,
    effect=effect,
    apply=apply,
)
register(SETTING)
register(TECHNICAL)
