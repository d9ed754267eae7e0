"""Going live: which parts of the city are on trial, setting their start, and what would have been carded."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from efficiency.cards.launching import part_words, payload_of, start_words
from efficiency.cards.launching_forms import LaunchForm, ShadowFilter
from efficiency.cards.levels import level_faces
from efficiency.cards.models import Launch, Shadow
from efficiency.cards.querysets import ShadowQuerySet
from efficiency.cards.rules import OFFICE, READERS
from efficiency.cards.shadows import MOST, UnableToExport, heads, lines, note_export
from efficiency.changes.proposing import preview_or_propose
from efficiency.common.access import allow, holders_of
from efficiency.common.lists import BadCursor, Page, excel, page
from efficiency.organization.models import User

WATCHERS = holders_of("office", "executive", "auditor", "sysadmin")


@allow(WATCHERS)
@require_safe
def launches(request: HttpRequest) -> HttpResponse:
    """Show every part of the city that is going live, and since when cards are issued there."""
    now = timezone.now()
    parts = [
        {
            "launch": launch,
            "name": part_words(launch.subsystem, launch.unit),
            "state": start_words(launch.cards_from),
            "on_trial": launch.on_trial(now),
            "shadows": Shadow.objects.of_part(launch)[:1],
        }
        for launch in Launch.objects.select_related("unit")
    ]
    context = {"parts": parts, "may_set": OFFICE.includes(request.user), "may_read": READERS.includes(request.user)}
    return render(request, "launch/launches.html", context)


@allow(OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def set_start(request: HttpRequest) -> HttpResponse:
    """Propose that a part goes on trial, or its first day of cards; the effect is shown first."""
    form = LaunchForm(request.POST if request.method == "POST" else None, initial=request.GET.dict())
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            payload = payload_of(subsystem=given["subsystem"], unit=given["unit"], start=given["start"])
            title = _("Start of cards: %(part)s") % {"part": part_words(given["subsystem"], given["unit"])}
            user = cast("User", request.user)
            back = reverse("launch_set")
            answer = preview_or_propose(
                request, form=form, kind="launch", title=title, payload=payload, back=back, demo=user.demo
            )
            if answer is not None:
                return answer
    return render(request, "launch/set.html", {"form": form}, status=status)


@allow(READERS)
@require_safe
def shadows(request: HttpRequest) -> HttpResponse:
    """List the cards that would have been issued."""
    form = ShadowFilter(request.GET, user=request.user)
    found = _page(request, _chosen(request, form))
    faces = level_faces()
    rows = [{"shadow": shadow, "level": faces[shadow.level]} for shadow in found.rows]
    context: dict[str, Any] = {"form": form, "pages": found, "rows": rows, "filtered": form.narrows}
    return render(request, "launch/shadows.html", context)


@allow(READERS)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the would-be cards that the filters name as an Excel sheet."""
    chosen = list(_chosen(request, ShadowFilter(request.GET, user=request.user))[: MOST + 1])
    try:
        note_export(shadows=len(chosen), actor=request.user)
    except UnableToExport as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('shadows')}?{request.GET.urlencode()}")
    return excel("would-be-cards", heads(), lines(chosen, level_faces()))


def _chosen(request: HttpRequest, form: ShadowFilter) -> ShadowQuerySet:
    return form.narrow(Shadow.objects.visible_to(request.user)).select_related("unit", "matter", "clock")


def _page(request: HttpRequest, found: ShadowQuerySet) -> Page[Shadow]:
    order = ("-breached_at", "-pk")
    try:
        return page(found, order=order, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    except BadCursor:
        return page(found, order=order)
