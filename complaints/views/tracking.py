"""The citizen's way back: number and code, then how the complaint stands."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints import actions
from complaints.forms import AdditionForm, TrackForm
from complaints.models import Complaint
from complaints.progress import Progress
from efficiency.budgets import guessing
from efficiency.budgets.actions import spend
from efficiency.common.access import ANYONE, allow
from efficiency.common.keys import query_code_digest

_GRANTED_SECONDS = 30 * 60
_ADDITIONS_AN_HOUR = 10


@allow(ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. One answer for an unknown number and for a wrong code."""
    form = TrackForm(request.POST) if request.method == "POST" else TrackForm()
    if request.method != "POST":
        return render(request, "complaints/track.html", {"form": form})
    shut = guessing.refused(request)
    if shut is not None:
        return shut
    if form.is_valid():
        number = _number_for(form.cleaned_data["number"], form.cleaned_data["code"])
        if number:
            _grant(request, number)
            return HttpResponseRedirect(reverse("progress", args=[number]))
        guessing.count_failure(request)
        form.add_error(None, _("No complaint with this number and code was found. Please check both."))
    return render(request, "complaints/track.html", {"form": form}, status=422)


@allow(ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """How the complaint stands, in words without names; here the citizen can add to it."""
    if not _is_granted(request, reference):
        return HttpResponseRedirect(reverse("track"))
    complaint = get_object_or_404(Complaint.objects.select_related("matter__unit"), matter__reference=reference)
    form = AdditionForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _add(form, complaint)
        if status == 303:
            return HttpResponseRedirect(reverse("progress", args=[reference]))
    context = {"progress": Progress(complaint), "form": form}
    return render(request, "complaints/progress.html", context, status=status)


def _number_for(number: str, code: str) -> str | None:
    """The number where both belong together: one indexed question, whatever was wrong."""
    found = Complaint.objects.filter(code_digest=query_code_digest(code), matter__reference=number)
    return found.values_list("matter__reference", flat=True).first()


def _grant(request: HttpRequest, number: str) -> None:
    granted = {k: v for k, v in request.session.get("tracked", {}).items() if v > timezone.now().timestamp()}
    request.session["tracked"] = granted | {number: timezone.now().timestamp() + _GRANTED_SECONDS}


def _is_granted(request: HttpRequest, number: str) -> bool:
    until: float = request.session.get("tracked", {}).get(number, 0)
    return until > timezone.now().timestamp()


def _add(form: AdditionForm, complaint: Complaint) -> int:
    """Add what was written; return the status of the answer."""
    if not form.is_valid():
        return 422
    if not spend(what="add", value=str(complaint.pk), limit=_ADDITIONS_AN_HOUR):
        form.add_error(None, _("You have added a lot within the last hour. Please try again later."))
        return 429
    try:
        actions.add_to(complaint=complaint, text=form.cleaned_data["text"])
    except actions.UnableToAdd as refusal:
        form.add_error(None, str(refusal))
        return 409
    return 303
