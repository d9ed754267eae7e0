"""Projects: the list, the register of major projects, one project, a new one."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.projects import actions, rules
from approvals.projects.forms import LeaderForm, ProjectFilter, ProjectForm, ReasonForm, RevealForm
from approvals.projects.kinds import State, StepState
from approvals.projects.models import Project, Request, Step
from approvals.projects.pages import sheet
from approvals.projects.querysets import ProjectQuerySet
from approvals.projects.showing import shown_on
from efficiency.audit.models import Entry
from efficiency.cards.models import Card
from efficiency.cards.rules import READERS as CARD_READERS
from efficiency.clocks.models import Clock
from efficiency.common.access import allow
from efficiency.common.lists import excel
from efficiency.common.moments import SHANGHAI, database_now
from efficiency.organization.views.answers import actor, answer, part, posted
from efficiency.vault.actions import UnableToReveal, reveal

_SHOWN = ("matter__unit", "leader", "chain__template", "opened_by")
_EXPORT_AT_MOST = 10_000


@allow(rules.READERS)
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Projects under way, newest first; others by filter."""
    form, rows = _filtered(request)
    context = {
        "found": part(request, _with_steps(rows), ["-pk"]),
        "opener": rules.OPENERS.includes(request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "projects/projects.html", {"form": form, **context})


@allow(rules.READERS)
@require_safe
def majors(request: HttpRequest) -> HttpResponse:
    """The register of major projects with their leaders."""
    rows = Project.objects.visible_to(request.user).filter(major=True)
    return render(request, "projects/majors.html", {"found": part(request, _with_steps(rows), ["-pk"])})


@allow(rules.READERS)
@require_safe
def projects_export(request: HttpRequest) -> HttpResponse:
    """The same list as an Excel file, without the firms; the export is recorded."""
    form, rows = _filtered(request)
    now = database_now()
    heads = [
        _("Number"),
        _("Project"),
        _("Series"),
        _("Unit that leads"),
        _("State"),
        _("Opened at"),
        _("Capital"),
        _("Currency"),
        _("Leader"),
        _("Whole chain due"),
        _("Past a limit"),
        _("Steps in hand"),
    ]
    lines = [_line(project, now) for project in _with_steps(rows).order_by("-pk")[:_EXPORT_AT_MOST]]
    given = form.cleaned_data if form.is_valid() else {}
    # Searched words may be somebody's name; an entry stands for ever.
    kept = {name: "…" if name == "q" else str(value) for name, value in given.items() if value}
    actions.record_export(actor=actor(request), rows=len(lines), filters=kept)
    return excel("projects", heads, lines)


def _line(project: Project, now: Any) -> tuple[str, ...]:
    whole = project.total_clock
    late = any(clock.is_late(now) for clock in project.matter.running)  # type: ignore[attr-defined]
    return (
        project.matter.reference,
        project.matter.title,
        project.get_series_display(),
        project.matter.unit.name,
        project.get_state_display(),
        project.opened_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
        project.exact_capital,
        project.currency if project.capital is not None else "",
        str(project.leader or ""),
        whole.due_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if whole else "",
        _("yes") if late else _("no"),
        "、".join(f"{step.name}（{step.unit.short_name}）" for step in project.current),  # type: ignore[attr-defined]
    )


def _filtered(request: HttpRequest) -> tuple[ProjectFilter, ProjectQuerySet]:
    form = ProjectFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    rows = Project.objects.visible_to(request.user)
    state = given.get("state") or State.OPEN
    if state == ProjectFilter.LATE:
        rows = rows.late(database_now())
    elif state != ProjectFilter.ALL:
        rows = rows.filter(state=state)
    for field, value in (("series", "series"), ("matter__unit", "unit"), ("leader", "leader")):
        if given.get(value):
            rows = rows.filter(**{field: given[value]})
    words = (given.get("q") or "").strip()
    if words:
        rows = rows.filter(Q(matter__reference__icontains=words) | Q(matter__title__icontains=words))
    return form, rows


def _with_steps(rows: ProjectQuerySet) -> ProjectQuerySet:
    """Each with what it has in hand and the clocks that run, in two further queries for all."""
    current = Step.objects.filter(state__in=(StepState.READY, StepState.RUNNING)).select_related("unit")
    running = Clock.objects.running().order_by("due_at", "pk")
    return rows.select_related(*_SHOWN, "total_clock").prefetch_related(
        Prefetch("steps", current.order_by("number"), to_attr="current"),
        Prefetch("matter__clocks", running, to_attr="running"),
    )


@allow(rules.OPENERS)
def project_new(request: HttpRequest) -> HttpResponse:
    """Open a project."""
    form = ProjectForm(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            project = actions.open_project(
                template=given["template"],
                name=given["name"],
                firm=form.identity(),
                unit=given["unit"],
                capital=given["capital"],
                currency=given["currency"],
                major=given["leader"] is not None,
                leader=given["leader"],
                submission=given["submission"],
                actor=actor(request),
            )
        except actions.UnableToOpen as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The project is open. Its first steps can be filed."))
            return redirect("project", project.matter.reference)
    return answer(request, "projects/new.html", form)


@allow(rules.READERS)
@require_safe
def project(request: HttpRequest, reference: str) -> HttpResponse:
    """One project: where it stands, what is late, who used how much time, what can be done."""
    return page(request, found_project(request, reference))


@allow(rules.READERS)
@require_safe
def project_sheet(request: HttpRequest, reference: str) -> HttpResponse:
    """The project on paper."""
    found = found_project(request, reference)
    now = database_now()
    return render(request, "projects/sheet.html", {"sheet": sheet(found, now), "project": found, "now": now})


@allow(rules.WORKERS)
@require_POST
def project_firm(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the firm to those who handle the project, for a purpose; the reading is recorded first."""
    user, found = actor(request), found_project(request, reference)
    form = RevealForm(request.POST)
    if form.is_valid() and found.firm and rules.may_read_firm(user, found):
        fields = ("name", "phone", "id_number")
        try:
            firm = reveal(found.firm, reader=user, purpose=form.cleaned_data["purpose"], fields=fields)
        except UnableToReveal as error:
            form.add_error(None, str(error))
        else:
            response = page(request, found, firm=firm)
            response["Cache-Control"] = "no-store"
            return response
    return page(request, found, status=422, reveal=form)


@allow(rules.OPENERS)
@require_POST
def project_withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """The firm gives the project up."""
    found, form = found_project(request, reference), ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.withdraw_project(project=found, ground=form.cleaned_data["reason"], actor=actor(request))
        except actions.UnableToOpen as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The project is withdrawn."))
            return redirect("project", reference)
    return page(request, found, status=422, withdraw=form)


@allow(rules.KEEPERS)
@require_POST
def project_leader(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a project on the register of major projects, or take it off."""
    found, form = found_project(request, reference), LeaderForm(request.POST)
    if form.is_valid():
        try:
            actions.name_leader(project=found, leader=form.cleaned_data["leader"], actor=actor(request))
        except actions.UnableToOpen as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The register of major projects is up to date."))
            return redirect("project", reference)
    return page(request, found, status=422, leader_form=form)


def found_project(request: HttpRequest, reference: str) -> Project:
    """The project of this number, to those who may see it; others find nothing."""
    rows = Project.objects.visible_to(request.user).select_related(*_SHOWN, "total_clock")
    return get_object_or_404(rows, matter__reference=reference)


def page(request: HttpRequest, found: Project, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a project, with forms that were refused in place of fresh ones."""
    user, now = actor(request), database_now()
    shown = sheet(found, now)
    cards = Card.objects.numbered().filter(matter=found.matter)
    context = {
        "project": found,
        "sheet": shown,
        "now": now,
        "cards": cards,
        "readable": set(Card.objects.visible_to(user).filter(matter=found.matter).values_list("pk", flat=True))
        if CARD_READERS.includes(user)
        else set(),
        "requests": Request.objects.filter(clock__matter=found.matter).select_related(
            "asked_by", "decided_by", "clock"
        ),
        "entries": Entry.objects.about("project", found.pk),
        "may_read_firm": rules.may_read_firm(user, found),
        "may_withdraw": found.open and rules.may_withdraw(user, found),
        "may_name": found.open and rules.KEEPERS.includes(user),
        "panels": shown_on(found, user),
        "reveal": RevealForm(),
        "withdraw": ReasonForm(),
        "leader_form": LeaderForm(initial={"leader": found.leader_id}),
    }
    return render(request, "projects/project.html", context | more, status=status)
