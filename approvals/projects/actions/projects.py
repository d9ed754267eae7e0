"""Opening a project, naming its leader, withdrawing it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from approvals.models import Item
from approvals.projects.kinds import Currency, State, StepState
from approvals.projects.models import Project, Run, Step, Template, TemplateVersion
from approvals.projects.rules import may_open, may_withdraw
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import commitment_to
from efficiency.clocks.actions import cancel_clock, close_matter, open_matter
from efficiency.clocks.kinds import Subsystem
from efficiency.clocks.models import Clock
from efficiency.common.moments import act, begins_again
from efficiency.notifications.actions import notify
from efficiency.organization.models import Unit, User
from efficiency.organization.roles import Role
from efficiency.vault.actions import store
from efficiency.vault.identity import Identity


class UnableToOpen(Exception):
    """The project was not opened or changed; the text says why."""


def open_project(
    *,
    template: Template,
    name: str,
    firm: Identity,
    unit: Unit,
    submission: str,
    actor: User,
    capital: Decimal | None = None,
    currency: str = Currency.CNY,
    major: bool = False,
    leader: User | None = None,
    now: datetime | None = None,
    demo: bool = False,
) -> Project:
    """Open a project on the newest version of a chain; `unit` leads it and answers for the whole.

    The firm is kept in the vault alone. The first steps are open at once; no clock starts before
    a step is done or its papers are complete. The same `submission` gives the same project.
    Raises UnableToOpen.
    """
    if not may_open(actor):
        raise UnableToOpen(_("Window staff and the efficiency office open projects."))
    if leader is not None and not major:
        raise UnableToOpen(_("Only a major project has a leader."))
    try:
        with act(now) as now:
            known = _submitted(submission, actor)
            if known is not None:
                return known
            project = _opened(template, name, unit, actor, now, submission, demo)
            project.firm = store(firm, actor=actor, now=now, demo=demo)
            project.capital, project.currency = capital, currency
            project.major, project.leader = major, leader
            project.save()
            _copy_steps(project, project.chain, now)
            facts = {"chain": template.code, "version": project.chain.version, "major": major}
            note(Verb.PROJECT_OPENED, project, actor, now, number=project.matter.reference, **facts)
            if leader is not None:
                _tell_leader(project, leader, now)
            return project
    except IntegrityError:
        known = _submitted(submission, actor)  # the same form, sent twice at once
        if known is None:
            raise
        return known


def _opened(
    template: Template, name: str, unit: Unit, actor: User, now: datetime, submission: str, demo: bool
) -> Project:
    """The row under its new number, not saved yet."""
    chain = template.versions.order_by("-version").first()
    if chain is None:
        raise UnableToOpen(_("This chain has no version in force yet."))
    matter = open_matter(
        prefix="XM",
        title=name,
        subsystem=Subsystem.APPROVAL,
        unit=unit,
        officer=actor,
        path="/projects/{reference}/",
        actor=actor,
        now=now,
        demo=demo,
    )
    return Project(
        matter=matter, chain=chain, series=template.series, opened_by=actor, opened_at=now, submission=submission
    )


def _submitted(submission: str, actor: User) -> Project | None:
    project = Project.objects.select_related("matter").filter(submission=submission).first()
    if project is not None and project.opened_by_id != actor.pk:
        raise UnableToOpen(_("This form was sent by somebody else. Please open a new form."))
    return project


def _copy_steps(project: Project, chain: TemplateVersion, now: datetime) -> None:
    plans = chain.plans
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[plan.unit for plan in plans])}
    items = {item.code: item for item in Item.objects.filter(code__in=[plan.item for plan in plans if plan.item])}
    missing = [plan.name for plan in plans if plan.unit not in units or (plan.item and plan.item not in items)]
    if missing:
        raise UnableToOpen(
            _("The chain names a unit or item that is gone (%(steps)s). The office must renew the chain.")
            % {"steps": "、".join(missing)}
        )
    for plan in plans:
        Step.objects.create(
            project=project,
            number=plan.number,
            name=plan.name,
            kind=plan.kind,
            unit=units[plan.unit],
            item=items.get(plan.item),
            after=list(plan.after),
            span=plan.span,
            promise=plan.promise,
            papers=list(plan.papers),
            state=StepState.WAITING if plan.after else StepState.READY,
            ready_at=None if plan.after else now,
        )


def name_leader(*, project: Project, leader: User | None, actor: User, now: datetime | None = None) -> Project:
    """Put a project on the register of major projects under a leader, or take it off (None). Raises UnableToOpen."""
    if not actor.holds(Role.OFFICE):
        raise UnableToOpen(_("The efficiency office keeps the register of major projects."))
    with act(now) as now:
        project = locked(project)
        if not project.open:
            raise UnableToOpen(_("This project has ended."))
        if leader is not None and not leader.is_active:
            raise UnableToOpen(_("This account is not in use."))
        project.major, project.leader = leader is not None, leader
        project.save(update_fields=["major", "leader"])
        note(Verb.PROJECT_LEADER_NAMED, project, actor, now, leader=leader.pk if leader else None)
        if leader is not None:
            _tell_leader(project, leader, now)
    return project


@begins_again
def withdraw_project(*, project: Project, ground: str, actor: User, now: datetime | None = None) -> Project:
    """End a project that the firm gives up; what runs is cancelled, a past breach stands.

    Cases that fulfil its steps go on by themselves. Raises UnableToOpen.
    """
    if not may_withdraw(actor, project):
        raise UnableToOpen(_("The counter that took the project or the office withdraws it."))
    if not ground.strip():
        raise UnableToOpen(_("Please write how and why the firm withdrew."))
    with act(now) as now:
        project = locked(project)
        if not project.open:
            raise UnableToOpen(_("This project has ended."))
        for clock in Clock.objects.running().filter(matter=project.matter).order_by("pk"):
            cancel_clock(clock=clock, actor=actor, reason="withdrawn", now=now)
        Run.objects.filter(step__project=project, ended_at=None).update(ended_at=now, end="withdrawn")
        project.state, project.ended_at, project.ground = State.WITHDRAWN, now, ground.strip()
        project.save(update_fields=["state", "ended_at", "ground"])
        close_matter(matter=project.matter, actor=actor, now=now)
        note(Verb.PROJECT_WITHDRAWN, project, actor, now, project.ground)
    return project


def record_export(*, actor: User, rows: int, filters: dict[str, str], now: datetime | None = None) -> None:
    """Write down that somebody took a list of projects out of the house (T-82)."""
    with act(now) as now:
        data = {"rows": rows, "filters": filters}
        record(Verb.PROJECTS_EXPORTED, at=now, actor=actor, kind="projects", subject="export", data=data)


def locked(project: Project) -> Project:
    """The project as it stands, held until the end of the act: one act on a project at a time."""
    rows = Project.objects.select_for_update(of=("self",))
    return rows.select_related("matter__unit", "chain", "opened_by", "total_clock").get(pk=project.pk)


def note(verb: Verb, project: Project, actor: User | None, now: datetime, words: str = "", /, **facts: Any) -> None:
    """Write the entry of an act on a project; to typed `words`, which stand in their row, it only commits."""
    record(
        verb,
        at=now,
        actor=actor,
        kind="project",
        subject=project.pk,
        data=facts,
        commitment=commitment_to(words),
        demo=project.matter.demo,
    )


def _tell_leader(project: Project, leader: User, now: datetime) -> None:
    notify(
        key=f"project-{project.pk}-leader-{leader.pk}",
        recipients=[leader],
        kind="project.leader",
        params={"number": project.matter.reference, "title": project.matter.title},
        path=project.matter.path,
        now=now,
        demo=project.matter.demo,
    )
