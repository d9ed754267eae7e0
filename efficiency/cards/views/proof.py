"""Checking a printed card against the audit log: for anybody who holds the paper."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from efficiency.audit import checkpoints
from efficiency.cards import rules
from efficiency.cards.evidence import Evidence, evidence_of, find
from efficiency.cards.views.card import card_of
from efficiency.common.access import ANYONE, allow


@allow(ANYONE)
@require_safe
def verify(request: HttpRequest, number: str, leaf: str) -> HttpResponse:
    """Whether the card on the paper is in the log; nothing of what it says beyond its number."""
    found = find(number, leaf)
    confirmed = [each for each in checkpoints.witnesses() if found and found.seal and each.size >= found.seal.size]
    context = {"number": number, "evidence": found, "confirmed": confirmed}
    return render(request, "cards/verify.html", context, status=200 if found and found.agrees else 404)


@allow(ANYONE)
@require_safe
def public_proof(request: HttpRequest, number: str, leaf: str) -> HttpResponse:
    """The proof without the entry: it shows that the leaf on the paper is in the log."""
    return _file(find(number, leaf), with_entry=False)


@allow(rules.READERS)
@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof with the entry itself, for those who may read the card."""
    return _file(evidence_of(card_of(request, pk)), with_entry=True)


def _file(found: Evidence | None, *, with_entry: bool) -> HttpResponse:
    if found is None or found.seal is None:
        raise Http404
    made: dict[str, Any] = found.proof(with_entry=with_entry)
    answer = JsonResponse(made, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="proof-{found.number}.json"'
    return answer
