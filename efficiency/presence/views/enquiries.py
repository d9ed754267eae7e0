"""First asked: what I was asked, what was offered to me, and how it ended."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from efficiency.common.access import allow
from efficiency.common.moments import local_date
from efficiency.organization.deputies import acts_for
from efficiency.organization.views.answers import actor, answer, part, posted
from efficiency.presence import rules
from efficiency.presence.actions import enquiries as actions
from efficiency.presence.forms.enquiries import EnquiryFilter, EnquiryForm, OfferForm, OutcomeForm
from efficiency.presence.forms.leaves import ReasonForm
from efficiency.presence.models import Enquiry
from efficiency.presence.querysets import EnquiryQuerySet
from efficiency.presence.rules import STAFF
from efficiency.vault.actions import UnableToReveal, reveal

_CONTACT = ("name", "phone")


@allow(STAFF)
@require_safe
def enquiries(request: HttpRequest) -> HttpResponse:
    """What I own, newest first; or what was offered to me; or my unit's; or what is late."""
    user, now = actor(request), timezone.now()
    form = EnquiryFilter(request.GET)
    show = form.cleaned_data["show"] if form.is_valid() else ""
    seen = Enquiry.objects.visible_to(user, now)
    today = local_date(now)
    by_show: dict[str, Callable[[], EnquiryQuerySet]] = {
        "": lambda: seen.held_by(user, now),
        "offered": lambda: seen.offered_to(user),
        "unit": lambda: seen.filter(unit=user.unit_id) if user.unit_id else seen.none(),
        "late": lambda: seen.late(today),
        "all": lambda: seen,
    }
    found = part(request, by_show[show]().select_related("holder", "unit", "asked"), ["-pk"])
    lines = [(row, row.is_late(today)) for row in found.rows]
    offered = Enquiry.objects.offered_to(user).order_by()[:100].count()
    return answer(request, "presence/enquiries.html", form, found=found, lines=lines, offered=offered)


@allow(STAFF)
def new_enquiry(request: HttpRequest) -> HttpResponse:
    """Somebody asked me."""
    form = EnquiryForm(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            row = actions.note_enquiry(
                by=given["by"], topic=given["topic"], text=given["text"], contact=form.contact(), actor=actor(request)
            )
        except actions.UnableToHandle as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Noted. It is yours until it is settled or somebody takes it over."))
            return redirect("enquiry", row.pk)
    return answer(request, "presence/enquiry_new.html", form)


@allow(STAFF)
@require_safe
def enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """One enquiry with what can be done about it."""
    return _page(request, _found(request, pk))


@allow(STAFF)
@require_POST
def offer_enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a unit or a person to take it over."""
    row, form = _found(request, pk), OfferForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.offer_enquiry(
                enquiry=row, unit=given["unit"], user=form.user, note=given["note"], actor=actor(request)
            )
        except actions.UnableToHandle as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Offered. It stays yours until it is taken over."))
            return redirect("enquiry", pk)
    return _page(request, row, offer=form)


@allow(STAFF)
@require_POST
def take_enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it over."""
    row = _found(request, pk)
    try:
        actions.take_enquiry(enquiry=row, actor=actor(request))
    except actions.UnableToHandle as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is yours now."))
    return redirect("enquiry", pk)


@allow(STAFF)
@require_POST
def decline_enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """Not take it over, with a reason."""
    row, form = _found(request, pk), ReasonForm(request.POST, auto_id="decline_%s")
    if form.is_valid():
        try:
            actions.decline_enquiry(enquiry=row, reason=form.cleaned_data["reason"], actor=actor(request))
        except actions.UnableToHandle as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Declined. It stays with whoever offered it."))
            return redirect("enquiries")
    return _page(request, row, decline=form)


@allow(STAFF)
@require_POST
def finish_enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was told."""
    row, form = _found(request, pk), OutcomeForm(request.POST)
    if form.is_valid():
        try:
            actions.finish_enquiry(enquiry=row, outcome=form.cleaned_data["outcome"], actor=actor(request))
        except actions.UnableToHandle as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Finished."))
            return redirect("enquiry", pk)
    return _page(request, row, finish=form)


@allow(STAFF)
@require_POST
def reveal_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whoever owns it how to reach whoever asked, once, for a recorded purpose."""
    row, form = _found(request, pk), ReasonForm(request.POST, auto_id="contact_%s")
    user = actor(request)
    if row.contact is None or not row.open or not acts_for(user, row.holder_id):
        raise Http404
    if form.is_valid():
        try:
            person = reveal(row.contact, reader=user, purpose=form.cleaned_data["reason"], fields=_CONTACT)
        except UnableToReveal as error:
            form.add_error(None, str(error))
        else:
            return render(request, "presence/contact.html", {"enquiry": row, "person": person})
    return _page(request, row, contact=form)


def _found(request: HttpRequest, pk: int) -> Enquiry:
    rows = Enquiry.objects.visible_to(actor(request), timezone.now()).select_related("holder", "unit", "asked")
    return get_object_or_404(rows, pk=pk)


def _page(
    request: HttpRequest,
    row: Enquiry,
    *,
    offer: OfferForm | None = None,
    decline: ReasonForm | None = None,
    finish: OutcomeForm | None = None,
    contact: ReasonForm | None = None,
) -> HttpResponse:
    user, now = actor(request), timezone.now()
    handovers = list(row.handovers.select_related("unit", "user", "by", "answered_by"))
    waiting = next((one for one in handovers if one.answered_at is None), None)
    owns = row.open and acts_for(user, row.holder_id, now)
    failed = next((form for form in (offer, decline, finish, contact) if form is not None), None)
    context = {
        "enquiry": row,
        "late": row.is_late(local_date(now)),
        "handovers": handovers,
        "waiting": waiting,
        "may_answer": waiting is not None and rules.can_answer(user, waiting),
        "owns": owns,
        "stands_in": owns and row.holder_id != user.pk,
        "offer": offer or OfferForm(),
        "decline": decline or ReasonForm(auto_id="decline_%s"),
        "finish": finish or OutcomeForm(),
        "contact": contact or ReasonForm(auto_id="contact_%s"),
    }
    return answer(request, "presence/enquiry.html", failed or OutcomeForm(), **context)
