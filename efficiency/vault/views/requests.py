"""Requests of people about their own data: the register, and handling one."""

import json
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from efficiency.common import lists
from efficiency.common.access import allow
from efficiency.common.moments import local_date
from efficiency.vault import actions
from efficiency.vault.actions.requests import Dossier, persons_of
from efficiency.vault.actions.retention import refusal_to_erase
from efficiency.vault.forms import AnswerForm, CorrectionForm, KeepForm, RequestForm, SeekForm
from efficiency.vault.models import DataRequest, Person
from efficiency.vault.rules import REQUEST_HANDLERS, REQUEST_READERS


@allow(REQUEST_READERS)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Show the register, newest first; what is late is marked."""
    rows = DataRequest.objects.select_related("received_by", "answered_by")
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        found = lists.page(rows, order=["-pk"], after=after, before=before)
    except lists.BadCursor:
        found = lists.page(rows, order=["-pk"])
    may = REQUEST_HANDLERS.includes(request.user)
    context = {"found": found, "today": local_date(timezone.now()), "may": may}
    return render(request, "vault/requests.html", context)


@allow(REQUEST_HANDLERS)
def new_request(request: HttpRequest) -> HttpResponse:
    """Enter a request."""
    form = RequestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        row = actions.receive_request(**form.cleaned_data, actor=request.user)
        messages.success(request, _("The request is entered. Now find the person."))
        return redirect("data-request", row.pk)
    return render(request, "vault/request_new.html", {"form": form}, status=422 if form.errors else 200)


@allow(REQUEST_READERS)
@require_safe
@never_cache
def data_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request with what can be done to it."""
    return _page(request, get_object_or_404(DataRequest, pk=pk))


@allow(REQUEST_HANDLERS)
@require_POST
@never_cache
def seek(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for the person in the vault."""
    row, form = get_object_or_404(DataRequest, pk=pk), SeekForm(request.POST)

    def done() -> HttpResponse:
        found = actions.seek(request=row, given=form.identity(), actor=request.user)
        messages.success(request, _("Found: %(count)s.") % {"count": len(found)})
        return redirect("data-request", pk)

    return _done(request, row, form, done, seek=form)


@allow(REQUEST_HANDLERS)
@require_POST
@never_cache
def correct(request: HttpRequest, pk: int, person: uuid.UUID) -> HttpResponse:
    """Set right what is wrong in an identity."""
    row, form = get_object_or_404(DataRequest, pk=pk), CorrectionForm(request.POST)
    chosen = _person(row, person)

    def done() -> HttpResponse:
        actions.correct(request=row, person=chosen, changes=form.cleaned_data, actor=request.user)
        messages.success(request, _("The identity is corrected."))
        return redirect("data-request", pk)

    return _done(request, row, form, done, correction=form)


@allow(REQUEST_HANDLERS)
@require_POST
def keep(request: HttpRequest, pk: int, person: uuid.UUID) -> HttpResponse:
    """Keep an identity for a procedure, end that, or end a block: each with the document that orders it."""
    row, form = get_object_or_404(DataRequest, pk=pk), KeepForm(request.POST)
    chosen = _person(row, person)

    def done() -> HttpResponse:
        document = form.cleaned_data["document"]
        if form.cleaned_data["act"] == KeepForm.UNBLOCK:
            actions.unblock(person=chosen, ground=document, actor=request.user)
        else:
            held_for = document if form.cleaned_data["act"] == KeepForm.HOLD else ""
            actions.hold(person=chosen, document=held_for, actor=request.user)
        messages.success(request, _("Done."))
        return redirect("data-request", pk)

    return _done(request, row, form, done, keep=form)


def _person(row: DataRequest, pk: uuid.UUID) -> Person:
    for person in persons_of(row):
        if person.pk == pk:
            return person
    raise Http404


@allow(REQUEST_HANDLERS)
@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase the persons of the request, or block them where a law keeps them."""
    row = get_object_or_404(DataRequest, pk=pk)
    try:
        reasons = actions.erase_or_block(request=row, actor=request.user)
    except actions.UnableToAnswer as error:
        messages.error(request, str(error))
    else:
        for reason in reasons.values():
            said = _("Not erased but blocked: %(reason)s") % {"reason": reason} if reason else _("Erased for good.")
            messages.success(request, said)
    return redirect("data-request", pk)


@allow(REQUEST_HANDLERS)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the request with its answer."""
    row, form = get_object_or_404(DataRequest, pk=pk), AnswerForm(request.POST)

    def done() -> HttpResponse:
        actions.answer_request(request=row, **form.cleaned_data, actor=request.user)
        messages.success(request, _("The request is answered."))
        return redirect("data-request", pk)

    return _done(request, row, form, done, answer=form)


@allow(REQUEST_HANDLERS)
@require_POST
@never_cache
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything kept about the person, as a file to hand over: Excel, or JSON for machines."""
    row = get_object_or_404(DataRequest, pk=pk)
    if not row.persons:
        messages.error(request, _("Find the person first."))
        return redirect("data-request", pk)
    dossiers = actions.export(request=row, actor=request.user)
    if request.POST.get("form") == "json":
        response = HttpResponse(json.dumps(_told(dossiers), ensure_ascii=False, indent=1), "application/json")
        response["Content-Disposition"] = f'attachment; filename="personal-data-{pk}.json"'
        return response
    return lists.excel(f"personal-data-{pk}", [_("About"), _("What"), _("Value")], _cells(dossiers))


def _told(dossiers: list[Dossier]) -> list[dict[str, Any]]:
    return [
        {
            "identity": vars(one.identity),
            "held": [
                {"reference": held.reference, "what": held.what, "kept_until": _day(held.kept_until), **held.facts}
                for held in one.held
            ],
        }
        for one in dossiers
    ]


def _cells(dossiers: list[Dossier]) -> list[list[object]]:
    rows: list[list[object]] = []
    for one in dossiers:
        rows += [[_("Person"), name, value] for name, value in vars(one.identity).items()]
        for held in one.held:
            about = f"{held.what} {held.reference}"
            rows += [[about, name, value] for name, value in held.facts.items()]
            rows.append([about, _("Kept until"), _day(held.kept_until) or _("the matter goes on")])
    return rows


def _day(moment: Any) -> str:
    return local_date(moment).isoformat() if moment else ""


def _done(
    request: HttpRequest, row: DataRequest, form: forms.Form, act: Callable[[], HttpResponse], **shown: forms.Form
) -> HttpResponse:
    """Do it where the form is right; else show the page with what was typed."""
    if form.is_valid():
        try:
            return act()
        except actions.UnableToAnswer as error:
            form.add_error(None, str(error))
    return _page(request, row, status=422, **shown)


def _page(request: HttpRequest, row: DataRequest, status: int = 200, **shown: forms.Form) -> HttpResponse:
    now, persons = timezone.now(), persons_of(row)
    context = {
        "row": row,
        "may": REQUEST_HANDLERS.includes(request.user) and row.open,
        "persons": [(person, refusal_to_erase(person, now)) for person in persons],
        "gone": len(row.persons) - len(persons),
        "seek": shown.get("seek") or SeekForm(auto_id="seek_%s"),
        "correction": shown.get("correction") or CorrectionForm(auto_id="correct_%s"),
        "keep": shown.get("keep") or KeepForm(auto_id="keep_%s"),
        "answer": shown.get("answer") or AnswerForm(auto_id="answer_%s"),
    }
    return render(request, "vault/request.html", context, status=status)
