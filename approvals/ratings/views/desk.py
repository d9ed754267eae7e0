"""The list of ratings, and its Excel file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.ratings.actions.exporting import record_export
from approvals.ratings.forms import ListForm
from approvals.ratings.kinds import Code
from approvals.ratings.models import Rating
from approvals.ratings.rules import OFFICE, READERS
from efficiency.common.access import allow
from efficiency.common.lists import excel
from efficiency.common.moments import SHANGHAI
from efficiency.organization.models import Unit
from efficiency.organization.views.answers import actor, part

_AT_MOST = 10_000
_NEWEST = ("-rated_at", "-pk")


def asked(request: HttpRequest) -> ListForm:
    """The filters of the address."""
    return ListForm(request.GET, units=Unit.objects.in_use().visible_to(request.user))


@allow(READERS)
@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """What people said, newest first; what waits for somebody, by filter."""
    form = asked(request)
    rows = form.rows(request.user).select_related("unit", "item")
    context = {
        "form": form,
        "page": part(request, rows, _NEWEST),
        "period": form.period(),
        "query": request.GET.urlencode(),
        "may_import": OFFICE.includes(request.user),
    }
    return render(request, "ratings/ratings.html", context)


@allow(READERS)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same list as an Excel file, without raters and without numbers of cases; the export is recorded."""
    form = asked(request)
    found = list(form.rows(request.user).select_related("unit", "item").order_by(*_NEWEST)[:_AT_MOST])
    record_export(actor=actor(request), rows=len(found))
    heads = [
        _("Rated at"), _("Unit"), _("Item"), _("Service rated"), _("Given by"), _("Code (1 is the best)"), _("Rating"),
        _("Words"), _("With name"), _("State"),
    ]  # fmt: skip
    return excel("ratings", heads, [_cells(rating) for rating in found])


def _cells(rating: Rating) -> list[Any]:
    return [
        f"{rating.rated_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        rating.unit.name,
        str(rating.item or rating.source),
        rating.get_stage_display(),
        rating.get_channel_display(),
        rating.code,
        Code(rating.code).label,
        rating.words,
        _("yes") if rating.named else _("no"),
        rating.state_words,
    ]
