"""The auditor's list of everything that changed."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from efficiency.audit.actions import record
from efficiency.audit.forms import EntryFilter
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import Words, words_of
from efficiency.common import lists
from efficiency.common.access import allow, holders_of
from efficiency.common.moments import act

# What one file holds at most: the newest that fit the filters.
MOST_EXPORTED = 10_000


@allow(holders_of("auditor"))
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """All entries, newest first, by verb, actor, subject and period."""
    form = EntryFilter(request.GET)
    narrowed = form.narrowed(Entry.objects.all())
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        found = lists.page(narrowed, order=["-pk"], after=after, before=before)
    except lists.BadCursor:
        found = lists.page(narrowed, order=["-pk"])
    words = words_of(found.rows)
    lines = [(entry, words.get(entry.pk)) for entry in found.rows]
    context = {"form": form, "found": found, "lines": lines, "most": MOST_EXPORTED}
    return render(request, "audit/entries.html", context, status=200 if form.is_valid() else 422)


@allow(holders_of("auditor"))
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same entries as an Excel file; the export is itself an entry (T-82)."""
    form = EntryFilter(request.GET)
    rows = list(form.narrowed(Entry.objects.all()).order_by("-pk")[:MOST_EXPORTED])
    with act() as now:
        data = {"rows": len(rows), "filters": {name: value for name, value in form.data.items() if value}}
        record(Verb.ENTRIES_EXPORTED, at=now, actor=request.user, kind="audit", subject="entries", data=data)
    heads = [_("Number"), _("Moment"), _("Who"), _("What"), _("About"), _("Facts"), _("Ground")]
    words = words_of(rows)
    return lists.excel("audit", heads, (_cells(entry, words.get(entry.pk)) for entry in rows))


def _cells(entry: Entry, words: Words | None) -> list[object]:
    moment = date_format(localtime(entry.at), "Y-m-d H:i:s")
    about = f"{entry.subject_kind} {entry.subject_id}"
    facts = json.dumps(entry.data, ensure_ascii=False)
    return [entry.pk, moment, entry.who, entry.what, about, facts, _said(words)]


def _said(words: Words | None) -> str:
    if words is None:
        return ""
    return words.text if words.is_as_recorded else _("%(text)s (not as it was recorded)") % {"text": words.text}
