"""Rating a service: by number and query code, on the own phone. Nobody rates from a session of the house."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from approvals.models import Case
from approvals.ratings import actions
from approvals.ratings.forms import NumberForm, RatingForm
from approvals.ratings.kinds import Channel, Code
from approvals.ratings.offering import for_applicant
from approvals.ratings.rules import may_rate
from efficiency.budgets import guessing
from efficiency.common.access import ANYONE, allow
from efficiency.common.keys import query_code_digest

_GRANTED = "rating"
_GRANTED_SECONDS = 30 * 60
_BOTH = ["GET", "HEAD", "POST"]


@allow(ANYONE)
@never_cache
@require_http_methods(_BOTH)
def rate(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. One answer for an unknown number and for a wrong code."""
    if not may_rate(request.user):
        return for_guests_only(request)
    if request.method != "POST":
        form = NumberForm(initial={"number": request.GET.get("number", "")[:50]})
        return render(request, "ratings/number.html", {"form": form})
    form, shut = NumberForm(request.POST), guessing.refused(request)
    if shut is not None:
        return shut
    if form.is_valid():
        number = _number_for(form.cleaned_data["number"], form.cleaned_data["code"])
        if number:
            from_receipt = request.POST.get("from") != "progress"
            _grant(request, number, Channel.RECEIPT if from_receipt else Channel.ONLINE)
            return redirect("rate_case", number)
        guessing.count_failure(request)
        form.add_error(None, _("No case has this number with this query code. Please compare both with your receipt."))
    return render(request, "ratings/number.html", {"form": form}, status=422)


@allow(ANYONE)
@never_cache
@require_http_methods(_BOTH)
def rate_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Five large ways to say it; then words and name, if one likes; then it is sent, once."""
    if not may_rate(request.user):
        return for_guests_only(request)
    channel = _granted(request, reference)
    if channel is None:
        return redirect("rate")
    case = Case.objects.select_related("matter__unit", "item").get(matter__reference=reference)
    return answer(request, case, channel, "ratings/rate.html")


def answer(request: HttpRequest, case: Case, channel: Channel, template: str, **more: Any) -> HttpResponse:
    """The page of one service to rate, and what becomes of what was sent there."""
    offered = for_applicant(case)
    context = {"case": case, "offered": offered, "codes": Code, **more}
    if request.method != "POST":
        chosen = _chosen(request.GET.get("code", ""))
        form = RatingForm(initial={"code": chosen}) if chosen else None
        return render(request, template, context | {"form": form, "chosen": chosen})
    form = RatingForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            rating = actions.give_rating(case=case, channel=channel, **form.cleaned_data)
        except actions.UnableToRate as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            return render(request, template, context | {"thanks": rating, "offered": None})
    chosen = _chosen(request.POST.get("code", ""))
    return render(request, template, context | {"form": form, "chosen": chosen}, status=status)


def for_guests_only(request: HttpRequest) -> HttpResponse:
    """Tell whoever is signed in that he cannot rate here (THREATS 10)."""
    return render(request, "ratings/signed_in.html", status=403)


def _chosen(sent: str) -> Code | None:
    return Code(int(sent)) if sent in {str(code.value) for code in Code} else None


def _number_for(number: str, code: str) -> str | None:
    """The number where both belong together: one indexed question, whatever was wrong."""
    found = Case.objects.filter(code_digest=query_code_digest(code), matter__reference=number.strip().upper())
    return found.values_list("matter__reference", flat=True).first()


def _grant(request: HttpRequest, number: str, channel: Channel) -> None:
    now = timezone.now().timestamp()
    kept = {known: each for known, each in request.session.get(_GRANTED, {}).items() if each[0] > now}
    request.session[_GRANTED] = kept | {number: [now + _GRANTED_SECONDS, channel.value]}


def _granted(request: HttpRequest, number: str) -> Channel | None:
    until, channel = request.session.get(_GRANTED, {}).get(number, (0, ""))
    return Channel(channel) if until > timezone.now().timestamp() else None
