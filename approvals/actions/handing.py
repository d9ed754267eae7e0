"""A case goes from one unit to another (S10): counter, department, town, village room. No clock is touched."""

from datetime import datetime

from django.utils.translation import gettext as _

from approvals import telling
from approvals.actions.rows import UnableToAct, locked, not_yours, note
from approvals.models import Case, Handover
from approvals.rules import may_handle, may_take_over
from efficiency.audit.verbs import Verb
from efficiency.clocks.actions import hand_over
from efficiency.common.moments import act
from efficiency.organization.models import Unit, User


class UnableToHandOver(UnableToAct):
    """The case stays where it is; the text says why."""


def offer_handover(*, case: Case, to_unit: Unit, reason: str, actor: User, now: datetime | None = None) -> Handover:
    """Offer the case to another unit, which owns it once it takes it; until then who has it stays responsible.

    Raises UnableToHandOver.
    """
    with act(now) as now:
        case = locked(case)
        if not may_handle(actor, case):
            raise UnableToHandOver(not_yours())
        if not case.open:
            raise UnableToHandOver(_("This case has ended already."))
        if to_unit == case.matter.unit or not to_unit.active:
            raise UnableToHandOver(_("Please choose another unit that is in use."))
        if not reason.strip():
            raise UnableToHandOver(_("Please write why the case goes there."))
        if case.handovers.filter(answered_at=None).exists():
            raise UnableToHandOver(_("Another unit has yet to answer the last offer."))
        offer = Handover.objects.create(
            case=case,
            from_unit=case.matter.unit,
            to_unit=to_unit,
            reason=reason.strip(),
            offered_by=actor,
            offered_at=now,
        )
        note(Verb.CASE_OFFERED, case, actor, now, {"to": to_unit.pk})
        telling.offered(offer, now=now)
    return offer


def take_over(*, handover: Handover, actor: User, now: datetime | None = None) -> Case:
    """Take the case over: from now on it is this unit's, under the clocks that run. Raises UnableToHandOver."""
    with act(now) as now:
        case, offer = _answered(handover, actor, now, taken=True)
        hand_over(matter=case.matter, unit=offer.to_unit, officer=actor, actor=actor, now=now)
        note(Verb.CASE_TAKEN_OVER, case, actor, now, {"from": offer.from_unit_id, "to": offer.to_unit_id})
    return case


def decline_handover(*, handover: Handover, reason: str, actor: User, now: datetime | None = None) -> Case:
    """Say why the case is not for this unit: once for each case; offered again, it is taken.

    Raises UnableToHandOver.
    """
    with act(now) as now:
        if not reason.strip():
            raise UnableToHandOver(_("Please write why the case is not for your unit."))
        before = Handover.objects.filter(case=handover.case, to_unit=handover.to_unit, taken=False)
        if before.exists():
            raise UnableToHandOver(_("Your unit has declined this case once already. Now it takes it over."))
        case, offer = _answered(handover, actor, now, taken=False, refusal=reason.strip())
        note(
            Verb.CASE_NOT_TAKEN_OVER, case, actor, now, {"to": offer.to_unit_id, "offer": offer.pk}, words=offer.refusal
        )
    return case


def _answered(
    handover: Handover, actor: User, now: datetime, *, taken: bool, refusal: str = ""
) -> tuple[Case, Handover]:
    case = locked(handover.case)
    offer = Handover.objects.select_related("to_unit", "from_unit").get(pk=handover.pk)
    if offer.answered_at is not None or not case.open:
        raise UnableToHandOver(_("This offer has been answered already, or the case has ended."))
    if not may_take_over(actor, offer):
        raise UnableToHandOver(not_yours())
    offer.answered_by, offer.answered_at, offer.taken, offer.refusal = actor, now, taken, refusal
    offer.save(update_fields=["answered_by", "answered_at", "taken", "refusal"])
    return case, offer
