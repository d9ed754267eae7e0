"""First asked (S11): noted, offered, taken over or not, finished."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.settings import value_of
from efficiency.common.moments import act, local_date
from efficiency.organization.deputies import acts_for
from efficiency.organization.models import Unit, User
from efficiency.presence import rules, telling
from efficiency.presence.kinds import EnquiryState
from efficiency.presence.models import Enquiry, Handover
from efficiency.vault.actions import store
from efficiency.vault.identity import Identity
from efficiency.workdays.current import current_calendar


class UnableToHandle(Exception):
    """The enquiry stays as it was; the text says why."""


def note_enquiry(
    *,
    by: str,
    topic: str,
    text: str,
    actor: User,
    contact: Identity | None = None,
    now: datetime | None = None,
    demo: bool = False,
) -> Enquiry:
    """Write down what somebody was asked. He owns it until it is finished or taken over."""
    with act(now) as now:
        if actor.unit is None:
            raise UnableToHandle(_("Your account belongs to no unit."))
        days = value_of("presence.first-asked-days", now)
        demo = demo or actor.demo
        enquiry = Enquiry.objects.create(
            asked=actor,
            by=by,
            topic=topic.strip(),
            text=text.strip(),
            contact=store(contact, actor=actor, now=now, demo=demo) if contact else None,
            asked_at=now,
            due_on=current_calendar().add(local_date(now), days),
            unit=actor.unit,
            holder=actor,
            demo=demo,
        )
        _note(Verb.ENQUIRY_NOTED, enquiry, actor, now, due=enquiry.due_on.isoformat())
    return enquiry


def offer_enquiry(
    *, enquiry: Enquiry, unit: Unit, user: User | None, note: str, actor: User, now: datetime | None = None
) -> Handover:
    """Ask a unit, or one person, to take an enquiry over. Until they do it stays where it is."""
    with act(now) as now:
        enquiry = _locked(enquiry)
        instead = _as_holder(enquiry, actor, now)
        if enquiry.state != EnquiryState.HELD:
            raise UnableToHandle(_("It has been offered already. Wait for the answer."))
        if user is not None and (user.unit_id != unit.pk or not user.is_active):
            raise UnableToHandle(_("This person does not work in the unit."))
        if user in (actor, enquiry.holder) or (user is None and unit.pk == actor.unit_id):
            raise UnableToHandle(_("Offer it to another unit, or to another person."))
        handover = Handover.objects.create(enquiry=enquiry, unit=unit, user=user, note=note.strip(), by=actor, at=now)
        enquiry.state = EnquiryState.OFFERED
        enquiry.save(update_fields=["state"])
        facts = {"unit": unit.pk, "user": user.pk if user else None}
        _note(Verb.ENQUIRY_OFFERED, enquiry, actor, now, **facts, **instead)
        telling.enquiry_offered(enquiry, handover, now=now)
    return handover


def take_enquiry(*, enquiry: Enquiry, actor: User, now: datetime | None = None) -> Enquiry:
    """Take an enquiry over: from now on it is one's own."""
    with act(now) as now:
        enquiry, handover = _offered(enquiry, actor)
        handover.taken, handover.answered_by, handover.answered_at = True, actor, now
        handover.save(update_fields=["taken", "answered_by", "answered_at"])
        enquiry.holder, enquiry.unit, enquiry.state = actor, handover.unit, EnquiryState.HELD
        enquiry.save(update_fields=["holder", "unit", "state"])
        _note(Verb.ENQUIRY_TAKEN, enquiry, actor, now, unit=handover.unit_id)
        telling.enquiry_answered(enquiry, handover, now=now)
    return enquiry


def decline_enquiry(*, enquiry: Enquiry, reason: str, actor: User, now: datetime | None = None) -> Enquiry:
    """Not take it over, and say why: it stays with whoever offered it."""
    if not reason.strip():
        raise UnableToHandle(_("Say why you do not take it over."))
    with act(now) as now:
        enquiry, handover = _offered(enquiry, actor)
        handover.taken, handover.answered_by, handover.answered_at = False, actor, now
        handover.reason = reason.strip()
        handover.save(update_fields=["taken", "answered_by", "answered_at", "reason"])
        enquiry.state = EnquiryState.HELD
        enquiry.save(update_fields=["state"])
        _note(Verb.ENQUIRY_DECLINED, enquiry, actor, now, unit=handover.unit_id)
        telling.enquiry_answered(enquiry, handover, now=now)
    return enquiry


def finish_enquiry(*, enquiry: Enquiry, outcome: str, actor: User, now: datetime | None = None) -> Enquiry:
    """Write down what was told, and be done. An offer nobody has answered lapses."""
    if not outcome.strip():
        raise UnableToHandle(_("Write what was told."))
    with act(now) as now:
        enquiry = _locked(enquiry)
        instead = _as_holder(enquiry, actor, now)
        enquiry.handovers.filter(answered_at=None).update(
            answered_at=now, answered_by=actor, taken=False, reason=_("Settled before anybody took it over.")
        )
        enquiry.state, enquiry.outcome, enquiry.finished_at = EnquiryState.FINISHED, outcome.strip(), now
        enquiry.save(update_fields=["state", "outcome", "finished_at"])
        _note(Verb.ENQUIRY_FINISHED, enquiry, actor, now, **instead)
    return enquiry


def _locked(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_for_update(of=("self",)).select_related("holder", "unit").get(pk=enquiry.pk)


def _as_holder(enquiry: Enquiry, actor: User, now: datetime) -> dict[str, int]:
    """The fact that the actor stands in for the holder; nothing where he is the holder. Raises UnableToHandle."""
    if not enquiry.open:
        raise UnableToHandle(_("This enquiry is finished."))
    if not acts_for(actor, enquiry.holder_id, now):
        raise UnableToHandle(_("Another person owns this enquiry."))
    return {} if actor.pk == enquiry.holder_id else {"deputy_for": enquiry.holder_id}


def _offered(enquiry: Enquiry, actor: User) -> tuple[Enquiry, Handover]:
    enquiry = _locked(enquiry)
    handover = enquiry.handovers.select_related("unit", "by").filter(answered_at=None).first()
    if handover is None or not rules.can_answer(actor, handover):
        raise UnableToHandle(_("Nobody has offered this to you."))
    return enquiry, handover


def _note(verb: Verb, enquiry: Enquiry, actor: User, now: datetime, **facts: Any) -> None:
    record(verb, at=now, actor=actor, kind="enquiry", subject=enquiry.pk, data=facts, demo=enquiry.demo)
