"""The same act on many cards: each card in a transaction of its own, and each refusal told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from efficiency.cards import actions
from efficiency.cards.actions import UnableToAct
from efficiency.cards.forms import CloseForm, DecisionForm, ReceiveForm, StatementForm, UpholdForm
from efficiency.cards.kinds import OPEN_STATES, ActKind, RulingKind, State
from efficiency.cards.models import Act, Card, Ruling
from efficiency.cards.querysets import CardQuerySet
from efficiency.cards.rules import CONFIRMED_STATES, HEADS, OFFICE, UNIT_STAFF
from efficiency.common.access import Who
from efficiency.organization.models import User

MOST = 200  # on one page; more come on the next


class RevocationForm(forms.Form):
    """One ground for many cards, e.g. an outage of the portal's network."""

    ground = forms.CharField(
        label=_("Ground"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The unit and the second person read this."),
        error_messages={"required": _("Give the ground.")},
    )


@dataclass(frozen=True)
class BulkAct:
    """An act that may be done to many cards: its words, who may, to which cards, and what it calls."""

    code: str
    verb: str | Promise
    who: Who
    form: type[forms.Form]
    among: Callable[[CardQuerySet, User, datetime], CardQuerySet]
    do: Callable[[Card, dict[str, Any], User], object]


@dataclass
class Outcome:
    """What came of it: the cards done, and why the others were not."""

    done: list[Card] = field(default_factory=list)
    refused: list[tuple[Card, str]] = field(default_factory=list)


def eligible(act: BulkAct, *, user: User, now: datetime) -> CardQuerySet:
    """The cards that this person may do this to now."""
    return act.among(Card.objects.visible_to(user).numbered(), user, now)


def do_all(act: BulkAct, cards: Iterable[Card], *, typed: dict[str, Any], actor: User) -> Outcome:
    """Do it to each card by itself; one refusal does not stop the others."""
    outcome = Outcome()
    for card in cards:
        try:
            act.do(card, typed, actor)
        except UnableToAct as error:
            outcome.refused.append((card, str(error)))
        else:
            outcome.done.append(card)
    return outcome


def _of_own_unit(cards: CardQuerySet, user: User) -> CardQuerySet:
    return cards.filter(unit__path__startswith=user.unit.path) if user.unit else cards.none()


def _to_receive(cards: CardQuerySet, user: User, _now: datetime) -> CardQuerySet:
    return _of_own_unit(cards, user).filter(served_at=None)


def _to_answer(cards: CardQuerySet, user: User, _now: datetime) -> CardQuerySet:
    return _of_own_unit(cards, user).filter(state=State.ISSUED)


def _undisputed(cards: CardQuerySet) -> CardQuerySet:
    return cards.exclude(Exists(Ruling.objects.filter(card=OuterRef("pk"), decided_at=None)))


def _to_uphold(cards: CardQuerySet, user: User, now: datetime) -> CardQuerySet:
    heard = Q(state=State.ANSWERED) | Q(state=State.ISSUED, answer_by__lte=now)
    return _undisputed(cards.filter(heard)).exclude(issued_by=user.pk)


def _to_revoke(cards: CardQuerySet, _user: User, _now: datetime) -> CardQuerySet:
    return _undisputed(cards.filter(state__in=(*OPEN_STATES, *CONFIRMED_STATES)))


def _to_decide(cards: CardQuerySet, user: User, _now: datetime) -> CardQuerySet:
    others = Ruling.objects.filter(card=OuterRef("pk"), decided_at=None).exclude(proposed_by=user)
    return cards.filter(Exists(others))


def _to_close(cards: CardQuerySet, _user: User, _now: datetime) -> CardQuerySet:
    reported = Act.objects.filter(card=OuterRef("pk"), kind=ActKind.RECTIFIED)
    return cards.filter(Exists(reported), state__in=CONFIRMED_STATES)


def _decide(card: Card, typed: dict[str, Any], actor: User) -> object:
    ruling = card.rulings.filter(decided_at=None).select_related("card").first()
    if ruling is None:
        raise UnableToAct(_("This proposal has been decided already."))
    return actions.decide_ruling(ruling=ruling, confirm=typed["decision"] == "confirm", note=typed["note"], actor=actor)


BULK_ACTS = {
    act.code: act
    for act in (
        BulkAct(
            "receive",
            _("Sign for cards"),
            UNIT_STAFF,
            ReceiveForm,
            _to_receive,
            lambda card, _typed, actor: actions.acknowledge(card=card, actor=actor),
        ),
        BulkAct(
            "answer",
            _("One statement on several cards"),
            HEADS,
            StatementForm,
            _to_answer,
            lambda card, typed, actor: actions.answer(card=card, text=typed["text"], actor=actor),
        ),
        BulkAct(
            "uphold",
            _("Uphold cards"),
            OFFICE,
            UpholdForm,
            _to_uphold,
            lambda card, typed, actor: actions.uphold(card=card, note=typed["note"], actor=actor),
        ),
        BulkAct(
            "revoke",
            _("Propose to revoke cards"),
            OFFICE,
            RevocationForm,
            _to_revoke,
            lambda card, typed, actor: actions.propose_ruling(
                card=card, kind=RulingKind.REVOKE, ground=typed["ground"], actor=actor
            ),
        ),
        BulkAct("decide", _("Decide proposals"), OFFICE, DecisionForm, _to_decide, _decide),
        BulkAct(
            "close",
            _("Close cards"),
            OFFICE,
            CloseForm,
            _to_close,
            lambda card, _typed, actor: actions.close(card=card, actor=actor),
        ),
    )
}


def acts_of(user: Any) -> list[BulkAct]:
    """What this person may do to many cards."""
    return [act for act in BULK_ACTS.values() if act.who.includes(user)]
