"""What happens to matters and clocks. Only the judge (cards) draws consequences from it."""

import secrets
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.clocks.kinds import STATUTORY_GROUNDS, ClockKind, Ground, LimitUnit, Subsystem
from efficiency.clocks.models import Clock, Extension, Matter, Pause, Policy
from efficiency.clocks.moving import recompute
from efficiency.clocks.policies import in_force
from efficiency.common.moments import act, begins_again, database_now, local_date, refuse_if_slow
from efficiency.organization.models import Unit, User
from efficiency.workdays.current import current_calendar


class UnableToStart(Exception):
    """No clock could be started; the text says why."""


class UnableToStop(Exception):
    """The clock no longer runs; the text says why."""


class UnableToPause(Exception):
    """The clock cannot be paused or resumed; the text says why."""


class UnableToExtend(Exception):
    """The clock cannot be given more time; the text says why."""


def open_matter(
    *,
    prefix: str,
    title: str,
    subsystem: Subsystem,
    unit: Unit,
    officer: User | None,
    path: str,
    actor: User | None,
    now: datetime | None = None,
    demo: bool = False,
) -> Matter:
    """Open a matter under a new number, prefix-yymmdd-six random digits.

    Random digits: numbers tell nobody how many matters a day brings, and no counter is a
    bottleneck. `path` may hold "{reference}". Writes no entry: the room that owns the thing does.
    """
    with act(now) as now:
        for _attempt in range(8):
            reference = f"{prefix}-{local_date(now):%y%m%d}-{secrets.randbelow(1_000_000):06d}"
            try:
                with transaction.atomic():
                    return Matter.objects.create(
                        reference=reference,
                        title=title[:200],
                        subsystem=subsystem,
                        unit=unit,
                        officer=officer,
                        path=path.format(reference=reference),
                        opened_at=now,
                        demo=demo,
                    )
            except IntegrityError:
                if not Matter.objects.filter(reference=reference).exists():
                    raise
    raise UnableToStart(_("No free number was found. Please try again."))


def hand_over(*, matter: Matter, unit: Unit, officer: User | None, actor: User | None, now: datetime) -> None:
    """Give the matter to a unit and an officer. Clocks keep the unit they were started for."""
    matter.unit, matter.officer = unit, officer
    matter.save(update_fields=["unit", "officer"])


def close_matter(*, matter: Matter, actor: User | None, now: datetime) -> None:
    """Mark the matter closed. Its clocks must be stopped or cancelled by their own acts."""
    matter.closed_at = now
    matter.save(update_fields=["closed_at"])


def policy_in_force(kind: str, at: datetime | None = None) -> Policy:
    """The policy of a kind of clock at a moment (default: now). Raises UnableToStart where the city has none."""
    policy = in_force(kind, at or database_now())
    if policy is None:
        raise UnableToStart(_("No limit is set for “%(kind)s”.") % {"kind": ClockKind(kind).label})
    return policy


def start_clock(
    *,
    matter: Matter,
    kind: ClockKind,
    unit: Unit,
    actor: User | None,
    now: datetime | None = None,
    started_at: datetime | None = None,
    limit: int | None = None,
    limit_unit: LimitUnit | str | None = None,
) -> Clock:
    """Start a clock for `unit` on a matter, from `started_at` (default: now).

    The limit is the policy's in force unless the thing itself brings one (an item's limits).
    It is copied: a later change of the policy or the item does not move it.
    """
    with act(now) as now:
        policy = policy_in_force(kind, now)
        amount = limit if limit is not None else policy.limit
        if amount is None:
            raise UnableToStart(_("No limit is set for “%(kind)s”.") % {"kind": ClockKind(kind).label})
        clock = Clock(
            matter=matter,
            unit=unit,
            policy=policy,
            kind=kind,
            limit=amount,
            limit_unit=limit_unit or policy.limit_unit,
            day_end=policy.day_end,
            started_at=started_at or now,
            breach_level=policy.breach_level,
        )
        recompute(clock, calendar=current_calendar(), pauses=[])
        clock.save()
        _note(Verb.CLOCK_STARTED, clock, actor, now, due_at=clock.due_at.isoformat(), limit=clock.limit)
    return clock


