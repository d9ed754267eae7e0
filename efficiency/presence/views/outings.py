"""The going-out register."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from efficiency.common.access import allow
from efficiency.common.moments import local_date
from efficiency.organization.responsibility import duties_of
from efficiency.organization.views.answers import actor, answer, part, posted
from efficiency.presence import rules
from efficiency.presence.actions import outings as actions
from efficiency.presence.forms.outings import OutingForm, RegisterFilter
from efficiency.presence.models import Outing
from efficiency.presence.rules import STAFF
from efficiency.presence.spans import day_of


@allow(STAFF)
@require_safe
def outings(request: HttpRequest) -> HttpResponse:
    """Who of my unit went out on a day, where, why, and when back; the latest first."""
    user, now = actor(request), timezone.now()
    form = RegisterFilter(request.GET)
    duties = duties_of(user, now)
    first, after = day_of(form.noon())
    rows = Outing.objects.visible_to(user, duties).of_day(first, after).select_related("user__unit", "deputy")
    found = part(request, rows, ["-out_at", "-pk"])
    lines = [(row, row.is_late(now), rules.can_report_back(user, row, duties)) for row in found.rows]
    return answer(request, "presence/outings.html", form, found=found, lines=lines, first=first)


@allow(STAFF)
def new_outing(request: HttpRequest) -> HttpResponse:
    """Write down that I go out now."""
    initial = {"back_on": local_date(timezone.now())}
    form = OutingForm(posted(request), initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            row = actions.go_out(
                user=actor(request),
                place=given["place"],
                errand=given["errand"],
                planned_back_at=form.planned_back_at(),
            )
        except actions.UnableToGoOut as error:
            form.add_error(None, str(error))
        else:
            done = _("You are written down as gone out.")
            if row.deputy is not None:
                done = _("You are written down as gone out. %(name)s stands in for you.") % {"name": row.deputy}
            messages.success(request, done)
            return redirect("outings")
    return answer(request, "presence/outing_new.html", form)


@allow(STAFF)
@require_POST
def outing_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Report back."""
    user = actor(request)
    row = get_object_or_404(Outing.objects.visible_to(user, duties_of(user, timezone.now())), pk=pk)
    try:
        actions.come_back(outing=row, actor=user)
    except actions.UnableToGoOut as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The return is on record."))
    return redirect("outings")
