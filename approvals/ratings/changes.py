"""Voiding and reinstating a rating, as changes that take two persons of the office."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.ratings.actions.ruling import UnableToRule, apply_ruling, refusal_of
from approvals.ratings.kinds import Code, RulingKind
from approvals.ratings.models import Rating
from efficiency.changes.kinds import ChangeKind, Difference, Effect, Payload, UnableToChange, register
from efficiency.changes.models import Change


def _rating(payload: Payload) -> Rating:
    found = Rating.objects.select_related("unit", "item").filter(pk=payload["rating"]).first()
    if found is None:
        raise UnableToChange(_("This rating is no longer kept."))
    return found


def _describe(payload: Payload) -> list[Difference]:
    try:
        rating = _rating(payload)
    except UnableToChange as error:
        return [Difference(str(payload["rating"]), "", str(error))]
    name = f"{rating.unit.name} · {rating.item or rating.source} · {Code(rating.code).label}"
    counts, voided = _("counts"), _("voided")
    pair = (counts, voided) if payload["kind"] == RulingKind.VOIDED else (voided, counts)
    return [Difference(name, *pair)]


def _effect(payload: Payload, _now: datetime) -> Effect:
    rating = _rating(payload)
    refusal = refusal_of(rating, payload["kind"])
    if refusal:
        raise UnableToChange(refusal)
    if payload["kind"] == RulingKind.VOIDED:
        sentences = [
            _("The rating stays on record and is left out of every rate; figures with it are shown beside."),
            _("What still runs for contact and putting right ends. A card for a past breach stands."),
        ]
    else:
        sentences = [
            _("The rating counts again, as it did before."),
            _("What is still to be done for it gets its full time, from the decision on."),
        ]
    return Effect(sentences)


def _apply(change: Change, actor: Any, now: datetime) -> str:
    rating = _rating(change.payload)
    try:
        apply_ruling(rating=rating, kind=RulingKind(change.payload["kind"]), change=change, actor=actor, now=now)
    except UnableToRule as error:
        raise UnableToChange(str(error)) from error
    return f"/ratings/{rating.pk}/"


register(
    ChangeKind(
        code="rating",
        name=gettext_lazy("Rating"),
        proposers=("office",),
        deciders=("office",),
        describe=_describe,
        effect=_effect,
        apply=_apply,
    )
)