def stop_clock(*, clock: Clock, actor: User | None, now: datetime | None = None) -> Clock:
    """Stop a running clock at this act's moment.

    Never issues a card: a clock stopped late keeps its `look_at` for the judge. A pause that is
    open ends here. Raises UnableToStop where it no longer runs.
    """
    with act(now) as now:
        clock = _locked(clock)
        if not clock.running:
            raise UnableToStop(_("This clock has already been stopped."))
        _end_open_pause(clock, now)
        clock.stopped_at = max(now, clock.started_at)  # a transaction may have begun before the clock did
        if now < clock.due_at and not clock.provisional:  # a provisional due moment may still move
            clock.look_at, clock.stage = None, 3
        clock.save()
        refuse_if_slow(now, settings.SWEEP_MARGIN)
        _note(Verb.CLOCK_STOPPED, clock, actor, now, late=now >= clock.due_at)
    return clock


def stop_running(*, matter: Matter, kinds: tuple[ClockKind, ...], actor: User | None, now: datetime) -> list[Clock]:
    """Stop every running clock of these kinds on a matter; none running is no error."""
    clocks = Clock.objects.running().filter(matter=matter, kind__in=kinds).order_by("pk")
    return [stop_clock(clock=clock, actor=actor, now=now) for clock in clocks]


def cancel_clock(*, clock: Clock, actor: User | None, reason: str, now: datetime | None = None) -> Clock:
    """End a clock whose promise no longer stands (returned, withdrawn, discarded).

    A breach that happened before this moment is still judged: the promise was broken then.
    """
    with act(now) as now:
        clock = _locked(clock)
        if not clock.running:
            raise UnableToStop(_("This clock has already been stopped."))
        if now >= clock.due_at:
            return stop_clock(clock=clock, actor=actor, now=now)
        clock.cancelled_at, clock.look_at, clock.stage, clock.paused = now, None, 3, False
        clock.save()
        refuse_if_slow(now, settings.SWEEP_MARGIN)
        _note(Verb.CLOCK_CANCELLED, clock, actor, now, reason=reason)
    return clock


@begins_again
def pause_clock(
    *,
    clock: Clock,
    ground: Ground,
    document: str,
    planned_until: date | None,
    asked_by: User,
    approved_by: User,
    now: datetime | None = None,
) -> Pause:
    """Pause a clock: the days after today up to and including `planned_until` are not counted.

    A statutory clock pauses only on the eight grounds of art. 45 of the Administrative
    Licensing Law, with a written notice that names the planned end (T-20). Raises UnableToPause
    after the limit, without notice, by one person alone, or where a pause is still open.
    """
    with act(now) as now:
        clock = _locked(clock)
        _refuse_pause(clock, ground, document, planned_until, asked_by, approved_by, now)
        pause = Pause.objects.create(
            clock=clock,
            ground=ground,
            document=document.strip(),
            paused_from=now,
            planned_until=planned_until,
            asked_by=asked_by,
            approved_by=approved_by,
        )
        clock.paused = True
        recompute(clock, calendar=current_calendar())
        clock.save()
        refuse_if_slow(now, settings.SWEEP_MARGIN)  # in time by its moment, the judge may have been here since
        until = planned_until.isoformat() if planned_until else None
        _note(Verb.CLOCK_PAUSED, clock, approved_by, now, ground=ground, until=until)
    return pause


