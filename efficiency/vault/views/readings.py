"""Who read whose identity: the auditor's list. It shows no identity itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from efficiency.common import lists
from efficiency.common.access import allow
from efficiency.vault.actions import MANY_READINGS
from efficiency.vault.forms import ReadingFilter
from efficiency.vault.models import Reading
from efficiency.vault.rules import READERS_OF_READINGS


@allow(READERS_OF_READINGS)
@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """All readings, newest first; those made at an unusual pace are marked."""
    form = ReadingFilter(request.GET)
    rows = Reading.objects.with_pace().select_related("reader")
    if form.is_valid() and form.cleaned_data["reader"]:
        rows = rows.filter(reader__username=form.cleaned_data["reader"])
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        found = lists.page(rows, order=["-pk"], after=after, before=before)
    except lists.BadCursor:
        found = lists.page(rows, order=["-pk"])
    return render(request, "vault/readings.html", {"form": form, "found": found, "many": MANY_READINGS})
