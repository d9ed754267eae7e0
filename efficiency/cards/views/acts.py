"""The acts on a card: each says what follows, asks once, and keeps what was typed when refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from efficiency.cards import actions, consequences, rules
from efficiency.cards.actions import UnableToAct
from efficiency.cards.forms import (
    CloseForm,
    DecisionForm,
    ProposalForm,
    ReceiveForm,
    RectificationForm,
    StatementForm,
    UpholdForm,
)
from efficiency.cards.kinds import LevelNumber
from efficiency.cards.levels import level_faces
from efficiency.cards.models import Card, Ruling
from efficiency.cards.views.card import card_of
from efficiency.common.access import allow
from efficiency.organization.models import User

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Step:
    """One act: its words, what follows, who may, and what it calls."""

    question: str
    verb: str
    done: str
    consequences: list[str]
    refusal: str  # why this reader may not, or not now; empty where he may
    do: Callable[[dict[str, Any]], object]
    danger: bool = False
    ruling: Ruling | None = None


@allow(rules.UNIT_STAFF)
@ask_or_do
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign for the card."""
    card = card_of(request, pk)
    step = Step(
        question=_("Sign for card %(number)s") % {"number": card.number},
        verb=_("Sign for the card"),
        done=_("Receipt is recorded."),
        consequences=consequences.of_receiving(card),
        refusal=_unless(rules.can_acknowledge(request.user, card), card),
        do=lambda _typed: actions.acknowledge(card=card, actor=_actor(request)),
    )
    return _take(request, card, step, ReceiveForm(_typed(request)))


@allow(rules.HEADS)
@ask_or_do
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the unit's statement."""
    card = card_of(request, pk)
    step = Step(
        question=_("Statement of %(unit)s on card %(number)s") % {"unit": card.unit.name, "number": card.number},
        verb=_("Send the statement"),
        done=_("The statement is with the office."),
        consequences=consequences.of_answering(card, card.own_terms, timezone.now()),
        refusal=_unless(rules.can_answer(request.user, card), card),
        do=lambda typed: actions.answer(card=card, text=typed["text"], actor=_actor(request)),
    )
    return _take(request, card, step, StatementForm(_typed(request)))


@allow(rules.OFFICE)
@ask_or_do
def uphold(request: HttpRequest, pk: int) -> HttpResponse:
    """Uphold the card."""
    card = card_of(request, pk)
    step = Step(
        question=_("Uphold card %(number)s?") % {"number": card.number},
        verb=_("Uphold"),
        done=_("The card is upheld."),
        consequences=consequences.of_upholding(card, card.own_terms),
        refusal=rules.refusal_to_uphold(request.user, card, timezone.now()),
        do=lambda typed: actions.uphold(card=card, note=typed["note"], actor=_actor(request)),
    )
    return _take(request, card, step, UpholdForm(_typed(request)))


@allow(rules.OFFICE)
@ask_or_do
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to revoke or downgrade the card."""
    card = card_of(request, pk)
    step = Step(
        question=_("Propose to revoke or downgrade card %(number)s") % {"number": card.number},
        verb=_("Propose"),
        done=_("The proposal awaits another person of the office."),
        consequences=consequences.of_proposing(),
        refusal=_unless(rules.can_propose(request.user, card), card),
        do=lambda typed: actions.propose_ruling(card=card, actor=_actor(request), **typed),
    )
    return _take(request, card, step, ProposalForm(_typed(request), card=card))


@allow(rules.OFFICE)
@ask_or_do
def decide(request: HttpRequest, pk: int, ruling_pk: int) -> HttpResponse:
    """Confirm or reject what a colleague proposed."""
    card = card_of(request, pk)
    ruling = get_object_or_404(card.rulings.select_related("card__unit", "proposed_by"), pk=ruling_pk)
    step = Step(
        question=_("Decide the proposal on card %(number)s") % {"number": card.number},
        verb=_("Decide"),
        done=_("The decision is recorded and the unit is told."),
        consequences=consequences.of_confirming(ruling, level_faces(card.issued_at)[LevelNumber.FIRST]),
        refusal=rules.refusal_to_decide(request.user, ruling),
        do=lambda typed: actions.decide_ruling(
            ruling=ruling, confirm=typed["decision"] == "confirm", note=typed["note"], actor=_actor(request)
        ),
        danger=True,
        ruling=ruling,
    )
    return _take(request, card, step, DecisionForm(_typed(request)))


@allow(rules.UNIT_STAFF)
@ask_or_do
def rectify(request: HttpRequest, pk: int) -> HttpResponse:
    """Report what the unit has put right."""
    card = card_of(request, pk)
    step = Step(
        question=_("Report on card %(number)s") % {"number": card.number},
        verb=_("Send the report"),
        done=_("The report is with the office."),
        consequences=consequences.of_rectifying(),
        refusal=_unless(rules.can_report_rectification(request.user, card), card),
        do=lambda typed: actions.report_rectification(card=card, text=typed["text"], actor=_actor(request)),
    )
    return _take(request, card, step, RectificationForm(_typed(request)))


@allow(rules.OFFICE)
@ask_or_do
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the card."""
    card = card_of(request, pk)
    step = Step(
        question=_("Close card %(number)s?") % {"number": card.number},
        verb=_("Close"),
        done=_("The card is closed."),
        consequences=consequences.of_closing(card),
        refusal=_unless(rules.can_close(request.user, card), card),
        do=lambda _typed: actions.close(card=card, actor=_actor(request)),
    )
    return _take(request, card, step, CloseForm(_typed(request)))


def _take(request: HttpRequest, card: Card, step: Step, form: forms.Form) -> HttpResponse:
    """Ask, or act once and go back to the card; a refusal keeps what was typed."""
    if request.method != "POST":
        if step.refusal:
            messages.warning(request, step.refusal)
            return redirect("card", pk=card.pk)
        return _ask(request, card, step, form, 200)
    if form.is_valid():
        if step.refusal:
            form.add_error(None, step.refusal)
            return _ask(request, card, step, form, 422)
        try:
            step.do(form.cleaned_data)
        except UnableToAct as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, step.done)
            return redirect("card", pk=card.pk)
    return _ask(request, card, step, form, 422)


def _ask(request: HttpRequest, card: Card, step: Step, form: forms.Form, status: int) -> HttpResponse:
    return render(request, "cards/act.html", {"card": card, "step": step, "form": form}, status=status)


def _unless(may: bool, card: Card) -> str:
    if may:
        return ""
    return _("This is not possible for you as the card stands now: %(state)s.") % {"state": card.get_state_display()}


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _actor(request: HttpRequest) -> User:
    return cast("User", request.user)  # the declaration of the view lets nobody else in
