"""What awaits a second person, and one change with its effect."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from efficiency.changes.actions import decide, effect_of, withdraw
from efficiency.changes.forms import DecisionForm
from efficiency.changes.kinds import Effect, UnableToChange
from efficiency.changes.models import Change
from efficiency.changes.rules import READERS
from efficiency.common.access import allow
from efficiency.common.lists import page


@allow(READERS)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Show what awaits the reader's decision, and everything else below."""
    visible = Change.objects.visible_to(request.user).select_related("proposed_by", "decided_by")
    shown = page(visible, order=["-pk"], after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    waiting = Change.objects.awaiting(request.user).select_related("proposed_by").order_by("pk")[:50]
    return render(request, "changes/changes.html", {"page": shown, "waiting": waiting})


@allow(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one change with what it would do now; the second person decides here."""
    found = get_object_or_404(
        Change.objects.visible_to(request.user).select_related("proposed_by", "decided_by"), pk=pk
    )
    form = DecisionForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                decide(change=found, confirm=given["confirm"], note=given["note"], actor=request.user)
            except UnableToChange as error:
                form.add_error(None, str(error))
            else:
                done = _("The change is confirmed and in force.") if given["confirm"] else _("The change is rejected.")
                messages.success(request, done)
                return redirect("change", pk=found.pk)
    effect, refusal = _effect(found)
    context = {
        "change": found,
        "form": form,
        "effect": effect,
        "refusal": refusal,
        "may_decide": found.may_be_decided_by(request.user),
        "may_withdraw": found.open and found.proposed_by_id == request.user.pk,
    }
    return render(request, "changes/change.html", context, status=status)


def _effect(found: Change) -> tuple[Effect, str]:
    """What an open change would do now; what a decided one was said to do when it was proposed."""
    if not found.open:
        return Effect(sentences=found.effect), ""
    try:
        return effect_of(kind=found.kind, payload=found.payload), ""
    except UnableToChange as error:
        return Effect(), str(error)


@allow(READERS)
@require_POST
def withdraw_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own proposal back."""
    found = get_object_or_404(Change.objects.visible_to(request.user), pk=pk)
    try:
        withdraw(change=found, actor=request.user)
    except UnableToChange as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The proposal is withdrawn."))
    return redirect("change", pk=found.pk)