def _refuse_pause(
    clock: Clock,
    ground: Ground,
    document: str,
    planned_until: date | None,
    asked_by: User,
    approved_by: User,
    now: datetime,
) -> None:
    if not clock.running:
        raise UnableToPause(_("This clock has already been stopped."))
    if now >= clock.due_at:
        raise UnableToPause(_("The limit has passed; a pause can no longer help it."))
    if clock.pauses.filter(resumed_at=None).exclude(planned_until__lt=local_date(now)).exists():
        raise UnableToPause(_("This clock is paused already."))
    if not document.strip():
        raise UnableToPause(_("Give the number of the written notice."))
    if asked_by == approved_by:
        raise UnableToPause(_("A pause is approved by another person than the one who asks for it."))
    if planned_until is not None and planned_until <= local_date(now):
        raise UnableToPause(_("The planned end must be a day after today."))
    if clock.kind == ClockKind.STATUTORY:
        if ground not in STATUTORY_GROUNDS:
            raise UnableToPause(_("The statutory limit pauses only on the eight grounds of the law."))
        if planned_until is None:
            raise UnableToPause(_("The written notice must name how long the pause will take."))


def resume_clock(*, clock: Clock, actor: User | None, now: datetime | None = None) -> Clock:
    """End the open pause today; counting goes on tomorrow. Raises UnableToPause where none is open."""
    with act(now) as now:
        clock = _locked(clock)
        if not clock.running or not _end_open_pause(clock, now):
            raise UnableToPause(_("This clock is not paused."))
        clock.save()
        _note(Verb.CLOCK_RESUMED, clock, actor, now, due_at=clock.due_at.isoformat())
    return clock


def _end_open_pause(clock: Clock, now: datetime) -> bool:
    """Close the pause that is open now and recompute; a pause past its planned end ended there."""
    pause = clock.pauses.filter(resumed_at=None).order_by("-paused_from").first()
    if pause is None:
        return False
    is_open = pause.planned_until is None or local_date(now) <= pause.planned_until
    if is_open:
        pause.resumed_at = now
        pause.save(update_fields=["resumed_at"])
    clock.paused = False
    recompute(clock, calendar=current_calendar())
    return is_open


@begins_again
def extend_clock(
    *,
    clock: Clock,
    amount: int,
    reason: str,
    asked_by: User,
    approved_by: User,
    now: datetime | None = None,
) -> Extension:
    """Give a clock more time, once, before it runs out, by another person than asked (T-18, T-44).

    `amount` is in the unit of the clock's limit. Who may approve and how much is the room's rule.
    """
    with act(now) as now:
        clock = _locked(clock)
        if not clock.running:
            raise UnableToExtend(_("This clock has already been stopped."))
        if now >= clock.due_at:
            raise UnableToExtend(_("The limit has passed; it can no longer be extended."))
        if clock.extensions.exists():
            raise UnableToExtend(_("This limit has been extended once already."))
        if asked_by == approved_by:
            raise UnableToExtend(_("An extension is approved by another person than the one who asks for it."))
        if amount < 1 or not reason.strip():
            raise UnableToExtend(_("Give the days and the reason of the extension."))
        extension = Extension.objects.create(
            clock=clock,
            amount=amount,
            reason=reason.strip(),
            asked_by=asked_by,
            approved_by=approved_by,
            granted_at=now,
        )
        clock.extended += amount
        clock.stage = 0  # a reminder not issued yet comes before the new limit; one issued is not repeated
        recompute(clock, calendar=current_calendar())
        clock.save()
        refuse_if_slow(now, settings.SWEEP_MARGIN)
        _note(Verb.CLOCK_EXTENDED, clock, approved_by, now, amount=amount, due_at=clock.due_at.isoformat())
    return extension


def _locked(clock: Clock) -> Clock:
    return Clock.objects.select_for_update(of=("self",)).select_related("policy", "matter").get(pk=clock.pk)


def _note(verb: Verb, clock: Clock, actor: User | None, now: datetime, **facts: Any) -> None:
    record(
        verb,
        at=now,
        actor=actor,
        kind="matter",
        subject=clock.matter_id,
        data={"clock": clock.pk, "kind": clock.kind, **facts},
        demo=clock.matter.demo,
    )
