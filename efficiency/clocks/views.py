"""The limits of the city: which are in force, since when, on which basis, and changing one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from efficiency.clocks.forms import PolicyForm
from efficiency.clocks.models import Policy
from efficiency.clocks.policies import UnableToChangePolicy, change_policy, policies_in_force
from efficiency.clocks.rules import POLICY_MAKERS, POLICY_READERS
from efficiency.common.access import allow


@allow(POLICY_READERS)
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """Show the limit in force of every kind of clock."""
    context = {"policies": policies_in_force(), "may_change": POLICY_MAKERS.includes(request.user)}
    return render(request, "clocks/policies.html", context)


@allow(POLICY_MAKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, kind: str) -> HttpResponse:
    """Change a limit: a new version, for clocks that start from now on."""
    versions = list(Policy.objects.filter(kind=kind).select_related("made_by").order_by("-version"))
    if not versions:
        raise Http404
    typed: Any = request.POST if request.method == "POST" else None
    form = PolicyForm(typed, instance=Policy.objects.get(pk=versions[0].pk))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in form.fields}
            try:
                made = change_policy(kind=kind, values=values, actor=request.user)
            except UnableToChangePolicy as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Version %(version)s is in force from now on.") % {"version": made.version})
                return redirect("policies")
    consequences = [
        _("Clocks that start from now on run under the new version."),
        _("Clocks that are running keep the limit they started with."),
        _("The change is recorded with your name."),
    ]
    context = {"form": form, "current": versions[0], "versions": versions, "consequences": consequences}
    return render(request, "clocks/policy.html", context, status=status)
