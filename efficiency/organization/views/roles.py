"""Who holds which role, for the security administrator; the auditor may look."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from efficiency.changes.actions import propose
from efficiency.changes.kinds import UnableToChange
from efficiency.common.access import allow
from efficiency.organization.forms import PeopleFilter, RoleForm
from efficiency.organization.models import RoleGrant, SecondFactor, User
from efficiency.organization.roles import Role
from efficiency.organization.rules import ROLE_READERS, SECURITY_ADMINISTRATORS, can_change_roles_of
from efficiency.organization.views.answers import actor, answer, part, posted
from efficiency.organization.views.proposals import proposal


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
    """One account's roles, now and before; propose one more."""
    person = get_object_or_404(User.objects.get_queryset().select_related("unit"), pk=pk)
    form = RoleForm(posted(request))
    may = can_change_roles_of(actor(request), person)
    if form.is_valid() and not may:
        form.add_error(None, _("Nobody changes his own roles. Ask another security administrator."))
    if form.is_valid():
        given = form.cleaned_data
        role = Role(given["role"]).label
        title = _("Role “%(role)s” for %(name)s") % {"role": role, "name": person.display_name}
        try:
            propose(
                kind="role-grant",
                title=title,
                payload={"user": pk, "role": given["role"]},
                ground=given["ground"],
                document=given["document"],
                actor=actor(request),
                demo=person.demo,
            )
        except UnableToChange as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Proposed. It takes effect when a second administrator confirms it."))
            return redirect("user-roles", pk)
    grants = person.grants.select_related(
        "granted_by", "grant_confirmed_by", "revoked_by", "revocation_confirmed_by"
    ).order_by("-pk")
    factor = SecondFactor.objects.filter(user=person).first()
    return answer(request, "organization/user_roles.html", form, person=person, grants=grants, may=may, factor=factor)


@allow(SECURITY_ADMINISTRATORS)
def revoke_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to take a role away."""
    grant = get_object_or_404(RoleGrant.objects.select_related("user"), pk=pk)
    values = {"role": grant.get_role_display(), "name": grant.user.display_name}
    title = _("Take the role “%(role)s” from %(name)s") % values
    return proposal(request, grant.user, "role-revocation", {"grant": pk}, title, "user-roles")


@allow(SECURITY_ADMINISTRATORS)
def propose_factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to reset the second factor of somebody who lost it."""
    person = get_object_or_404(User, pk=pk)
    title = _("Reset the second factor of %(name)s") % {"name": person.display_name}
    return proposal(request, person, "factor-reset", {"user": pk}, title, "user-roles")
