"""Who holds which role, for the security administrator; the auditor may look."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from efficiency.common.access import allow
from efficiency.organization import actions
from efficiency.organization.forms import PeopleFilter, RoleForm
from efficiency.organization.models import RoleGrant, User
from efficiency.organization.rules import ROLE_READERS, SECURITY_ADMINISTRATORS, can_change_roles_of
from efficiency.organization.views.answers import actor, answer, part, posted


@allow(ROLE_READERS)
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Everybody with his roles."""
    form = PeopleFilter(request.GET)
    rows = form.narrowed(User.objects.get_queryset()).with_roles().select_related("unit")
    found = part(request, rows, ["username", "pk"])
    is_secadmin = SECURITY_ADMINISTRATORS.includes(request.user)
    return answer(request, "organization/roles.html", form, found=found, is_secadmin=is_secadmin)


@allow(SECURITY_ADMINISTRATORS)
def user_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """One account's roles, now and before; give one more."""
    person = get_object_or_404(User.objects.get_queryset().select_related("unit"), pk=pk)
    form = RoleForm(posted(request))
    if form.is_valid():
        try:
            grant = actions.grant_role(user=person, role=form.cleaned_data["role"], actor=actor(request))
        except actions.UnableToGrant as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The role “%(role)s” was given.") % {"role": grant.get_role_display()})
            return redirect("user-roles", pk)
    grants = person.grants.select_related("granted_by", "revoked_by").order_by("-pk")
    may = can_change_roles_of(actor(request), person)
    return answer(request, "organization/user_roles.html", form, person=person, grants=grants, may=may)


@allow(SECURITY_ADMINISTRATORS)
@require_POST
def revoke_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away."""
    grant = get_object_or_404(RoleGrant.objects.select_related("user"), pk=pk)
    try:
        actions.revoke_role(grant=grant, actor=actor(request))
    except actions.UnableToGrant as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The role “%(role)s” was taken away.") % {"role": grant.get_role_display()})
    return redirect("user-roles", grant.user_id)
