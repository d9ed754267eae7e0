"""Convening units on a case or a project, their opinions, and what came of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.consultations.kinds import Outcome, Stance, State
from approvals.consultations.models import Consultation, Invitation
from approvals.consultations.rules import may_answer, may_conclude, may_convene
from approvals.models import Case
from approvals.projects.models import Project
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import commitment_to
from efficiency.clocks.actions import cancel_clock, close_matter, open_matter, start_clock, stop_clock
from efficiency.clocks.kinds import ClockKind, Subsystem
from efficiency.clocks.models import Clock
from efficiency.common.moments import act, begins_again
from efficiency.notifications.actions import notify
from efficiency.organization.models import Unit, User
from efficiency.organization.responsibility import responsible_for


class UnableToConsult(Exception):
    """The consultation stays as it was; the text says why."""


def convene(
    *,
    about: Case | Project,
    question: str,
    units: Sequence[Unit],
    actor: User,
    leader: User | None = None,
    held_at: datetime | None = None,
    place: str = "",
    now: datetime | None = None,
) -> Consultation:
    """Ask units for their opinions on a case or a project; each has a reply clock of its own.

    What runs on the case or the project runs on. Raises UnableToConsult.
    """
    if not may_convene(actor, about.matter.unit):
        raise UnableToConsult(_("The unit that has the matter or the office convenes the units."))
    if not question.strip():
        raise UnableToConsult(_("Please write the question."))
    invited = [unit for unit in dict.fromkeys(units) if unit.pk != about.matter.unit_id]
    if not invited:
        raise UnableToConsult(_("Please invite at least one other unit."))
    with act(now) as now:
        subject = type(about)._default_manager.select_related("matter__unit").get(pk=about.pk)
        if not subject.open:
            raise UnableToConsult(_("This matter has ended already."))
        unit = subject.matter.unit
        matter = open_matter(
            prefix="HS",
            title=_("Consultation: %(title)s") % {"title": subject.matter.title},
            subsystem=Subsystem.APPROVAL,
            unit=unit,
            officer=actor,
            path="/consultations/{reference}/",
            actor=actor,
            now=now,
            demo=subject.matter.demo,
        )
        consultation = Consultation.objects.create(
            matter=matter,
            case=subject if isinstance(subject, Case) else None,
            project=subject if isinstance(subject, Project) else None,
            question=question.strip(),
            leader=leader,
            held_at=held_at,
            place=place.strip(),
            convened_by=actor,
            convened_at=now,
        )
        for one in invited:
            clock = start_clock(matter=matter, kind=ClockKind.CONSULTED, unit=one, actor=actor, now=now)
            invitation = Invitation.objects.create(consultation=consultation, unit=one, clock=clock)
            _invite(consultation, invitation, now)
        facts = {"number": matter.reference, "about": subject.matter.reference, "units": [one.code for one in invited]}
        _note(Verb.CONSULTATION_CONVENED, consultation, actor, now, consultation.question, **facts)
        if leader is not None:
            _tell("leader", consultation, [leader], now)
    return consultation


@begins_again
def answer(
    *, invitation: Invitation, stance: Stance, text: str, actor: User, now: datetime | None = None
) -> Invitation:
    """Give a unit's opinion; its reply clock stops. Raises UnableToConsult."""
    if not may_answer(actor, invitation):
        raise UnableToConsult(_("Another unit was asked for this opinion."))
    if not text.strip():
        raise UnableToConsult(_("Please write the opinion."))
    with act(now) as now:
        consultation = _locked(invitation.consultation)
        invitation = Invitation.objects.select_related("clock", "unit").get(pk=invitation.pk)
        if invitation.answered_at is not None or not consultation.open:
            raise UnableToConsult(_("This opinion was given already, or the consultation has ended."))
        stop_clock(clock=invitation.clock, actor=actor, now=now)
        invitation.stance, invitation.text = stance, text.strip()
        invitation.answered_by, invitation.answered_at = actor, now
        invitation.save(update_fields=["stance", "text", "answered_by", "answered_at"])
        facts = {"invitation": invitation.pk, "unit": invitation.unit.code, "stance": stance}
        _note(Verb.CONSULTATION_ANSWERED, consultation, actor, now, invitation.text, **facts)
        if not consultation.invitations.filter(answered_at=None).exists():
            _tell("complete", consultation, [consultation.convened_by], now)
    return invitation


