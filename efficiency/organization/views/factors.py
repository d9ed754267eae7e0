"""The second factor: its code at the door, setting it up, and the page of one's own sign-ins."""

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from efficiency.common.access import ANYONE, SIGNED_IN, allow
from efficiency.organization import actions
from efficiency.organization.codes import address, new_secret, seal, spelled, unseal
from efficiency.organization.forms import CodeForm, FirstCodeForm
from efficiency.organization.middleware import PROVED, VISIT
from efficiency.organization.models import SecondFactor, User
from efficiency.organization.rules import needs_second_factor
from efficiency.organization.views.answers import actor, answer, posted
from efficiency.organization.views.entering import (
    NEXT,
    PENDING,
    enter,
    proved_lately,
    who_proves,
)

CANDIDATE = "new_factor"


@allow(ANYONE)
@never_cache
@sensitive_post_parameters("code")
def login_code(request: HttpRequest) -> HttpResponse:
    """Ask whoever gave the right password, or must prove himself anew, for a one-time code."""
    user = who_proves(request)
    if user is None:
        return redirect(settings.LOGIN_URL)
    if not SecondFactor.objects.filter(user=user).exists():
        return redirect("factor")
    form = CodeForm(posted(request))
    if form.is_valid():
        proof = actions.prove(user=user, code=form.cleaned_data["code"])
        if proof is actions.Proof.GIVEN:
            return _let_in(request, user)
        if proof is actions.Proof.LOCKED:
            minutes = int(actions.LOCKED_FOR.total_seconds() // 60)
            return render(request, "registration/code_locked.html", {"minutes": minutes}, status=429)
        form.add_error("code", _("This code is not right, or was used before. Wait for the next one."))
    return answer(request, "registration/code.html", form)


def _let_in(request: HttpRequest, user: User) -> HttpResponse:
    if PENDING in request.session:
        return HttpResponseRedirect(enter(request, user, proved=True))
    request.session[PROVED] = int(timezone.now().timestamp())
    return redirect(request.session.pop(NEXT, "") or settings.LOGIN_REDIRECT_URL)


@allow(ANYONE)
@never_cache
@sensitive_post_parameters("code")
def factor(request: HttpRequest) -> HttpResponse:
    """Set up the app: show its secret, and take its first code. Replacing one asks for a code of the old."""
    user = who_proves(request)
    if user is None:
        return redirect(settings.LOGIN_URL)
    if SecondFactor.objects.filter(user=user).exists() and (PENDING in request.session or not proved_lately(request)):
        if PENDING not in request.session:
            request.session[NEXT] = request.path
        return redirect("login-code")
    secret = _candidate(request, user)
    form = FirstCodeForm(posted(request))
    if form.is_valid():
        try:
            codes = actions.set_factor(user=user, secret=secret, code=form.cleaned_data["code"].replace(" ", ""))
        except actions.UnableToProve as error:
            form.add_error("code", str(error))
        else:
            del request.session[CANDIDATE]
            return _show_codes(request, codes, _begin(request, user))
    link = address(secret, user.username, str(settings.CITY_NAME))
    qr = segno.make(link, error="m").svg_data_uri(scale=4, border=2, light="white")
    return answer(
        request, "registration/factor.html", form, qr=qr, key=spelled(secret), first=PENDING in request.session
    )


def _begin(request: HttpRequest, user: User) -> str:
    if PENDING in request.session:
        return enter(request, user, proved=True)
    request.session[PROVED] = int(timezone.now().timestamp())
    return "/security/"


def _candidate(request: HttpRequest, user: User) -> bytes:
    """The secret being set up: kept sealed in the session until its first code is right."""
    kept = request.session.get(CANDIDATE)
    if kept is None:
        kept = request.session[CANDIDATE] = seal(new_secret(), user.pk, settings.VAULT_KEY).hex()
    return unseal(bytes.fromhex(kept), user.pk, settings.VAULT_KEY)


def _show_codes(request: HttpRequest, codes: list[str], path: str) -> HttpResponse:
    """The recovery codes, this once."""
    return render(request, "registration/recovery_codes.html", {"codes": codes, "path": path})


@allow(SIGNED_IN)
@require_POST
@never_cache
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes, after a fresh code."""
    if not proved_lately(request):
        request.session[NEXT] = "/security/"
        return redirect("login-code")
    try:
        codes = actions.make_recovery_codes(user=actor(request))
    except actions.UnableToProve as error:
        messages.error(request, str(error))
        return redirect("security")
    return _show_codes(request, codes, "/security/")


@allow(SIGNED_IN)
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """One's own second factor and sign-ins."""
    user = actor(request)
    found = SecondFactor.objects.filter(user=user).first()
    since = timezone.now() - settings.IDLE_TIMEOUT
    context = {
        "factor": found,
        "needed": needs_second_factor(user),
        "left": found.recovery_codes.filter(used_at=None).count() if found else 0,
        "visits": user.visits.all()[:20],
        "this": request.session.get(VISIT),
        "since": since,
    }
    return render(request, "registration/security.html", context)


@allow(SIGNED_IN)
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    user = actions.end_other_sessions(user=actor(request), visit=request.session.get(VISIT))
    update_session_auth_hash(request, user)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("security")
