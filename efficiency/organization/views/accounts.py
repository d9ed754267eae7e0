"""Signing in and out, and one's own password."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from efficiency.common.access import ANYONE, SIGNED_IN, allow
from efficiency.organization import actions
from efficiency.organization.forms import SignInForm
from efficiency.organization.middleware import SIGNED_OUT_IDLE, VISIT
from efficiency.organization.models import User
from efficiency.organization.views.answers import actor, answer, posted
from efficiency.organization.views.entering import NEXT, after_password

CHOOSING = "chooses_password"


@allow(ANYONE)
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in, or say that name and password do not belong together."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_next(request))
    form = SignInForm(request, data=posted(request))
    if form.is_bound:
        if form.is_valid():
            user = form.get_user()
            assert isinstance(user, User)
            return _let_in(request, user)
        # The user name is not kept in words: people type their password into this field.
        if form.cleaned_data.get("username"):
            actions.note_refusal(username=form.cleaned_data["username"])
    idle = request.session.pop(SIGNED_OUT_IDLE, False)
    minutes = int(settings.IDLE_TIMEOUT.total_seconds() // 60)
    path = _next(request, default="")
    return answer(request, "registration/login.html", form, next=path, idle=idle, minutes=minutes)


def _let_in(request: HttpRequest, user: User) -> HttpResponse:
    if user.password_is_initial:
        # Somebody else knows this password: nobody gets in with it, but may choose his own.
        request.session[CHOOSING] = [user.pk, user.get_session_auth_hash()]
        request.session[NEXT] = _next(request)
        return redirect("password-first")
    return after_password(request, user, _next(request))


def _next(request: HttpRequest, default: str | None = None) -> str:
    """Where to go afterwards: never to another site."""
    path: str = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    if url_has_allowed_host_and_scheme(path, {request.get_host()}, require_https=request.is_secure()):
        return path
    return resolve_url(settings.LOGIN_REDIRECT_URL) if default is None else default


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: Any) -> HttpResponse:
    """Tell that there were too many tries: the same words whether the account exists or not (T-81)."""
    context = {"minutes": int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)}
    return render(request, "registration/locked_out.html", context, status=429)


@allow(ANYONE)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if isinstance(request.user, User):
        actions.note_sign_out(user=request.user, visit=request.session.get(VISIT))
        logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@allow(SIGNED_IN)
@never_cache
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the account end."""
    user = actor(request)
    form = PasswordChangeForm(user, data=posted(request))
    if form.is_valid():
        actions.set_password(user=user, password=form.cleaned_data["new_password1"], actor=user)
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password was changed."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    return answer(request, "registration/password.html", form)


@allow(ANYONE)
@never_cache
@sensitive_post_parameters()
def first_password(request: HttpRequest) -> HttpResponse:
    """Choose one's own password in place of the initial one, which was right a moment ago."""
    user = _choosing(request)
    if user is None:
        return redirect(settings.LOGIN_URL)
    form: SetPasswordForm[User] = SetPasswordForm(user, data=posted(request))
    if form.is_valid():
        path = request.session.pop(NEXT, "") or resolve_url(settings.LOGIN_REDIRECT_URL)
        del request.session[CHOOSING]
        actions.set_password(user=user, password=form.cleaned_data["new_password1"], actor=user)
        return after_password(request, user, path)
    return answer(request, "registration/first_password.html", form)


def _choosing(request: HttpRequest) -> User | None:
    """Whoever just gave the initial password that is still in force."""
    pk, digest = request.session.get(CHOOSING, (None, ""))
    user = User.objects.able().filter(pk=pk, password_is_initial=True).first()
    return user if user and constant_time_compare(user.get_session_auth_hash(), digest) else None