@begins_again
def conclude(
    *,
    consultation: Consultation,
    minutes: str,
    outcome: Outcome,
    decision: str,
    actor: User,
    now: datetime | None = None,
) -> Consultation:
    """Keep minutes and outcome; opinions not given are no longer waited for. Raises UnableToConsult.

    A reply that was late by then stays late.
    """
    if not may_conclude(actor, consultation):
        raise UnableToConsult(_("Whoever convened the units or the leader concludes the consultation."))
    if not minutes.strip() or not decision.strip():
        raise UnableToConsult(_("Please write the minutes and what was agreed."))
    with act(now) as now:
        consultation = _locked(consultation)
        _refuse_ended(consultation)
        consultation.minutes, consultation.outcome, consultation.decision = minutes.strip(), outcome, decision.strip()
        _end(consultation, State.CONCLUDED, actor, now)
        _note(Verb.CONSULTATION_CONCLUDED, consultation, actor, now, consultation.decision, outcome=outcome)
        people = [
            user
            for invitation in consultation.invitations.select_related("unit")
            for user in responsible_for(invitation.unit, "head", now)
        ]
        _tell("concluded", consultation, people, now)
    return consultation


@begins_again
def call_off(*, consultation: Consultation, reason: str, actor: User, now: datetime | None = None) -> Consultation:
    """Call a consultation off with a reason. Raises UnableToConsult."""
    if not may_convene(actor, consultation.matter.unit):
        raise UnableToConsult(_("Whoever convened the units or the leader concludes the consultation."))
    if not reason.strip():
        raise UnableToConsult(_("Please write why it is called off."))
    with act(now) as now:
        consultation = _locked(consultation)
        _refuse_ended(consultation)
        consultation.decision = reason.strip()[:500]
        _end(consultation, State.CANCELLED, actor, now)
        _note(Verb.CONSULTATION_CALLED_OFF, consultation, actor, now, consultation.decision)
    return consultation


def _refuse_ended(consultation: Consultation) -> None:
    if not consultation.open:
        raise UnableToConsult(_("This consultation has ended already."))


def _end(consultation: Consultation, state: State, actor: User, now: datetime) -> None:
    for clock in Clock.objects.running().filter(matter=consultation.matter).order_by("pk"):
        cancel_clock(clock=clock, actor=actor, reason=state, now=now)
    consultation.state, consultation.ended_by, consultation.ended_at = state, actor, now
    consultation.save()
    close_matter(matter=consultation.matter, actor=actor, now=now)


def _locked(consultation: Consultation) -> Consultation:
    rows = Consultation.objects.select_for_update(of=("self",))
    return rows.select_related("matter__unit", "convened_by").get(pk=consultation.pk)


def _invite(consultation: Consultation, invitation: Invitation, now: datetime) -> None:
    people = responsible_for(invitation.unit, "head", now)
    due = invitation.clock.due_at.isoformat()
    _tell("asked", consultation, people, now, key=str(invitation.pk), unit=invitation.unit.name, due=due)


def _tell(
    event: str, consultation: Consultation, people: Sequence[User], now: datetime, key: str = "", **facts: str
) -> None:
    matter = consultation.matter
    notify(
        key=f"consultation-{consultation.pk}-{event}{key}",
        recipients=people,
        kind=f"consultation.{event}",
        params={"number": matter.reference, "title": matter.title, **facts},
        path=matter.path,
        now=now,
        demo=matter.demo,
    )


def _note(verb: Verb, consultation: Consultation, actor: User, now: datetime, words: str = "", /, **facts: Any) -> None:
    """Write an entry; to typed `words`, which stand in their row, it only commits."""
    record(
        verb,
        at=now,
        actor=actor,
        kind="consultation",
        subject=consultation.pk,
        data=facts,
        commitment=commitment_to(words),
        demo=consultation.matter.demo,
    )
