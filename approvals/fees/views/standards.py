"""The public list of fees, a fee with its versions, and keeping the list."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from approvals.fees.changes import KIND
from approvals.fees.forms.standards import ListFilter, ProposeStandardForm, StandardSheetForm
from approvals.fees.models import Fee, Standard
from approvals.fees.rules import LIST_KEEPERS
from approvals.fees.sheets import MOST_ROWS, StandardForm, heads, known_items, owners, read_rows, row_of
from approvals.qr import qr_code
from efficiency.changes.actions import propose
from efficiency.changes.kinds import UnableToChange
from efficiency.changes.proposing import preview_or_propose
from efficiency.common.access import ANYONE, allow
from efficiency.common.lists import BadCursor, Page, excel, page
from efficiency.common.moments import local_date
from efficiency.common.sheets import Fault, UnreadableSheet, read_sheet
from efficiency.organization.models import User

_ORDER = ("fee__item__unit__path", "name", "pk")
_MOST_FAULTS = 200


def _rows(request: HttpRequest) -> tuple[ListFilter, Any]:
    form = ListFilter(request.GET)
    rows = Standard.objects.in_force(local_date(timezone.now())).published().select_related("fee__item__unit")
    return form, form.narrow(rows)


@allow(ANYONE)
@require_safe
def fees(request: HttpRequest) -> HttpResponse:
    """What the city charges, on which basis and how much: open to everybody (收费公示)."""
    form, rows = _rows(request)
    whole = "all" in request.GET  # for print: the list is no longer than the catalogue
    context = {
        "form": form,
        "page": Page(list(rows.order_by(*_ORDER)), None, None) if whole else _page(request, rows),
        "whole": whole,
        "keeper": LIST_KEEPERS.includes(request.user),
    }
    return render(request, "fees/fees.html", context)


def _page(request: HttpRequest, rows: Any) -> Page[Standard]:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        return page(rows, order=_ORDER, after=after, before=before, size=50)
    except BadCursor:
        return page(rows, order=_ORDER, size=50)


@allow(ANYONE)
@require_safe
def fees_export(request: HttpRequest) -> HttpResponse:
    """The list as a sheet that can be brought in again. It is public: nobody's export is recorded."""
    _form, rows = _rows(request)
    return excel("fees", heads(), (row_of(standard) for standard in rows.order_by(*_ORDER)))


@allow(ANYONE)
@require_safe
def fee(request: HttpRequest, code: str) -> HttpResponse:
    """One fee: what it costs now, and every version."""
    found = get_object_or_404(Fee.objects.select_related("item__unit"), code=code)
    today = local_date(timezone.now())
    versions = list(found.standards.select_related("set_by", "confirmed_by").order_by("-version"))
    context = {
        "fee": found,
        "now": next((each for each in versions if each.effective_from <= today), None),
        "versions": versions,
        "newest": versions[0],
        "keeper": LIST_KEEPERS.includes(request.user),
        "qr": qr_code(request.build_absolute_uri(request.path)),
    }
    return render(request, "fees/fee.html", context)


@allow(LIST_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def fee_new(request: HttpRequest) -> HttpResponse:
    """Put a fee on the list."""
    initial = {"item": request.GET.get("item", "")[:50], "effective_from": local_date(timezone.now())}
    return _propose(request, title=_("Add a fee"), back=reverse("fees"), initial=initial)


@allow(LIST_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def fee_change(request: HttpRequest, code: str) -> HttpResponse:
    """Give a fee another version."""
    found = get_object_or_404(Fee.objects.select_related("item"), code=code)
    newest = found.standards.order_by("-version")[0]
    today = local_date(timezone.now())
    initial = {name: getattr(newest, name) for name in StandardForm.base_fields if hasattr(newest, name)}
    initial |= {"code": code, "item": found.item.code, "effective_from": max(today, newest.effective_from)}
    if not newest.chargeable:
        initial |= {"lower": None, "upper": None}
    title = _("Change the fee: %(name)s") % {"name": newest.name}
    return _propose(request, title=title, back=reverse("fee", args=[code]), initial=initial, code=code)


def _propose(request: HttpRequest, *, title: str, back: str, initial: dict[str, Any], code: str = "") -> HttpResponse:
    known: dict[str, Any] = {"items": known_items(), "owners": owners(), "today": local_date(timezone.now())}
    known["code"] = code
    if request.method != "POST":
        form = ProposeStandardForm(initial=initial, **known)
        return render(request, "fees/fee_form.html", {"form": form, "title": title, "back": back})
    form = ProposeStandardForm(request.POST, **known)
    if form.is_valid():
        form.cleaned_data["document"] = form.cleaned_data["change_document"]
        payload = {"rows": [form.row()]}
        answer = preview_or_propose(request, form=form, kind=KIND, title=title, payload=payload, back=back)
        if answer is not None:
            return answer
    return render(request, "fees/fee_form.html", {"form": form, "title": title, "back": back}, status=422)


@allow(LIST_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def fees_import(request: HttpRequest) -> HttpResponse:
    """Read a sheet: every fault with its row and column, or a proposal that shows what would change."""
    assert isinstance(request.user, User)
    form = StandardSheetForm(request.POST, request.FILES) if request.method == "POST" else StandardSheetForm()
    faults: list[Fault] = []
    if form.is_bound and form.is_valid():
        try:
            rows = read_sheet(form.cleaned_data["sheet"], heads=heads(), most=MOST_ROWS)
            _read, faults = read_rows(rows, today=local_date(timezone.now()))
            if not faults:
                count = ngettext("%(n)s row", "%(n)s rows", len(rows)) % {"n": len(rows)}
                change = propose(
                    kind=KIND,
                    title=_("Fees of the list: %(count)s") % {"count": count},
                    payload={"rows": rows},
                    ground=form.cleaned_data["ground"],
                    document=form.cleaned_data["document"],
                    actor=request.user,
                    demo=request.user.demo,
                )
                messages.success(request, _("The change is proposed. Another person decides on it."))
                return redirect("change", pk=change.pk)
            form.add_error("sheet", _("The sheet has faults. Nothing was changed."))
        except (UnreadableSheet, UnableToChange) as error:
            form.add_error("sheet", str(error))
    context = {"form": form, "faults": faults[:_MOST_FAULTS], "more_faults": max(0, len(faults) - _MOST_FAULTS)}
    return render(request, "fees/fees_import.html", context, status=422 if form.is_bound else 200)


@allow(LIST_KEEPERS)
@require_safe
def fees_template(request: HttpRequest) -> HttpResponse:
    """Hand out the empty sheet with the titles of the columns."""
    return excel("fees-empty", heads(), [])
