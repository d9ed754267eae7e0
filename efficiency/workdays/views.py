"""Pages of the calendar: everybody reads it; the office proposes changes, which a second person confirms."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from efficiency.changes.actions import effect_of, propose
from efficiency.changes.kinds import Effect, UnableToChange, kind_of
from efficiency.changes.models import Change
from efficiency.common.access import ANYONE, allow
from efficiency.common.lists import BadCursor, Page, page
from efficiency.workdays import proposals
from efficiency.workdays.current import calendar_if_published, current_calendar
from efficiency.workdays.forms import ExceptionForm, GroundForm, NoticeForm
from efficiency.workdays.missing import missing_year
from efficiency.workdays.models import CalendarVersion, DayException, PublishedYear
from efficiency.workdays.notice import statutory_days_missed
from efficiency.workdays.rules import EDITORS, STAFF
from efficiency.workdays.year import months_of

KINDS = (proposals.YEAR, proposals.DAY, proposals.DAY_BACK, proposals.YEAR_BACK)
ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@allow(ANYONE)  # everybody may check how a promise was counted
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """This year in twelve months."""
    return _year(request, timezone.localdate().year)


@allow(ANYONE)
@require_safe
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """Another year in twelve months."""
    return _year(request, year)


def _year(request: HttpRequest, year: int) -> HttpResponse:
    found = current_calendar()
    if not found.first.year <= year <= found.last.year:
        raise Http404
    months = months_of(found, year)
    editor = EDITORS.includes(request.user)
    context = {
        "year": year,
        "years": [one for one in (year - 1, year, year + 1) if found.first.year <= one <= found.last.year],
        "months": months,
        "working": sum(month.working for month in months),
        "provisional": year > found.published_until.year,
        "published": PublishedYear.objects.filter(year=year).first(),
        "version": found.version,
        "exceptions": DayException.objects.filter(day__year=year, withdrawn=False),
        "editor": editor,
        "staff": STAFF.includes(request.user),
        "missing": missing_year(found, timezone.localdate()) if editor else None,
        "waiting": Change.objects.open().filter(kind__in=KINDS).order_by("pk")[:20] if editor else [],
    }
    return render(request, "workdays/calendar.html", context)


@allow(STAFF)
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """Every state of the calendar, newest first."""
    rows = CalendarVersion.objects.all()
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    found: Page[CalendarVersion]
    try:
        found = page(rows, order=["-pk"], after=after, before=before)
    except BadCursor:
        found = page(rows, order=["-pk"])
    return render(request, "workdays/versions.html", {"page": found})


@allow(EDITORS)
@ask_or_do
def exception_new(request: HttpRequest) -> HttpResponse:
    """Propose one day that differs, after seeing what it moves."""
    form = ExceptionForm(request.POST or None, initial={"day": request.GET.get("day", "")})
    if request.method != "POST" or "edit" in request.POST:
        return render(request, "workdays/exception_form.html", {"form": form})
    if form.is_valid():
        given = form.cleaned_data
        payload = proposals.of_day(given["day"], given["kind"], given["name"])
        title = _("%(day)s: %(name)s") % {"day": given["day"], "name": given["name"]}
        answer = _look_or_propose(request, proposals.DAY, title, payload, form)
        if answer is not None:
            return answer
    return render(request, "workdays/exception_form.html", {"form": form}, status=422)


@allow(EDITORS)
@ask_or_do
def exception_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to take an exception back."""
    row = get_object_or_404(DayException, pk=pk, withdrawn=False)
    title = _("Withdraw %(day)s: %(name)s") % {"day": row.day, "name": row.name}
    return _take_back(request, proposals.DAY_BACK, title, proposals.of_day_back(row), row.day.year)


@allow(EDITORS)
@ask_or_do
def year_withdraw(request: HttpRequest, year: int) -> HttpResponse:
    """Propose to take the arrangement of a year back."""
    row = get_object_or_404(PublishedYear, year=year)
    title = _("Withdraw the arrangement of %(year)s") % {"year": year}
    return _take_back(request, proposals.YEAR_BACK, title, proposals.of_year_back(row), year)


@allow(EDITORS)
@ask_or_do
def year_publish(request: HttpRequest) -> HttpResponse:
    """Propose the notice of the next year: pasted, typed or uploaded; looked at; put before a second person."""
    following = current_calendar().published_until.year + 1
    form = NoticeForm(request.POST or None, request.FILES or None, initial={"year": following})
    context = {"form": form, "following": str(following)}
    if request.method != "POST" or "edit" in request.POST:
        return render(request, "workdays/year_publish.html", context)
    if form.is_valid():
        year = form.cleaned_data["year"]
        payload = proposals.of_year(year, form.days)
        months = months_of(calendar_if_published(year, form.days), year) if _within(year) else []
        more = {"months": months, "missed": statutory_days_missed(current_calendar(), year, form.days)}
        title = _("Arrangement of %(year)s") % {"year": year}
        answer = _look_or_propose(request, proposals.YEAR, title, payload, form, more)
        if answer is not None:
            return answer
    return render(request, "workdays/year_publish.html", context, status=422)


def _within(year: int) -> bool:
    """The years of which a page of twelve months can be drawn."""
    return current_calendar().first.year <= year <= current_calendar().last.year


def _take_back(request: HttpRequest, kind: str, title: str, payload: dict[str, Any], year: int) -> HttpResponse:
    form = GroundForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect("change", pk=_propose(request, kind, title, payload, form).pk)
            except UnableToChange as error:
                form.add_error(None, str(error))
    effect, refusal = Effect(), ""
    try:
        effect = effect_of(kind=kind, payload=payload)
    except UnableToChange as error:
        refusal = str(error)
    shown = {"title": title, "year": year, "form": form, "effect": effect, "refusal": refusal}
    return render(request, "workdays/take_back.html", shown, status=status)


def _look_or_propose(
    request: HttpRequest,
    kind: str,
    title: str,
    payload: dict[str, Any],
    form: Any,
    more: dict[str, Any] | None = None,
) -> HttpResponse | None:
    """Show what would follow; once that was seen, put it before a second person. None: the form says why not."""
    try:
        if "confirm" in request.POST:
            return redirect("change", pk=_propose(request, kind, title, payload, form).pk)
        effect = effect_of(kind=kind, payload=payload)
    except UnableToChange as error:
        form.add_error(None, str(error))
        return None
    carried = form.carried_on() if isinstance(form, NoticeForm) else form
    differences = kind_of(kind).describe(payload)
    shown = {"title": title, "form": carried, "effect": effect, "differences": differences, **(more or {})}
    return render(request, "workdays/preview.html", shown)


def _propose(request: HttpRequest, kind: str, title: str, payload: dict[str, Any], form: forms.BaseForm) -> Change:
    given = form.cleaned_data
    return propose(
        kind=kind,
        title=title,
        payload=payload,
        ground=given["ground"],
        document=given["document"],
        actor=request.user,
    )
