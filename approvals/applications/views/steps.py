"""The further steps: materials, check and file, receipt; and throwing a draft away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from approvals.applications import actions, budgets, granting
from approvals.applications.fields import needed
from approvals.applications.forms import AgreeForm, FilesForm
from approvals.applications.models import Application
from approvals.applications.offering import hidden_number, in_words
from approvals.applications.steps import FILED, MATERIALS, REVIEW, STEPS, Wanted, wanted_of
from approvals.applications.views.doors import BOTH, code_words, granted_draft, later, page, posted
from approvals.needs import WORDS
from approvals.panels import panels_for_applicant
from approvals.progress import clock_of
from approvals.qr import qr_code
from efficiency.common.access import ANYONE, allow
from efficiency.common.requests import address_of
from efficiency.vault.actions import UnableToReveal, for_owner


@allow(ANYONE)
@never_cache
@require_http_methods(BOTH)
def materials(request: HttpRequest, number: str) -> HttpResponse:
    """Send the materials, one after the other; each is saved as it comes."""
    draft = granted_draft(request, number)
    if isinstance(draft, HttpResponse):
        return draft
    if request.method != "POST":
        return _materials_page(request, draft, None)
    removed = request.POST.get("remove", "")
    if removed.isascii() and removed.isdigit():
        _try(request, lambda: actions.take_back(application=draft, upload=int(removed)))
    wanted = wanted_of(draft.item, draft, timezone.now())
    form = _files_form(wanted, request)
    names = {str(one.place): one.row.name for one in wanted}
    files = {names[key]: found for key, found in form.clean_files().items()}
    if files:
        if not budgets.may_send(address_of(request), sum(len(each) for each in files.values())):
            return later(request)
        try:
            actions.add_files(application=draft, files=files)
        except actions.UnableToApply as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _materials_page(request, draft, form)
    return redirect("apply_review" if request.POST.get("do") == "next" else "apply_materials", number)


def _files_form(wanted: list[Wanted], request: HttpRequest) -> FilesForm:
    things = [(str(one.place), one.row.name) for one in wanted]
    return FilesForm(request.POST, request.FILES, things=things)


def _materials_page(request: HttpRequest, draft: Application, form: FilesForm | None) -> HttpResponse:
    wanted = wanted_of(draft.item, draft, timezone.now())
    form = form or FilesForm(things=[(str(one.place), one.row.name) for one in wanted])
    shown = [(one, form[f"file-{one.place}"]) for one in wanted]
    status = 422 if form.is_bound else 200
    return page(
        request, "applications/materials.html", draft, MATERIALS, form=form, wanted=shown,
        code=code_words(draft.code), status=status,
    )  # fmt: skip


@allow(ANYONE)
@never_cache
@require_http_methods(BOTH)
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Everything on one page, then it is filed: once, however often the button is pressed."""
    draft = granted_draft(request, number)
    if isinstance(draft, HttpResponse):
        return draft
    form = AgreeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.file_application(application=draft)
        except actions.UnableToApply as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("apply_filed", number)
    wanted = wanted_of(draft.item, draft, timezone.now())
    context = {
        "form": form,
        "wanted": wanted,
        "missing": [one.row.name for one in wanted if one.missing],
        "who": _who(draft),
        "code": code_words(draft.code),
    }
    return page(request, "applications/review.html", draft, REVIEW, status=422 if form.is_bound else 200, **context)


def _who(draft: Application) -> list[dict[str, Any]]:
    """The applicant's details as he typed them; what was taken over, and the number, are masked."""
    if draft.applicant is None:
        return []
    names = needed(draft.item)
    try:
        kept = for_owner(draft.applicant, fields=names)
    except UnableToReveal:
        return []
    sources = in_words(draft.sources)
    rows = []
    for name in names:
        value = getattr(kept, name)
        if name == "id_number":
            value = hidden_number(value)
        elif name in sources:
            value = f"{value[:1]}…"
        rows.append({"words": WORDS[name], "value": value, "source": sources.get(name, "")})
    return rows


@allow(ANYONE)
@never_cache
@require_safe
def filed(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt: number, query code, what was sent, and by when the office must answer."""
    if not granting.is_granted(request, number):
        return redirect("apply")
    rows = Application.objects.select_related("case__matter__unit", "case__item")
    application = rows.filter(number=number).exclude(case=None).first()
    if application is None or application.case is None:
        return redirect("apply_materials", number)
    case = application.case
    address = request.build_absolute_uri(f"{reverse('case_progress')}?number={case.matter.reference}")
    context = {
        "application": application,
        "case": case,
        "code": code_words(case.code),
        "clock": clock_of(case),
        "files": application.uploads.count(),
        "qr": qr_code(address),
        "panels": panels_for_applicant("receipt", case),
        "steps": STEPS,
        "at": FILED + 1,
    }
    return render(request, "applications/filed.html", context)


@allow(ANYONE)
@never_cache
@require_http_methods(BOTH)
def discard(request: HttpRequest, number: str) -> HttpResponse:
    """Throw a draft away at once, with its files; asked before it is done."""
    draft = granted_draft(request, number)
    if isinstance(draft, HttpResponse):
        return draft
    if request.method != "POST":
        return page(request, "applications/discard.html", draft, MATERIALS)
    code = draft.item.code
    if _try(request, lambda: actions.erase(application=draft)):
        messages.success(request, _("The draft is erased, with its files."))
    granting.revoke(request, number)
    return redirect("item", code)


@allow(ANYONE)
@never_cache
@require_http_methods(["POST"])
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Stop for now, on a phone or computer that others use too: the draft stays, this browser forgets it."""
    granting.revoke(request, number)
    messages.success(request, _("The draft is saved. With its number and query code you can go on from anywhere."))
    return redirect("apply")


def _try(request: HttpRequest, act: Any) -> bool:
    try:
        act()
    except actions.UnableToApply as refusal:
        messages.error(request, str(refusal))
        return False
    return True
