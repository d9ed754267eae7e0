"""Going live in a running city: a part of it stays on trial until its cards start.

The start is set by two persons, lies ahead, and never moves once cards have been issued: who is
watched cannot be let off later.
"""

from datetime import date, datetime, time
from typing import Any

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.cards.models import Card, Launch, Shadow
from efficiency.cards.sweep import lock_series
from efficiency.changes.kinds import MOST_ROWS, ChangeKind, Difference, Effect, EffectTable, Payload, UnableToChange
from efficiency.changes.models import Change
from efficiency.clocks.kinds import Subsystem
from efficiency.clocks.models import Clock
from efficiency.clocks.querysets import ClockQuerySet
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.organization.models import Unit


def payload_of(*, subsystem: str, unit: Unit | None, start: date | None) -> Payload:
    """What a proposal carries: the part of the city, and the first day of cards (None: on trial)."""
    cards_from = datetime.combine(start, time(), SHANGHAI).isoformat() if start else None
    return {"subsystem": subsystem, "unit": unit.pk if unit else None, "cards_from": cards_from}


def part_words(subsystem: str, unit: Unit | None) -> str:
    """The part of the city in words, e.g. "12345 hotline, 市城市管理局 and below"."""
    business = str(Subsystem(subsystem).label) if subsystem else _("all business")
    if unit is None:
        return _("%(business)s, the whole city") % {"business": business}
    return _("%(business)s, %(unit)s and below") % {"business": business, "unit": unit.name}


def start_words(cards_from: datetime | None) -> str:
    """Since when or from when on cards are issued."""
    if cards_from is None:
        return _("on trial, no cards")
    return _("cards from %(day)s on") % {"day": date_format(local_date(cards_from), "DATE_FORMAT")}


def _unit(payload: Payload) -> Unit | None:
    if payload["unit"] is None:
        return None
    unit = Unit.objects.filter(pk=payload["unit"]).first()
    if unit is None:
        raise UnableToChange(_("The unit is gone."))
    return unit


def _start(payload: Payload) -> datetime | None:
    return datetime.fromisoformat(payload["cards_from"]) if payload["cards_from"] else None


def _standing(payload: Payload) -> Launch | None:
    return Launch.objects.filter(subsystem=payload["subsystem"], unit=payload["unit"]).first()


def _describe(payload: Payload) -> list[Difference]:
    standing = _standing(payload)
    before = start_words(standing.cards_from) if standing else _("cards at once")
    return [Difference(part_words(payload["subsystem"], _unit(payload)), before, start_words(_start(payload)))]


def _refuse(payload: Payload, unit: Unit | None, now: datetime) -> None:
    start, standing = _start(payload), _standing(payload)
    if start is not None and start < now:
        raise UnableToChange(_("Cards start on a day to come: what was broken before it gets none."))
    if standing is None and _cards(payload, unit).exists():
        raise UnableToChange(_("Cards have been issued in this part already. It cannot go back on trial."))
    if standing is not None and not standing.on_trial(now):
        raise UnableToChange(_("Cards are issued in this part already. It cannot go back on trial."))
    if standing is not None and standing.cards_from == start:
        raise UnableToChange(_("Nothing was changed."))


def _cards(payload: Payload, unit: Unit | None) -> Any:
    cards = Card.objects.numbered().filter(clock__isnull=False)
    if payload["subsystem"]:
        cards = cards.filter(matter__subsystem=payload["subsystem"])
    return cards.filter(unit__path__startswith=unit.path) if unit else cards


def _clocks(payload: Payload, unit: Unit | None) -> ClockQuerySet:
    clocks = Clock.objects.running()
    if payload["subsystem"]:
        clocks = clocks.filter(matter__subsystem=payload["subsystem"])
    return clocks.filter(unit__path__startswith=unit.path) if unit else clocks


def _effect(payload: Payload, now: datetime) -> Effect:
    unit, start = _unit(payload), _start(payload)
    _refuse(payload, unit, now)
    clocks = _clocks(payload, unit)
    late = clocks.filter(due_at__lte=now)
    overdue = late.count()
    shadows = Shadow.objects.of_part(Launch(subsystem=payload["subsystem"], unit=unit)).count()
    sentences = [
        ngettext(
            "%(n)s promise is overdue there now; it gets no card for that.",
            "%(n)s promises are overdue there now; they get no card for that.",
            overdue,
        )
        % {"n": overdue},
        ngettext(
            "%(n)s card would have been issued there so far.",
            "%(n)s cards would have been issued there so far.",
            shadows,
        )
        % {"n": shadows},
    ]
    if start is None:
        sentences.append(_("Until a start is set, every breach is noted as a would-be card and nobody is told."))
    else:
        coming = clocks.filter(due_at__gt=now, due_at__lt=start).count()
        sentences += [
            ngettext(
                "%(n)s promise falls due before the start; if it is broken it gets no card.",
                "%(n)s promises fall due before the start; if they are broken they get no card.",
                coming,
            )
            % {"n": coming},
            _("Every breach from the start on gets its card, also a second level of what was broken before."),
            _("Once cards have been issued, the part cannot go back on trial."),
        ]
    by_unit = late.values_list("unit__name").annotate(n=Count("pk")).order_by("-n", "unit__name")
    rows = [(name, str(n)) for name, n in by_unit[:MOST_ROWS]]
    table = EffectTable(_("Overdue now, by unit"), (_("Unit"), _("Overdue")), rows, len(rows))
    return Effect(sentences, [table] if rows else [])


def _apply(change: Change, actor: Any, now: datetime) -> str:
    payload = change.payload
    lock_series(local_date(now).year)  # the judge gives numbers under the same lock: no batch sees half of this
    unit = _unit(payload)
    _refuse(payload, unit, now)
    launch = _standing(payload) or Launch(subsystem=payload["subsystem"], unit=unit, begun_at=now, demo=change.demo)
    launch.cards_from = _start(payload)
    launch.save()
    facts = {**payload, "change": change.pk, "proposed_by": change.proposed_by_id}
    record(Verb.LAUNCH_SET, at=now, actor=actor, kind="launch", subject=launch.pk, data=facts, demo=launch.demo)
    return "/launch/"


LAUNCH = ChangeKind(
    code="launch",
    name=gettext_lazy("Start of cards"),
    proposers=("office",),
    deciders=("office",),
    describe=_describe,
    effect=_effect,
    apply=_apply,
)
