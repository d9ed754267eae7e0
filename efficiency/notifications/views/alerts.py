"""Robots and webhooks, for the system administrator; and everybody's own alerts."""

from typing import cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from efficiency.common import lists
from efficiency.common.access import SIGNED_IN, allow, holders_of
from efficiency.notifications import actions
from efficiency.notifications.forms import ChoiceForm, EndpointForm, NewEndpointForm
from efficiency.notifications.kinds import Channel
from efficiency.notifications.models import AlertChoice, Endpoint, Notice
from efficiency.notifications.policies import digest_at, quiet_rules
from efficiency.notifications.robots import call_robots
from efficiency.notifications.sealing import UnableToUnseal
from efficiency.organization.models import User

_ADMINISTRATORS = holders_of("sysadmin")
_FORMS = require_http_methods(["GET", "HEAD", "POST"])
_LATEST = 20


@allow(_ADMINISTRATORS)
@require_safe
def endpoints(request: HttpRequest) -> HttpResponse:
    """All robots and webhooks by name."""
    rows = Endpoint.objects.select_related("unit")
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        found = lists.page(rows, order=["name", "pk"], after=after, before=before)
    except lists.BadCursor:
        found = lists.page(rows, order=["name", "pk"])
    return render(request, "notifications/endpoints.html", {"found": found})


@allow(_ADMINISTRATORS)
@sensitive_post_parameters("url", "secret")
@_FORMS
def new_endpoint(request: HttpRequest) -> HttpResponse:
    """Set up a robot or webhook."""
    form = NewEndpointForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.add_endpoint(**form.cleaned_data, actor=cast("User", request.user))
        except actions.UnableToSetUp as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(name)s is set up. Send it a test now.") % {"name": made.name})
            return redirect("alert", made.pk)
    return _form(request, "notifications/endpoint_new.html", form)


@allow(_ADMINISTRATORS)
@sensitive_post_parameters("url", "secret")
@_FORMS
def endpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """One robot: its latest results, and what can be changed."""
    found = get_object_or_404(Endpoint.objects.select_related("unit", "made_by"), pk=pk)
    initial = {name: getattr(found, name) for name in ("name", "unit", "events", "language")}
    form = EndpointForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.change_endpoint(endpoint=found, **form.cleaned_data, actor=cast("User", request.user))
        except actions.UnableToSetUp as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The robot was changed."))
            return redirect("alert", pk)
    latest = list(Notice.objects.filter(endpoint=found).order_by("-pk")[:_LATEST])
    return _form(request, "notifications/endpoint.html", form, endpoint=found, latest=latest)


@allow(_ADMINISTRATORS)
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a robot on or off."""
    found = get_object_or_404(Endpoint, pk=pk)
    on = request.POST.get("to") == "on"
    actions.switch_endpoint(endpoint=found, on=on, actor=cast("User", request.user))
    messages.success(request, _("The robot is switched on.") if on else _("The robot is switched off."))
    return redirect("alert", pk)


@allow(_ADMINISTRATORS)
@require_POST
def send_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test the way all notices go, and say what became of it: within a few seconds."""
    found = get_object_or_404(Endpoint, pk=pk)
    notice = actions.write_test(endpoint=found, actor=cast("User", request.user))
    call_robots(only=found)
    notice.refresh_from_db()
    if notice.sent_at is not None:
        messages.success(request, _("The test was taken."))
    else:
        messages.error(request, _("The test was not taken: %(why)s") % {"why": notice.error or _("others go first")})
    return redirect("alert", pk)


@allow(SIGNED_IN)
@sensitive_post_parameters("phone")
@_FORMS
def mine(request: HttpRequest) -> HttpResponse:
    """How the reader wants to be told."""
    user = cast("User", request.user)
    choice = AlertChoice.objects.filter(pk=user.pk).first() or AlertChoice(user=user)
    initial = {"email": choice.email, "sms": choice.sms, "phone": _phone(choice)}
    form = ChoiceForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.choose_alerts(user=user, **form.cleaned_data)
        except actions.UnableToSetUp as error:
            form.add_error("phone", str(error))
        else:
            messages.success(request, _("Your choice is kept."))
            return redirect("alerts-mine")
    hours = quiet_rules().hours
    channels = [{"label": channel.label, "hours": hours.get(channel)} for channel in (Channel.EMAIL, Channel.SMS)]
    return _form(request, "notifications/mine.html", form, channels=channels, digest_at=digest_at())


def _phone(choice: AlertChoice) -> str:
    try:
        return choice.phone
    except UnableToUnseal:  # the key is another one: the number is typed anew
        return ""


def _form(request: HttpRequest, template: str, form: Form, **context: object) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
