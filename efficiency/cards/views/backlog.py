"""Bringing in the open matters of an older system from a sheet."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from efficiency.cards.backlog import MOST, backlogs, checked
from efficiency.cards.launching_forms import BacklogForm
from efficiency.cards.rules import OFFICE
from efficiency.changes.actions import propose
from efficiency.changes.kinds import UnableToChange
from efficiency.changes.models import Change
from efficiency.common.access import allow
from efficiency.common.lists import excel
from efficiency.common.sheets import Fault, UnreadableSheet, read_sheet
from efficiency.organization.models import User

MOST_FAULTS = 200


@allow(OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Read the sheet: every fault with its row and column, or a proposal for the second person."""
    form = BacklogForm(request.POST, request.FILES) if request.method == "POST" else BacklogForm()
    faults: list[Fault] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            change, faults = _propose(form, cast("User", request.user))
            if change is not None:
                messages.success(request, _("The change is proposed. Another person decides on it."))
                return redirect("change", pk=change.pk)
    context = {
        "form": form,
        "backlogs": backlogs().values(),
        "faults": faults[:MOST_FAULTS],
        "more_faults": max(0, len(faults) - MOST_FAULTS),
    }
    return render(request, "launch/backlog.html", context, status=status)


def _propose(form: BacklogForm, user: User) -> tuple[Change | None, list[Fault]]:
    """The proposal, or what is wrong: in the form, or fault by fault."""
    given = form.cleaned_data
    backlog = backlogs()[given["backlog"]]
    try:
        read = read_sheet(given["sheet"], heads=backlog.heads, most=MOST)
        rows = [backlog.scrub(row) for row in read]
        _typed, faults = checked(backlog, rows, now=timezone.now())
        if faults:
            form.add_error("sheet", _("The sheet has faults. Nothing was changed."))
            return None, faults
        count = ngettext("%(n)s row", "%(n)s rows", len(rows)) % {"n": len(rows)}
        change = propose(
            kind="backlog",
            title=f"{backlog.name}: {count}",
            payload={"backlog": backlog.code, "rows": rows},
            ground=given["ground"],
            document=given["document"],
            actor=user,
            demo=user.demo,
        )
    except (UnreadableSheet, UnableToChange) as error:
        form.add_error("sheet", str(error))
        return None, []
    return change, []


@allow(OFFICE)
@require_safe
def template(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the empty sheet with the titles of the columns."""
    backlog = backlogs().get(code)
    if backlog is None:
        raise Http404
    return excel(f"backlog-{code}", backlog.heads, [])
