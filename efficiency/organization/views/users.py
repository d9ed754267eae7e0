"""Accounts, for the system administrator."""

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from efficiency.common.access import allow
from efficiency.organization import actions
from efficiency.organization.forms import NewPersonForm, PeopleFilter, PersonForm
from efficiency.organization.models import User
from efficiency.organization.rules import SYSTEM_ADMINISTRATORS, can_administer, can_set_password_of
from efficiency.organization.views.answers import actor, answer, part, posted
from efficiency.organization.views.proposals import proposal


@allow(SYSTEM_ADMINISTRATORS)
@require_safe
def users(request: HttpRequest) -> HttpResponse:
    """All accounts by user name."""
    form = PeopleFilter(request.GET)
    rows = form.narrowed(User.objects.get_queryset()).with_roles().select_related("unit")
    return answer(request, "organization/users.html", form, found=part(request, rows, ["username", "pk"]))


@allow(SYSTEM_ADMINISTRATORS)
@sensitive_post_parameters("password")
def new_user(request: HttpRequest) -> HttpResponse:
    """Add an account; its roles are the security administrator's to give."""
    form = NewPersonForm(posted(request))
    if form.is_valid():
        try:
            user = actions.add_user(**form.cleaned_data, initial=True, actor=actor(request))
        except actions.UnableToChangeUser as error:
            form.add_error("username", str(error))
        else:
            text = _("The account %(name)s was added. A security administrator now gives it its roles.")
            messages.success(request, text % {"name": user.username})
            return redirect("user", user.pk)
    return answer(request, "organization/user_new.html", form)


@allow(SYSTEM_ADMINISTRATORS)
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: change what is known of its owner."""
    person = get_object_or_404(User.objects.get_queryset().select_related("unit").with_roles(), pk=pk)
    initial = {name: getattr(person, name) for name in PersonForm.base_fields}
    form = PersonForm(posted(request), initial=initial)
    if form.is_valid():
        actions.change_user(user=person, changes=form.cleaned_data, actor=actor(request))
        messages.success(request, _("The account was changed."))
        return redirect("user", pk)
    can_switch = can_administer(actor(request), person)
    return answer(request, "organization/user.html", form, person=person, can_switch=can_switch)


@allow(SYSTEM_ADMINISTRATORS)
@require_POST
def switch_user(request: HttpRequest, pk: int) -> HttpResponse:
    """Disable an account, or enable it again. A disabled one is signed out everywhere."""
    person = get_object_or_404(User, pk=pk)
    to_enable = request.POST.get("to") == "on"
    if to_enable and person.guarded:
        return redirect("user-enable", pk)
    act = actions.enable_user if to_enable else actions.disable_user
    try:
        act(user=person, actor=actor(request))
    except actions.UnableToChangeUser as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The account is enabled.") if to_enable else _("The account is disabled."))
    return redirect("user", pk)


@allow(SYSTEM_ADMINISTRATORS)
def propose_enabling(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to enable a guarded account: another administrator confirms."""
    person = get_object_or_404(User, pk=pk, is_active=False)
    title = _("Enable the account %(name)s") % {"name": person.display_name}
    return proposal(request, person, "account-enabling", {"user": pk}, title, "user")


@allow(SYSTEM_ADMINISTRATORS)
@sensitive_post_parameters()
def user_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Set an initial password; its owner must choose his own when he next signs in.

    Of a guarded account it is proposed first, and set within a day of a second person's word.
    """
    person = get_object_or_404(User, pk=pk)
    if person == request.user:
        return redirect("password")
    if not can_set_password_of(actor(request), person, timezone.now()):
        title = _("Set an initial password for %(name)s") % {"name": person.display_name}
        return proposal(request, person, "password-reset", {"user": pk}, title, "user")
    form: SetPasswordForm[User] = SetPasswordForm(person, posted(request))
    if form.is_valid():
        password = form.cleaned_data["new_password1"]
        actions.set_password(user=person, password=password, actor=actor(request), initial=True)
        messages.success(request, _("The initial password is set. Its owner chooses his own at the next sign-in."))
        return redirect("user", pk)
    return answer(request, "organization/user_password.html", form, person=person)
