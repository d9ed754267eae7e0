"""Pages of the calendar."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from efficiency.common.access import allow
from efficiency.common.lists import BadCursor, Page, page
from efficiency.workdays.actions import (
    UnableToExceptDay,
    UnableToPublishYear,
    UnableToWithdraw,
    except_day,
    publish_year,
    refusal_to_publish,
    withdraw_exception,
)
from efficiency.workdays.current import calendar_if_published, current_calendar
from efficiency.workdays.forms import ExceptionForm, NoticeForm
from efficiency.workdays.models import CalendarVersion, DayException, PublishedYear
from efficiency.workdays.notice import statutory_days_missed
from efficiency.workdays.rules import EDITORS, READERS, STAFF
from efficiency.workdays.year import months_of


@allow(READERS)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """This year in twelve months."""
    return _year(request, timezone.localdate().year)


@allow(READERS)
@require_safe
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """Another year in twelve months."""
    return _year(request, year)


def _year(request: HttpRequest, year: int) -> HttpResponse:
    found = current_calendar()
    if not found.first.year <= year <= found.last.year:
        raise Http404
    months = months_of(found, year)
    context = {
        "year": year,
        "years": [one for one in (year - 1, year, year + 1) if found.first.year <= one <= found.last.year],
        "months": months,
        "working": sum(month.working for month in months),
        "provisional": year > found.published_until.year,
        "published": PublishedYear.objects.filter(year=year).first(),
        "version": found.version,
        "exceptions": DayException.objects.filter(day__year=year, withdrawn=False),
        "editor": EDITORS.includes(request.user),
        "staff": STAFF.includes(request.user),
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
@require_http_methods(["GET", "POST"])
def exception_new(request: HttpRequest) -> HttpResponse:
    """Record one day that differs."""
    form = ExceptionForm(request.POST or None, initial={"day": request.GET.get("day", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = except_day(**form.cleaned_data, actor=request.user)
        except UnableToExceptDay as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The exception is recorded. Running limits follow within a minute."))
            return redirect("calendar_year", year=made.day.year)
    return render(request, "workdays/exception_form.html", {"form": form}, status=_status(request))


@allow(EDITORS)
@require_http_methods(["GET", "POST"])
def exception_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an exception back, after one more question."""
    row = get_object_or_404(DayException, pk=pk, withdrawn=False)
    if request.method == "POST":
        try:
            withdraw_exception(exception=row, actor=request.user)
        except UnableToWithdraw as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The exception is withdrawn. Running limits follow within a minute."))
        return redirect("calendar_year", year=row.day.year)
    return render(request, "workdays/exception_withdraw.html", {"row": row})


@allow(EDITORS)
@require_http_methods(["GET", "POST"])
def year_publish(request: HttpRequest) -> HttpResponse:
    """Enter the notice of the next year: typed, looked at, then published."""
    following = current_calendar().published_until.year + 1
    form = NoticeForm(request.POST or None, initial={"year": following})
    context = {"form": form, "following": str(following)}
    if request.method != "POST":
        return render(request, "workdays/year_publish.html", context)
    if form.is_valid() and "edit" not in request.POST:
        given = form.cleaned_data
        refusal = refusal_to_publish(given["year"], form.days)
        if not refusal and "confirm" not in request.POST:
            return _preview(request, form)
        try:
            publish_year(year=given["year"], days=form.days, document=given["document"], actor=request.user)
        except UnableToPublishYear as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The year is published. Running limits follow within a minute."))
            return redirect("calendar_year", year=given["year"])
    return render(request, "workdays/year_publish.html", context, status=200 if "edit" in request.POST else 422)


def _preview(request: HttpRequest, form: NoticeForm) -> HttpResponse:
    year = form.cleaned_data["year"]
    months = months_of(calendar_if_published(year, form.days), year)
    context = {
        "form": form,
        "missed": statutory_days_missed(current_calendar(), year, form.days),
        "months": months,
        "working": sum(month.working for month in months),
    }
    return render(request, "workdays/year_preview.html", context)


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
