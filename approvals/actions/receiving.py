"""Taking an application at the counter, or online."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError
from django.utils.translation import gettext as _

from approvals.actions.accepting import accept_case
from approvals.actions.correcting import Told, tell_to_correct
from approvals.actions.rows import UnableToAct, note
from approvals.applicants import mark_of, predecessor_of
from approvals.catalogue import item_at
from approvals.codes import Delegation
from approvals.green import is_green
from approvals.inheriting import left_of, used
from approvals.kinds import Intake
from approvals.materials import wanted
from approvals.models import Case, CaseState, Item
from approvals.rules import may_receive
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.clocks.actions import open_matter, policy_in_force, start_clock
from efficiency.clocks.kinds import ClockKind, Subsystem
from efficiency.clocks.models import Clock
from efficiency.common.keys import query_code, query_code_digest
from efficiency.common.moments import act, begins_again
from efficiency.organization.models import User
from efficiency.vault.actions import store
from efficiency.vault.identity import Identity


class UnableToReceive(UnableToAct):
    """The case was not taken; the text says why."""


@dataclass(frozen=True)
class Taken:
    """What was handed in: the materials, and what the counter noted with them."""

    materials: Sequence[str]
    fixed: str = ""
    note: str = ""
    capital: Decimal | None = None
    currency: str = ""
    queue_number: str = ""


@dataclass(frozen=True)
class Kept:
    """An applicant whom the vault has already, with the mark by which he is known again."""

    person: uuid.UUID
    mark: str


@begins_again
def receive_case(
    *,
    item: Item,
    applicant: Identity | Kept,
    materials: Sequence[str],
    submission: str,
    actor: User | None,
    note: str = "",
    fixed: str = "",
    capital: Decimal | None = None,
    currency: str = "",
    queue_number: str = "",
    accept: bool = False,
    points: Sequence[Told] = (),
    now: datetime | None = None,
) -> Case:
    """Take an application at the counter, and accept it at once with `accept`; without an actor, online.

    Opens the matter under a new number, keeps the applicant in the vault alone, copies both
    limits from the item as it is in force, and starts the clock of 5 working days within which the applicant must
    be accepted or told (Administrative Licensing Law art. 32). With `points` the one-time notice
    is given in the same act. `fixed` is what the applicant put right on the spot (art. 32(3)).
    `capital` is stated for items of the green channel alone (S04).
    The same `submission` gives the same case. Raises UnableToReceive, UnableToAccept, UnableToTell.
    """
    if actor is not None and not may_receive(actor):
        raise UnableToReceive(_("Only window staff take cases."))
    taken = Taken(materials, fixed.strip(), note.strip(), capital, currency, queue_number.strip())
    try:
        with act(now) as now:
            known = _submitted(submission, actor)
            if known is not None:
                return known
            case = _open_case(item, applicant, taken, submission, actor, now)
            if accept and actor is not None:
                case = accept_case(case=case, actor=actor, now=now)
            elif points and actor is not None:
                case = tell_to_correct(case=case, points=points, actor=actor, now=now)
            return case
    except IntegrityError:
        known = _submitted(submission, actor)  # the same form, sent twice at once
        if known is None:
            raise
        return known


def record_export(*, actor: User, rows: int, filters: dict[str, str], now: datetime | None = None) -> None:
    """Write down that somebody took a list of cases out of the house (T-82)."""
    with act(now) as now:
        data = {"rows": rows, "filters": filters}
        record(Verb.CASES_EXPORTED, at=now, actor=actor, kind="cases", subject="export", data=data)


def _submitted(submission: str, actor: User | None) -> Case | None:
    case = Case.objects.select_related("matter", "item").filter(submission=submission).first()
    if case is not None and case.clerk_id != (actor.pk if actor else None):
        raise UnableToReceive(_("This form was sent by somebody else. Please open a new form."))
    return case


def _open_case(
    item: Item, applicant: Identity | Kept, taken: Taken, submission: str, actor: User | None, now: datetime
) -> Case:
    item = item_at(item.pk, now)
    if not (item.active and item.unit.active):
        raise UnableToReceive(_("This item is no longer in the catalogue."))
    if any(material not in item.material_list for material in taken.materials):
        raise UnableToReceive(_("The list of materials has changed. Please tick them again."))
    if taken.capital is not None and not item.green:
        raise UnableToReceive(_("This item does not count for the green channel. Please leave the capital empty."))
    matter = open_matter(
        prefix="BJ",
        title=item.name,
        subsystem=Subsystem.APPROVAL,
        unit=item.unit,
        officer=actor,
        path="/cases/{reference}/",
        actor=actor,
        now=now,
        demo=item.demo,
    )
    kept = applicant if isinstance(applicant, Kept) else _keep(applicant, item, actor, now)
    before = predecessor_of(kept.mark, item, now, demo=item.demo)
    case = Case(
        matter=matter,
        item=item,
        item_version=item.version,
        code_digest=query_code_digest(query_code(matter.reference)),
        submission=submission,
        applicant=kept.person,
        applicant_mark=kept.mark,
        predecessor=before,
        materials="\n".join(taken.materials),
        wanted="\n".join(wanted(item)),
        immediate=item.immediate,
        on_the_spot=item.delegation == Delegation.DECISION,
        on_commitment=item.on_commitment,
        queue_number=taken.queue_number,
        fixed=taken.fixed,
        note=taken.note,
        channel=Intake.COUNTER if actor else Intake.ONLINE,
        clerk=actor,
        state=CaseState.RECEIVED,
        received_at=now,
        promised_limit=item.promised_limit,
        promised_unit=item.promised_unit,
        statutory_limit=item.statutory_limit,
        statutory_unit=item.statutory_unit,
        capital=taken.capital,
        currency=taken.currency if taken.capital is not None else "",
        green=is_green(taken.capital, taken.currency, now) and item.statutory_limit is not None,
    )
    if before is not None:
        _continue(case, before)
    case.save()
    _start_acceptance(case, before, actor, now)
    facts = {"number": matter.reference, "item": item.code, "version": item.version, "channel": case.channel}
    facts |= {"materials": len(taken.materials)} | ({"anew": before.pk} if before else {})
    note(Verb.CASE_RECEIVED, case, actor, now, facts)
    return case


def _keep(applicant: Identity, item: Item, actor: User | None, now: datetime) -> Kept:
    return Kept(store(applicant, actor=actor, now=now, demo=item.demo), mark_of(applicant.id_number))


def _continue(case: Case, before: Case) -> None:
    """Copy what the withdrawn case left of its limits, an extension with it; a shorter catalogue counts at once."""
    promised = _standing(
        (before.promised_limit, before.promised_unit, before.item_version),
        (case.promised_limit, case.promised_unit, case.item_version),
    )
    left = left_of(promised, before.promised_unit, used(before.matter, ClockKind.PROMISED))
    case.promised_limit, case.promised_unit = left, before.promised_unit
    if before.statutory_limit is None:
        return
    granted = sum(clock.extended for clock in Clock.objects.filter(matter=before.matter, kind=ClockKind.STATUTORY))
    law = _standing(
        (before.statutory_limit, before.statutory_unit, before.item_version),
        (case.statutory_limit, case.statutory_unit, case.item_version),
    )
    left = left_of(law + granted, before.statutory_unit, used(before.matter, ClockKind.STATUTORY))
    case.statutory_limit, case.statutory_unit = left, before.statutory_unit


def _standing(before: tuple[int, str, int], newer: tuple[int | None, str, int]) -> int:
    """The limit that the first case had, or the catalogue's where a newer version is shorter (limit, unit, version)."""
    limit, unit, version = before
    if newer[0] is None or newer[1:] == (unit, version) or newer[1] != unit:
        return limit
    return min(limit, newer[0])


def _start_acceptance(case: Case, before: Case | None, actor: User | None, now: datetime) -> None:
    policy = policy_in_force(ClockKind.ACCEPTANCE, now)
    limit = policy.limit
    if before is not None and limit is not None:
        limit = left_of(limit, policy.limit_unit, used(before.matter, ClockKind.ACCEPTANCE))
    start_clock(matter=case.matter, kind=ClockKind.ACCEPTANCE, unit=case.matter.unit, actor=actor, now=now, limit=limit)
