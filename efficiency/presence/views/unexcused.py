"""Absence without leave: recorded by whoever answers for the unit, or by the office."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from efficiency.common.access import allow
from efficiency.organization.models import User
from efficiency.organization.responsibility import duties_of
from efficiency.organization.roles import Role
from efficiency.organization.views.answers import actor, answer, part, posted
from efficiency.presence import rules
from efficiency.presence.actions import unexcused as actions
from efficiency.presence.forms.leaves import ReasonForm, UnexcusedForm
from efficiency.presence.models import Unexcused
from efficiency.presence.rules import STAFF


@allow(STAFF)
@require_safe
def unexcused_list(request: HttpRequest) -> HttpResponse:
    """Absences on record that one may see: one's own, one's unit's, all for the office."""
    user = actor(request)
    rows = Unexcused.objects.visible_to(user, duties_of(user, timezone.now()))
    found = part(request, rows.select_related("user__unit", "recorded_by"), ["-pk"])
    context = {"found": found, "may_record": _people(user).exists()}
    return answer(request, "presence/unexcused_list.html", ReasonForm(), **context)


@allow(STAFF)
def new_unexcused(request: HttpRequest) -> HttpResponse:
    """Record an absence without leave."""
    user = actor(request)
    people = _people(user)
    if not people.exists():
        raise Http404
    form = UnexcusedForm(posted(request), people=people)
    if form.is_valid():
        given = form.cleaned_data
        try:
            row = actions.record_unexcused(user=given["user"], span=form.span(), ground=given["ground"], actor=user)
        except actions.UnableToRecordAbsence as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The absence is on record. The person is told."))
            return redirect("unexcused", row.pk)
    return answer(request, "presence/unexcused_new.html", form)


@allow(STAFF)
def unexcused(request: HttpRequest, pk: int) -> HttpResponse:
    """One record; whoever may record may withdraw."""
    user = actor(request)
    duties = duties_of(user, timezone.now())
    seen = Unexcused.objects.visible_to(user, duties).select_related("user__unit", "recorded_by", "withdrawn_by")
    row = get_object_or_404(seen, pk=pk)
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            actions.withdraw_unexcused(row=row, reason=form.cleaned_data["reason"], actor=user)
        except actions.UnableToRecordAbsence as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The record is withdrawn; it stays, marked."))
            return redirect("unexcused", pk)
    may = rules.can_withdraw_unexcused(user, row, duties)
    return answer(request, "presence/unexcused.html", form, row=row, may_withdraw=may)


def _people(user: User) -> Any:
    """Of whom this person may record an absence."""
    duties = duties_of(user, timezone.now())
    people = User.objects.able().exclude(pk=user.pk).exclude(unit=None).order_by("unit__path", "display_name", "pk")
    if user.holds(Role.OFFICE):
        return people
    return people.filter(unit__in=duties.heads | duties.leads)
