"""Which other systems have a way in, for the security administrator; office and auditor may look."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from efficiency.changes.actions import propose
from efficiency.changes.kinds import UnableToChange
from efficiency.common.access import allow
from efficiency.common.lists import BadCursor, page
from efficiency.integrators import actions
from efficiency.integrators.changes import TOKEN, payload_of
from efficiency.integrators.forms import TokenForm
from efficiency.integrators.models import Token
from efficiency.integrators.rules import KEEPERS, READERS
from efficiency.organization.models import User


@allow(READERS)
@require_safe
def integrators(request: HttpRequest) -> HttpResponse:
    """All tokens, newest first."""
    rows = Token.objects.select_related("unit", "account")
    try:
        found = page(rows, order=["-pk"], after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    except BadCursor:
        found = page(rows, order=["-pk"])
    context = {"found": found, "now": timezone.now(), "may_propose": KEEPERS.includes(request.user)}
    return render(request, "integrators/integrators.html", context)


@allow(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_integrator(request: HttpRequest) -> HttpResponse:
    """Propose a token; the efficiency office decides on it."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        ground, document = given.pop("ground"), given.pop("document")
        payload = payload_of(**given)
        title = _("Token for %(name)s") % {"name": given["name"]}
        try:
            change = propose(
                kind=TOKEN, title=title, payload=payload, ground=ground, document=document, actor=request.user
            )
        except UnableToChange as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The token is proposed. Somebody of the efficiency office decides on it."))
            return redirect("change", pk=change.pk)
    return render(request, "integrators/new.html", {"form": form}, status=422 if form.errors else 200)


@allow(READERS)
@require_safe
def integrator(request: HttpRequest, pk: int) -> HttpResponse:
    """One token: what it may do, and what became of it."""
    return _page(request, _token(pk))


@allow(KEEPERS)
@never_cache
@require_POST
def issue_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the secret and show it, this once."""
    token = _token(pk)
    try:
        secret = actions.issue_secret(token=token, actor=_actor(request))
    except actions.UnableToChangeToken as error:
        messages.error(request, str(error))
        return redirect("integrator", pk=pk)
    return _page(request, _token(pk), secret=secret)


@allow(KEEPERS)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the token out of force at once."""
    try:
        actions.revoke_token(token=_token(pk), actor=_actor(request))
    except actions.UnableToChangeToken as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The token is revoked: its next request is refused."))
    return redirect("integrator", pk=pk)


def _token(pk: int) -> Token:
    related = ("unit", "account", "made_by", "issued_by", "revoked_by")
    return get_object_or_404(Token.objects.select_related(*related), pk=pk)


def _page(request: HttpRequest, token: Token, secret: str = "") -> HttpResponse:
    now = timezone.now()
    context = {
        "token": token,
        "secret": secret,
        "now": now,
        "may_issue": KEEPERS.includes(request.user) and token.digest is None and token.revoked_at is None,
        "may_revoke": KEEPERS.includes(request.user) and token.revoked_at is None,
    }
    return render(request, "integrators/integrator.html", context)


def _actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # KEEPERS
    return request.user
