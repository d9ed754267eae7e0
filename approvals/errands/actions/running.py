"""From the applicant's door to the window: each hand-over with its record on both sides."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from approvals.actions import UnableToAct, receive_case
from approvals.errands import telling
from approvals.errands.actions.rows import UnableToRun, locked, note
from approvals.errands.defined import CARRY_DAYS
from approvals.errands.kinds import State
from approvals.errands.models import Errand
from approvals.errands.rules import is_agent_of, is_window_of, may_run
from approvals.materials import wanted
from approvals.models import Case, Item
from efficiency.audit.verbs import Verb
from efficiency.changes.settings import value_of
from efficiency.common.moments import act, local_date
from efficiency.organization.models import Unit, User
from efficiency.vault.actions import UnableToReveal, reveal, store
from efficiency.vault.identity import FIELDS, Identity
from efficiency.workdays.current import current_calendar

__all__ = ["UnableToRun", "carry", "receive_papers", "send_back", "take_in", "take_papers"]

_PURPOSE = "全程代办：窗口据以收件"


def take_in(
    *,
    item: Item,
    applicant: Identity,
    materials: Sequence[str],
    to_unit: Unit,
    submission: str,
    actor: User,
    note_text: str = "",
    now: datetime | None = None,
) -> Errand:
    """Take an application from somebody, who has authorised the agent, to carry it to a window.

    The limits of the law begin when the window receives it, so the agent carries it soon: within the days
    that the city sets. The same `submission` gives the same errand. Raises UnableToRun.
    """
    if not may_run(actor) or actor.unit is None:
        raise UnableToRun(_("Agents are the window staff of village rooms and towns."))
    if not to_unit.active or to_unit == actor.unit:
        raise UnableToRun(_("Please choose the window to which the papers are carried."))
    if not (item.active and item.unit.active):
        raise UnableToRun(_("This item is no longer in the catalogue."))
    if any(material not in item.material_list for material in materials):
        raise UnableToRun(_("The list of materials has changed. Please tick them again."))
    try:
        with act(now) as now:
            known = _submitted(submission, actor)
            if known is not None:
                return known
            today = local_date(now)
            errand = Errand.objects.create(
                number=f"DB-{today:%y%m%d}-{secrets.randbelow(1_000_000):06d}",
                submission=submission,
                agent=actor,
                unit=actor.unit,
                to_unit=to_unit,
                item=item,
                person=store(applicant, actor=actor, now=now, demo=item.demo),
                materials="\n".join(materials),
                note=note_text.strip(),
                taken_in_at=now,
                carry_by=current_calendar().add(today, value_of(CARRY_DAYS, now)),
                demo=item.demo,
            )
            note(Verb.ERRAND_TAKEN_IN, errand, actor, now, {"item": item.code, "to": to_unit.pk})
            return errand
    except IntegrityError as error:
        known = _submitted(submission, actor)  # the same form, sent twice at once
        if known is None:
            raise UnableToRun(_("Please try again.")) from error  # a number that was drawn twice
        return known


def _submitted(submission: str, actor: User) -> Errand | None:
    errand = Errand.objects.filter(submission=submission).first()
    if errand is not None and errand.agent_id != actor.pk:
        raise UnableToRun(_("This form was sent by somebody else. Please open a new form."))
    return errand


def carry(*, errand: Errand, actor: User, now: datetime | None = None) -> Errand:
    """Record that the papers were handed to the window, which has yet to say that it has them. Raises UnableToRun."""
    with act(now) as now:
        errand = locked(errand)
        if not is_agent_of(actor, errand):
            raise UnableToRun(_("This errand is another room's."))
        if errand.state != State.WITH_AGENT:
            raise UnableToRun(_("These papers are not with the agent."))
        errand.state, errand.carried_at, errand.sent_back = State.CARRIED, now, ""
        errand.save(update_fields=["state", "carried_at", "sent_back"])
        note(Verb.ERRAND_CARRIED, errand, actor, now, {"to": errand.to_unit_id})
        telling.carried(errand, now=now)
    return errand


def send_back(*, errand: Errand, reason: str, actor: User, now: datetime | None = None) -> Errand:
    """Give the papers back to the agent with a reason, before they have become a case. Raises UnableToRun."""
    with act(now) as now:
        errand = _at_window(errand, actor)
        if not reason.strip():
            raise UnableToRun(_("Please write why the papers go back."))
        errand.state, errand.sent_back = State.WITH_AGENT, reason.strip()
        errand.carry_by = current_calendar().add(local_date(now), value_of(CARRY_DAYS, now))
        errand.save(update_fields=["state", "sent_back", "carry_by"])
        note(Verb.ERRAND_SENT_BACK, errand, actor, now)
        telling.sent_back(errand, now=now)
    return errand


def take_papers(*, errand: Errand, actor: User, now: datetime | None = None) -> Case:
    """Take the papers over at the window: they become a case, and nothing is typed twice.

    Whoever applied is read off the agent's record, and the reading is recorded. Raises UnableToRun.
    """
    with act(now):
        person = _at_window(errand, actor).person
    if person is None:
        raise UnableToRun(_("This identity is no longer kept."))
    try:
        applicant = reveal(person, reader=actor, purpose=_PURPOSE, fields=sorted(FIELDS), now=now)
    except UnableToReveal as error:
        raise UnableToRun(str(error)) from error
    return receive_papers(errand=errand, applicant=applicant, actor=actor, now=now)


def receive_papers(*, errand: Errand, applicant: Identity, actor: User, now: datetime | None = None) -> Case:
    """Make a case of the papers that an agent brought, received now, and accepted at once where all are there.

    Raises UnableToRun.
    """
    try:
        with act(now) as now:
            errand = _at_window(errand, actor)
            case = receive_case(
                item=errand.item,
                applicant=applicant,
                materials=errand.taken,
                submission=f"errand-{errand.number}",
                accept=not set(wanted(errand.item)) - set(errand.taken),
                actor=actor,
                now=now,
            )
            errand.state, errand.case, errand.taken_at, errand.taken_by = State.UNDER_WAY, case, now, actor
            errand.save(update_fields=["state", "case", "taken_at", "taken_by"])
            note(Verb.ERRAND_TAKEN, errand, actor, now, {"case": case.pk})
            telling.taken(errand, now=now)
    except UnableToAct as error:
        raise UnableToRun(str(error)) from error
    return case


def _at_window(errand: Errand, actor: User) -> Errand:
    errand = locked(errand)
    if not is_window_of(actor, errand):
        raise UnableToRun(_("These papers were carried to another window."))
    if errand.state != State.CARRIED:
        raise UnableToRun(_("These papers have been taken already, or they are with the agent."))
    return errand
