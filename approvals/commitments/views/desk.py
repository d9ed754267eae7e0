"""For units and office: publishing, broken ones to answer and to settle, those to assess."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.commitments import actions, rules
from approvals.commitments.forms import AnswerForm, AssessForm, CommitmentForm, SettleForm, UnitFilter
from approvals.commitments.kinds import Consequence, Measure
from approvals.commitments.models import Commitment, Verdict, Version
from approvals.commitments.rules import HEADS, KEEPERS, OFFICE, READERS
from approvals.commitments.sheets import lines, rows_against, said
from approvals.commitments.tasks import last_month
from efficiency.common.access import allow
from efficiency.organization.models import Unit, User
from efficiency.organization.views.answers import actor, answer, part, posted


def _units(user: User) -> Any:
    return Unit.objects.in_use().visible_to(user)


@allow(READERS)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Broken commitments, newest first; for the office also those that it assesses."""
    user = actor(request)
    form = UnitFilter(request.GET, units=_units(user))
    rows, unit = Verdict.objects.visible_to(user).broken(), form.chosen()
    if unit is not None:
        rows = rows.filter(unit__path__startswith=unit.path)
    found = part(request, rows.select_related("unit", "version", "answer", "settlement"), ["-month", "-pk"])
    context = {
        "found": found,
        "month": last_month(),
        "to_assess": _to_assess() if OFFICE.includes(user) else [],
        "keeper": KEEPERS.includes(user),
    }
    return answer(request, "commitments/desk.html", form, **context)


def _to_assess() -> list[Commitment]:
    """Commitments that wait for the office's assessment of last month."""
    month = last_month().first
    done = Verdict.objects.filter(month=month).values("commitment")
    standing = Version.objects.standing(month).filter(measure=Measure.ASSESSED).exclude(commitment__in=done)
    return [version.commitment for version in standing.select_related("commitment__unit").order_by("commitment")[:50]]


@allow(KEEPERS)
def new(request: HttpRequest) -> HttpResponse:
    """Publish a commitment."""
    user = actor(request)
    form = CommitmentForm(posted(request), units=_units(user), initial={"unit": request.GET.get("unit")})
    if form.is_valid():
        try:
            version = _publish(form, user, form.cleaned_data["unit"], None)
        except actions.UnableToCommit as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The commitment is published."))
            return redirect("commitment_unit", version.commitment.unit_id)
    return answer(request, "commitments/form.html", form, commitment=None)


@allow(KEEPERS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the next version of a commitment, or end it."""
    user = actor(request)
    commitment = get_object_or_404(Commitment.objects.visible_to(user).select_related("unit"), pk=pk)
    last = commitment.versions.order_by("-number").first()
    if last is None or not rules.can_publish(user, commitment.unit):
        raise Http404
    initial = {"text": last.text, "measure": last.measure, "threshold": last.threshold}
    form = CommitmentForm(posted(request), units=_units(user), changing=True, initial=initial)
    if form.is_valid():
        try:
            _publish(form, user, commitment.unit, commitment)
        except actions.UnableToCommit as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The new version is published. Earlier months keep the one they had."))
            return redirect("commitment_unit", commitment.unit_id)
    versions = commitment.versions.select_related("by")
    return answer(request, "commitments/form.html", form, commitment=commitment, versions=versions)


def _publish(form: CommitmentForm, user: User, unit: Unit, commitment: Commitment | None) -> Version:
    given = form.cleaned_data
    threshold: Decimal | None = given["threshold"]
    day: date = given["published_from"]
    return actions.publish(
        unit=unit,
        text=given["text"],
        measure=Measure(given["measure"]),
        threshold=threshold,
        published_from=day,
        commitment=commitment,
        ends=given.get("ends", False),
        ground=given.get("ground", ""),
        actor=user,
    )


@allow(OFFICE)
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether a commitment that no data can tell was kept last month."""
    commitment = get_object_or_404(Commitment.objects.select_related("unit"), pk=pk)
    month = last_month()
    form = AssessForm(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            verdict = actions.assess(
                commitment=commitment,
                month=month,
                kept=given["kept"],
                evidence=given["evidence"],
                actor=actor(request),
            )
        except actions.UnableToCommit as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Assessed."))
            return redirect("verdict", verdict.pk)
    version = commitment.versions.order_by("-number").first()
    context = {"commitment": commitment, "version": version, "month": month}
    return answer(request, "commitments/assess.html", form, **context)


@allow(READERS)
@require_safe
def verdict(request: HttpRequest, pk: int) -> HttpResponse:
    """One verdict: what was counted, the rows behind, the unit's answer, the consequence."""
    return _page(request, _found(request, pk))


@allow(HEADS)
@require_POST
def verdict_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer in the name of the unit."""
    found, form = _found(request, pk), AnswerForm(request.POST, auto_id="answer_%s")
    if form.is_valid():
        try:
            actions.answer(verdict=found, text=form.cleaned_data["text"], actor=actor(request))
        except actions.UnableToCommit as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The answer is published."))
            return redirect("verdict", pk)
    return _page(request, found, answering=form)


@allow(OFFICE)
@require_POST
def verdict_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the consequence."""
    found, form = _found(request, pk), SettleForm(request.POST, auto_id="settle_%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.settle(verdict=found, kind=Consequence(given["kind"]), ground=given["ground"], actor=actor(request))
        except actions.UnableToCommit as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Settled."))
            return redirect("verdict", pk)
    return _page(request, found, settling=form)


def _found(request: HttpRequest, pk: int) -> Verdict:
    rows = Verdict.objects.visible_to(request.user).select_related(
        "unit", "version__commitment", "answer__by", "settlement__card", "settlement__by"
    )
    return get_object_or_404(rows, pk=pk)


def _page(
    request: HttpRequest, found: Verdict, *, answering: AnswerForm | None = None, settling: SettleForm | None = None
) -> HttpResponse:
    user = actor(request)
    context = {
        "verdict": found,
        "said": said(found),
        "rows": rows_against(found),
        "lines": lines(Commitment.objects.filter(pk=found.commitment_id), timezone.now()),
        "answering": (answering or AnswerForm(auto_id="answer_%s")) if rules.can_answer(user, found) else None,
        "settling": (settling or SettleForm(auto_id="settle_%s")) if rules.can_settle(user, found) else None,
    }
    return answer(request, "commitments/verdict.html", answering or settling or AnswerForm(), **context)
