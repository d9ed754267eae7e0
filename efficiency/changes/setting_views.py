"""The one place where a city reads and changes what it may set."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from efficiency.changes import desk
from efficiency.changes.actions import effect_of, propose
from efficiency.changes.desk import Row, with_reasons
from efficiency.changes.kinds import Effect, UnableToChange, kind_of
from efficiency.changes.models import Change
from efficiency.changes.rules import SETTING_READERS
from efficiency.common.access import allow
from efficiency.common.lists import excel
from efficiency.common.moments import SHANGHAI


@allow(SETTING_READERS)
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Everything that a city may set, group by group; `q` searches."""
    asked = request.GET.get("q", "").strip()[:100]
    found = [row for row in desk.rows(timezone.now()) if row.contains(asked)]
    groups: dict[str, list[Row]] = {}
    for row in found:
        groups.setdefault(str(row.group), []).append(row)
    waiting = Change.objects.open().filter(kind__in={row.kind for row in found}).select_related("proposed_by")
    context = {"groups": list(groups.items()), "q": asked, "waiting": waiting.order_by("pk")[:50]}
    return render(request, "changes/settings.html", context)


@allow(SETTING_READERS)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Every version of everything as a sheet."""
    lines = [
        [str(row.group), str(row.label), row.key, *_cells(line)]
        for row in desk.rows(timezone.now())
        for line in row.versions()
    ]
    return excel("settings", [_("Group"), _("Setting"), _("Key"), *_heads()], lines)


@allow(SETTING_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: HttpRequest, key: str) -> HttpResponse:
    """One setting: what stands, all its versions, and proposing another value after seeing its effect."""
    row = _row(key)
    typed = request.POST if request.method == "POST" else None
    form = with_reasons(row.form(typed), whole_days=row.whole_days)
    may_propose = kind_of(row.kind).may_propose(request.user)
    context: dict[str, Any] = {"row": row, "form": form, "versions": row.versions(), "may_propose": may_propose}
    if typed is None or "edit" in typed:
        return render(request, "changes/setting.html", context)
    if form.is_valid():
        payload = row.payload(form.cleaned_data) | {"from": _day(form.cleaned_data["from"])}
        try:
            effect = effect_of(kind=row.kind, payload=payload)
            if "confirm" in typed:
                return redirect("change", pk=_propose(request, row, payload, form).pk)
        except UnableToChange as error:
            form.add_error(None, str(error))
        else:
            return render(request, "changes/setting_preview.html", context | _shown(row, payload, effect))
    return render(request, "changes/setting.html", context, status=422)


@allow(SETTING_READERS)
@require_safe
def versions(request: HttpRequest, key: str) -> HttpResponse:
    """All versions of one setting as a sheet."""
    return excel(f"setting-{key}", _heads(), [_cells(line) for line in _row(key).versions()])


def _row(key: str) -> Row:
    row = desk.row_of(key, timezone.now())
    if row is None:
        raise Http404
    return row


def _propose(request: HttpRequest, row: Row, payload: dict[str, Any], form: forms.BaseForm) -> Change:
    return propose(
        kind=row.kind,
        title=_("Set: %(label)s") % {"label": row.label},
        payload=payload,
        ground=form.cleaned_data["change_ground"],
        document=form.cleaned_data["change_document"],
        actor=request.user,
    )


def _shown(row: Row, payload: dict[str, Any], effect: Effect) -> dict[str, Any]:
    return {"effect": effect, "differences": kind_of(row.kind).describe(payload)}


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _heads() -> list[str]:
    return [
        _("Version"),
        _("Value"),
        _("In force from"),
        _("Ground"),
        _("Document number"),
        _("Proposed by"),
        _("Confirmed by"),
        _("Made at"),
    ]


def _cells(line: desk.VersionLine) -> list[object]:
    signed = [line.ground, line.document, line.made_by, line.confirmed_by]
    return [line.number, line.words, _written(line.since), *signed, _written(line.made_at)]


def _written(moment: datetime | None) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if moment else ""
