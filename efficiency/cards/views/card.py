"""The page of one card, and its printed notice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from efficiency.audit.models import Entry
from efficiency.cards import rules
from efficiency.cards.claims import claim_of, is_reminder
from efficiency.cards.evidence import evidence_of
from efficiency.cards.kinds import ActKind
from efficiency.cards.levels import faces_of_card
from efficiency.cards.models import Act, Card, Ruling, StandIn
from efficiency.cards.querysets import CardQuerySet
from efficiency.clocks.models import Matter
from efficiency.common.access import allow, declared
from efficiency.workdays.glance import calendar_of_page

NOTICE_LANGUAGE = "zh-hans"


@dataclass(frozen=True)
class Proposal:
    """A ruling as one reader sees it: what it says, and why he may not decide it (empty: he may)."""

    ruling: Ruling
    refusal: str


@allow(rules.READERS)
@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is claimed, on which facts and rule, what the unit said, and what can be done next."""
    now = timezone.now()
    found = card_of(request, pk)
    acts = list(found.acts.select_related("by"))
    rulings = list(found.rulings.select_related("proposed_by", "decided_by"))
    context = {
        **_facts(request, found, now),
        "acts": acts,
        "statements": [act for act in acts if act.kind == ActKind.STATEMENT],
        "reports": [act for act in acts if act.kind == ActKind.RECTIFIED],
        "reasons": [act for act in acts if act.kind == ActKind.UPHELD and act.text],
        "proposals": [Proposal(ruling, rules.refusal_to_decide(request.user, ruling)) for ruling in rulings],
        "replaced": list(found.supersedes.all()),
        "history": Entry.objects.about("card", found.pk),
        "evidence": evidence_of(found),
        "matter_path": _open_to(request.user, found.matter),
        "steps": _steps(request.user, found, acts, rulings, now),
        "refusal_to_uphold": rules.refusal_to_uphold(request.user, found, now),
        "is_office": rules.OFFICE.includes(request.user),
    }
    return render(request, "cards/card.html", context)


@allow(rules.READERS)
@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the card as the official document that is served on the unit, ready to print.

    Always in Chinese: what is served does not depend on who prints it.
    """
    found = get_object_or_404(_cards(request).numbered(), pk=pk)
    words = {"back_words": _("Back to the card"), "print_words": _("Print")}
    address = settings.SITE_URL.rstrip("/") + reverse("card", args=[pk])
    with translation.override(NOTICE_LANGUAGE):
        evidence = evidence_of(found)
        context = {
            **_facts(request, found, timezone.now()),
            **words,
            "evidence": evidence,
            "proof_qr": segno.make(evidence.address, error="m").svg_data_uri(scale=3, border=2) if evidence else "",
            "address": address,
            "qr": segno.make(address, error="m").svg_data_uri(scale=3, border=2),
        }
        return render(request, "cards/notice.html", context)


def card_of(request: HttpRequest, pk: int) -> Card:
    """The card, where the reader may see it; else 404."""
    return get_object_or_404(_cards(request), pk=pk)


def _cards(request: HttpRequest) -> CardQuerySet:
    related = ("unit", "officer", "issued_by", "matter", "clock__matter", "clock__policy", "superseded_by", "terms")
    cards = Card.objects.visible_to(request.user).select_related(*related)
    return cards.prefetch_related(Prefetch("stand_ins", StandIn.objects.select_related("away", "person")))


def _facts(request: HttpRequest, found: Card, now: datetime) -> dict[str, Any]:
    faces = faces_of_card(found)
    sees_officer = rules.sees_officer(request.user, found)
    stand_ins = list(found.stand_ins.all()) if sees_officer else []
    return {
        "sees_officer": sees_officer,
        "of_officer": next((one for one in stand_ins if one.away_id == found.officer_id), None),
        "of_heads": [one for one in stand_ins if one.away_id != found.officer_id],
        "card": found,
        "level": faces[found.level],
        "standing": faces[found.standing_level],
        "claim": claim_of(found, calendar=calendar_of_page(), now=now),
        "reminder": is_reminder(found),
        "counts": found.counts(now),
        "may_still_answer": found.answer_by is not None and now < found.answer_by,
        "policy": found.own_terms,
    }


def _open_to(user: Any, matter: Matter | None) -> str:
    """Where the matter can be opened by this reader; empty where its page would refuse him."""
    if matter is None or not Matter.objects.visible_to(user).filter(pk=matter.pk).exists():
        return ""
    try:
        who = declared(resolve(matter.path).func)
    except Resolver404:
        return ""
    return matter.path if who is not None and who.includes(user) else ""


def _steps(user: Any, card: Card, acts: list[Act], rulings: list[Ruling], now: datetime) -> list[tuple[str, str]]:
    """What this reader can do next: words and address."""
    open_proposal = any(ruling.decided_at is None for ruling in rulings)
    reported = any(act.kind == ActKind.RECTIFIED for act in acts)
    possible = [
        (rules.can_acknowledge(user, card), _("Sign for the card"), "card_receive"),
        (rules.can_answer(user, card), _("Make a statement"), "card_answer"),
        (rules.can_uphold(user, card, now) and not open_proposal, _("Uphold"), "card_uphold"),
        (rules.can_propose(user, card) and not open_proposal, _("Propose to revoke or downgrade"), "card_propose"),
        (rules.can_report_rectification(user, card), _("Report what was put right"), "card_rectify"),
        (rules.can_close(user, card) and reported, _("Close"), "card_close"),
    ]
    return [(words, reverse(name, args=[card.pk])) for can, words, name in possible if can]
