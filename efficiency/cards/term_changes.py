"""Levels, and what cards say, as changes that take two persons."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from efficiency.cards.forms import CardPolicyForm, LevelForm
from efficiency.cards.kinds import LevelNumber, State
from efficiency.cards.models import Card, CardPolicy, Level
from efficiency.cards.policies import (
    LEVEL_FIELDS,
    TERMS_FIELDS,
    UnableToChangeSettings,
    change_card_policy,
    change_level,
    draft_level,
    draft_terms,
)
from efficiency.changes.dates import effective_from, read_day
from efficiency.changes.desk import Row, VersionLine
from efficiency.changes.kinds import ChangeKind, Difference, Effect, Payload, UnableToChange
from efficiency.changes.models import Change
from efficiency.changes.telling import outdated, overtaken, since_words

Version = Level | CardPolicy
V = TypeVar("V", Level, CardPolicy)
_MONTH = timedelta(days=30)
TERMS_KEY = "cards.terms"


def describe_level(payload: Payload) -> list[Difference]:
    """Each field that differs, in words."""
    return _describe(Level, payload, LEVEL_FIELDS)


def effect_of_level(payload: Payload, now: datetime) -> Effect:
    """Cards that stand keep theirs; how many of this level the last month brought."""
    since = effective_from(read_day(payload.get("from")), now)
    try:
        current, new = draft_level(payload["number"], payload["values"], since)
    except UnableToChangeSettings as error:
        raise UnableToChange(str(error)) from error
    issued = Card.objects.filter(level=new.number, issued_at__gte=now - _MONTH).count()
    text = ngettext(
        "%(count)s card of this level was issued in the last 30 days; it keeps its name and points.",
        "%(count)s cards of this level were issued in the last 30 days; they keep their name and points.",
        issued,
    )
    told = [text % {"count": issued}]
    if new.points != current.points:
        more = _("Issued under the new version they would cost %(after)s points in place of %(before)s.")
        told.append(more % {"after": f"{new.points * issued:f}", "before": f"{current.points * issued:f}"})
    return _effect(payload, Level.objects.filter(number=new.number), current, since, now, told)


def apply_level(change: Change, actor: Any, now: datetime) -> str:
    """Make the version."""
    payload = change.payload
    try:
        change_level(number=payload["number"], values=payload["values"], **_signed(change, actor, now))
    except UnableToChangeSettings as error:
        raise UnableToChange(str(error)) from error
    return reverse("setting", args=[level_key(payload["number"])])


def describe_terms(payload: Payload) -> list[Difference]:
    """Each field that differs."""
    return _describe(CardPolicy, payload, TERMS_FIELDS)


def effect_of_terms(payload: Payload, now: datetime) -> Effect:
    """Cards that stand keep their periods and their texts."""
    since = effective_from(read_day(payload.get("from")), now)
    try:
        current, _new = draft_terms(payload["values"], since)
    except UnableToChangeSettings as error:
        raise UnableToChange(str(error)) from error
    waiting = Card.objects.filter(state=State.ISSUED, answer_by__gt=now).count()
    text = ngettext(
        "%(count)s card awaits the unit's statement; it keeps its period and its texts.",
        "%(count)s cards await the unit's statement; they keep their periods and their texts.",
        waiting,
    )
    told = [text % {"count": waiting}, _("A card printed again shows what was in force when it was issued.")]
    return _effect(payload, CardPolicy.objects.all(), current, since, now, told)


def apply_terms(change: Change, actor: Any, now: datetime) -> str:
    """Make the version."""
    try:
        change_card_policy(values=change.payload["values"], **_signed(change, actor, now))
    except UnableToChangeSettings as error:
        raise UnableToChange(str(error)) from error
    return reverse("setting", args=[TERMS_KEY])


LEVEL = ChangeKind(
    code="level",
    name=gettext_lazy("Level of cards"),
    proposers=("office",),
    deciders=("office",),
    describe=describe_level,
    effect=effect_of_level,
    apply=apply_level,
)
TERMS = ChangeKind(
    code="card-policy",
    name=gettext_lazy("Periods and texts of cards"),
    proposers=("office",),
    deciders=("office",),
    describe=describe_terms,
    effect=effect_of_terms,
    apply=apply_terms,
)


def level_key(number: int) -> str:
    """The key of a level on the settings desk."""
    return f"cards.level-{number}"


def rows(now: datetime) -> list[Row]:
    """Levels and terms on the settings desk: two queries."""
    kept: dict[int, list[Level]] = {}
    for level in Level.objects.select_related("made_by", "confirmed_by").order_by("number", "version"):
        kept.setdefault(level.number, []).append(level)
    terms = list(CardPolicy.objects.select_related("made_by", "confirmed_by").order_by("version"))
    return [*(_level_row(versions, now) for versions in kept.values()), _terms_row(terms, now)]


def _level_row(versions: list[Level], now: datetime) -> Row:
    stands = _stands(versions, now)
    newest = versions[-1]
    return Row(
        key=level_key(stands.number),
        label=_("Level %(number)s: %(name)s") % {"number": stands.number, "name": LevelNumber(stands.number).label},
        help=gettext_lazy("What the city calls a level and what it costs. Cards that were issued keep theirs."),
        group=gettext_lazy("Cards"),
        kind=LEVEL.code,
        stands=_level_words(stands),
        since=stands.made_at and stands.effective_from,
        version=stands.version,
        form=partial(_level_form, newest),
        payload=partial(_payload, newest, LEVEL_FIELDS, {"number": newest.number}),
        versions=partial(_lines, versions),
        coming=_coming(versions, stands, now),
    )


def _terms_row(versions: list[CardPolicy], now: datetime) -> Row:
    stands = _stands(versions, now)
    return Row(
        key=TERMS_KEY,
        label=_("Periods and texts of cards"),
        help=gettext_lazy("Periods in working days, and what is printed. Cards that were issued keep theirs."),
        group=gettext_lazy("Cards"),
        kind=TERMS.code,
        stands=_terms_words(stands),
        since=stands.made_at and stands.effective_from,
        version=stands.version,
        form=partial(_terms_form, versions[-1]),
        payload=partial(_payload, versions[-1], TERMS_FIELDS, {}),
        versions=partial(_lines, versions),
        coming=_coming(versions, stands, now),
    )


def _stands(versions: list[V], now: datetime) -> V:
    return ([one for one in versions if one.effective_from <= now] or versions[:1])[-1]


def _coming(versions: list[V], stands: V, now: datetime) -> list[VersionLine]:
    return _lines([one for one in versions if one.effective_from > now and one.version > stands.version])


def _level_form(newest: Level, typed: Any) -> forms.BaseForm:
    return LevelForm(typed, instance=Level(**{name: getattr(newest, name) for name in LEVEL_FIELDS}))


def _terms_form(newest: CardPolicy, typed: Any) -> forms.BaseForm:
    return CardPolicyForm(typed, instance=CardPolicy(**{name: getattr(newest, name) for name in TERMS_FIELDS}))


def _payload(newest: Version, names: tuple[str, ...], more: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    was = {name: _plain(getattr(newest, name)) for name in names}
    values = {name: _plain(given[name]) for name in names if name in given and given[name] != getattr(newest, name)}
    return {"version": newest.version, "was": was, "values": values, **more}


def _describe(model: type[Version], payload: Payload, names: tuple[str, ...]) -> list[Difference]:
    before, after = payload["was"], payload["was"] | payload["values"]
    return [
        Difference(str(model._meta.get_field(name).verbose_name), str(before[name]), str(after[name]))  # type: ignore[union-attr]
        for name in names
        if before[name] != after[name]
    ]


def _effect(
    payload: Payload, versions: Any, current: Version, since: datetime, now: datetime, told: list[str]
) -> Effect:
    coming = versions.filter(effective_from__gt=now).values_list("version", "effective_from")
    return Effect(
        sentences=[
            *outdated(payload.get("version", current.version), current.version),
            since_words(since, now),
            *overtaken(coming, since),
            *told,
        ]
    )


def _signed(change: Change, actor: Any, now: datetime) -> dict[str, Any]:
    return {
        "effective_from": effective_from(read_day(change.payload.get("from")), now),
        "ground": change.ground,
        "document": change.document,
        "actor": change.proposed_by,
        "confirmed_by": actor,
        "change": change,
        "now": now,
    }


def _lines(versions: Sequence[Version]) -> list[VersionLine]:
    return [
        VersionLine(
            number=one.version,
            words=_level_words(one) if isinstance(one, Level) else _terms_words(one),
            since=one.effective_from,
            ground=one.ground,
            document=one.document,
            made_by=str(one.made_by or ""),
            confirmed_by=str(one.confirmed_by or ""),
            made_at=one.made_at,
            change=one.change_id,
        )
        for one in reversed(versions)
    ]


def _level_words(level: Level) -> str:
    names = f"{level.name_hans} · {level.name_hant}"
    if (get_language() or "").startswith("en"):
        names += f" · {level.name_en}"
    points = _("%(points)s points") % {"points": f"{level.points.normalize():f}"}
    return f"{names}; {level.sign}; {level.get_colour_display()}; {points}"


def _terms_words(terms: CardPolicy) -> str:
    periods = _("statement %(answer)s, review %(review)s, rectification %(rectify)s working days") % {
        "answer": terms.answer_days,
        "review": terms.review_days,
        "rectify": terms.rectify_days,
    }
    return "\n".join(part for part in (periods, terms.issuer, terms.article, terms.remedy) if part)


def _plain(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value
