"""The inbox, and what could not be sent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from efficiency.common import lists
from efficiency.common.access import SIGNED_IN, allow, holders_of
from efficiency.notifications import actions
from efficiency.notifications.forms import InboxFilter
from efficiency.notifications.models import Notice
from efficiency.notifications.querysets import NoticeQuerySet


@allow(SIGNED_IN)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything the house told somebody, newest first."""
    form = InboxFilter(request.GET)
    notices = Notice.objects.inbox_of(request.user)
    if form.is_valid() and form.cleaned_data["unread"]:
        notices = notices.unread()
    found = _page(request, notices)
    context = {"found": found, "form": form, "any_unread": any(row.read_at is None for row in found.rows)}
    return render(request, "notifications/inbox.html", context)


def _page(request: HttpRequest, notices: NoticeQuerySet) -> lists.Page[Notice]:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        return lists.page(notices, order=["-pk"], after=after, before=before)
    except lists.BadCursor:
        return lists.page(notices, order=["-pk"])


@allow(SIGNED_IN)
@require_safe
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark as read and lead to the page the notice is about."""
    notice = get_object_or_404(Notice.objects.inbox_of(request.user), pk=pk)
    actions.open_notice(notice=notice, actor=request.user)
    if notice.path and url_has_allowed_host_and_scheme(notice.path, None):
        return HttpResponseRedirect(notice.path)
    return redirect("inbox")


@allow(SIGNED_IN)
@require_POST
def open_all(request: HttpRequest) -> HttpResponse:
    """Mark as read all that the reader has had on his page, and nothing that came later."""
    upto = request.POST.get("upto", "")
    if upto.isdecimal() and len(upto) < 19:
        actions.open_all(actor=request.user, upto=int(upto))
    return redirect("inbox")


@allow(holders_of("sysadmin"))
@require_safe
def failed(request: HttpRequest) -> HttpResponse:
    """What could not be sent by any channel, newest first."""
    found = _page(request, Notice.objects.failed().select_related("recipient", "endpoint"))
    return render(request, "notifications/failed.html", {"found": found})


@allow(holders_of("sysadmin"))
@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put what failed back into the queue."""
    notice = get_object_or_404(Notice.objects.failed(), pk=pk)
    actions.try_again(notice=notice, actor=request.user)
    messages.success(request, _("It will be tried again within a minute."))
    return redirect("notices-failed")
