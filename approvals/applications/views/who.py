"""The first step: who applies. With it a draft begins; and the way back to a draft."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from approvals.applications import actions, budgets, granting
from approvals.applications.defined import DRAFT_DAYS
from approvals.applications.depth import goes_online
from approvals.applications.fields import needed
from approvals.applications.forms import NumberForm, WhoForm
from approvals.applications.models import Application
from approvals.applications.offering import NOTHING, Offer, of_case, of_draft
from approvals.applications.steps import FILED, STEPS, WHO, wanted_of
from approvals.applications.views.doors import BOTH, granted_draft, later, page, posted, tried
from approvals.catalogue.force import as_shown
from approvals.models import Item
from efficiency.changes.settings import value_of
from efficiency.common.access import ANYONE, allow
from efficiency.common.requests import address_of
from efficiency.vault.actions import UnableToReveal, for_owner


@allow(ANYONE)
@never_cache
@require_http_methods(BOTH)
def apply(request: HttpRequest) -> HttpResponse:
    """Go on with a draft: number and code. One answer for an unknown number and for a wrong code."""
    if request.method != "POST":
        form = NumberForm(initial={"number": request.GET.get("number", "")[:50]})
        return _continue(request, form)
    form, refused = tried(request)
    if refused:
        return refused
    if form.is_valid():
        draft = granting.draft_for(form.cleaned_data["number"], form.cleaned_data["code"])
        if draft is not None and (draft.case is not None or draft.expires_at > timezone.now()):
            granting.grant(request, draft.number)
            return redirect("apply_filed" if draft.case else "apply_materials", draft.number)
        budgets.count_failure(address_of(request))
        form.add_error(
            None, _("No draft has this number with this query code, or it is no longer kept. Please compare both.")
        )
    return _continue(request, form, status=422)


def _continue(request: HttpRequest, form: NumberForm, status: int = 200) -> HttpResponse:
    return render(request, "applications/continue.html", {"form": form, "days": value_of(DRAFT_DAYS)}, status=status)


@allow(ANYONE)
@never_cache
@require_http_methods(BOTH)
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin an application for an item: who applies, perhaps with the details of an earlier case."""
    item = _online_item(code)
    if request.POST.get("do") == "earlier":
        return _prove_earlier(request, item)
    offer = _earlier_offer(request, item)
    form = WhoForm(posted(request), item=item, needs=needed(item), offer=offer)
    if request.method == "POST" and form.is_valid():
        if not budgets.may_begin(address_of(request)):
            return later(request)
        try:
            draft = actions.begin(item=item, given=form.given())
        except actions.UnableToApply as refusal:
            form.add_error(None, str(refusal))
        else:
            granting.grant(request, draft.number)
            return redirect("apply_materials", draft.number)
    return _first_page(request, item, form, offer)


def _first_page(
    request: HttpRequest, item: Item, form: WhoForm, offer: Offer, earlier: NumberForm | None = None
) -> HttpResponse:
    context = {
        "item": item,
        "form": form,
        "offer": offer if offer.sources else None,
        "earlier": earlier or NumberForm(auto_id="earlier_%s"),
        "wanted": wanted_of(item, None, timezone.now()),
        "days": value_of(DRAFT_DAYS),
        "steps": STEPS,
        "at": WHO,
        "last": FILED,
    }
    failed = form.is_bound or (earlier is not None and earlier.is_bound)
    return render(request, "applications/begin.html", context, status=422 if failed else 200)


def _prove_earlier(request: HttpRequest, item: Item) -> HttpResponse:
    """Number and code of an earlier case: its details are offered, masked, in this browser for an hour."""
    form, refused = tried(request)
    form.auto_id = "earlier_%s"
    if refused:
        return refused
    if form.is_valid():
        case = granting.case_for(form.cleaned_data["number"], form.cleaned_data["code"])
        if case is not None and case.applicant is not None:
            granting.use_earlier(request, case.matter.reference)
            actions.note_reused(case=case, fields=set(needed(case.item)) & set(needed(item)))
            return redirect("apply_item", item.code)
        if case is None:
            budgets.count_failure(address_of(request))
        form.add_error(None, _("No case has this number with this query code, or its applicant is no longer kept."))
    return _first_page(request, item, WhoForm(item=item, needs=needed(item)), NOTHING, form)


def _earlier_offer(request: HttpRequest, item: Item) -> Offer:
    """What the earlier case gives that this item needs too; nothing where the applicant is blocked."""
    case = granting.earlier_case(request)
    if case is None or case.applicant is None:
        return NOTHING
    try:
        kept = for_owner(case.applicant, fields=set(needed(case.item)) & set(needed(item)))
    except UnableToReveal:
        return NOTHING
    return of_case(case, kept)


@allow(ANYONE)
@never_cache
@require_http_methods(BOTH)
def who(request: HttpRequest, number: str) -> HttpResponse:
    """Change who applies; what is saved is shown masked, and stays where a field is left empty."""
    draft = granted_draft(request, number)
    if isinstance(draft, HttpResponse):
        return draft
    kept = _kept(draft)
    initial = {"document": draft.document, "capital": draft.capital, "currency": draft.currency}
    form = WhoForm(posted(request), item=draft.item, needs=needed(draft.item), offer=kept, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_who(application=draft, given=form.given())
        except actions.UnableToApply as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("apply_materials", number)
    return page(request, "applications/who.html", draft, WHO, form=form, status=422 if form.is_bound else 200)


def _kept(draft: Application) -> Offer:
    if draft.applicant is None:
        return NOTHING
    try:
        return of_draft(draft, for_owner(draft.applicant, fields=needed(draft.item)))
    except UnableToReveal:
        return NOTHING


def _online_item(code: str) -> Item:
    """The item as it is in force. Raises Http404 where it is not published, or not applied for online."""
    found = get_object_or_404(Item.objects.published().select_related("unit"), code=code)
    item = as_shown(found, timezone.now())
    if not goes_online(item):
        raise Http404
    return item
