"""Builders of cases that go astray, and what the judge makes of them."""

from datetime import datetime
from typing import Any

from approvals.actions import Told, ask_pause, finish_case, finish_stage, receive_case, rule_on_ask
from approvals.models import Case, Item, ItemStage, Outcome, Paper, Stage
from efficiency.cards.sweep import sweep
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.clocks.models import Clock
from efficiency.irregularities.judging import look
from efficiency.irregularities.models import Finding
from efficiency.organization.models import Unit, User
from tests.approvals.builders import APPLICANT, RECEIVED, clerk_of, make_case, make_clerk, make_item
from tests.cast import at, make_unit, make_user

LATER = at("2026-12-15 12:00")


def found(rule: str, now: datetime = LATER) -> list[str]:
    """The signs of a rule that a full look has kept by `now`, in order."""
    look(now, full=True)
    return sorted(Finding.objects.filter(rule=rule).values_list("sign", flat=True))


def make_staged(*names: str, unit: Unit | None = None, now: datetime = RECEIVED, **values: Any) -> Case:
    """An accepted case of an item whose process has these stages."""
    item = make_item(unit, **values)
    rows = [ItemStage(item=item, position=place, name=name) for place, name in enumerate(names, 1)]
    ItemStage.objects.bulk_create(rows)
    return make_case(item, now=now, accept=True)


def stage_of(case: Case, place: int) -> Stage:
    """One stage of a case."""
    return Stage.objects.get(case=case, place=place)


def do_stage(case: Case, place: int, actor: User, now: datetime = RECEIVED, **more: Any) -> None:
    """Do it as it should be done."""
    finish_stage(stage=stage_of(case, place), opinion="符合条件", actor=actor, now=now, **more)


def grant(case: Case, now: datetime = RECEIVED) -> Case:
    """Grant it at the counter."""
    return finish_case(case=case, outcome=Outcome.GRANTED, result="证1号", reasons="", actor=clerk_of(case), now=now)


def refuse(case: Case, now: datetime = RECEIVED) -> Case:
    """Refuse it at the counter."""
    reasons = "经营场所与申报不一致"
    return finish_case(case=case, outcome=Outcome.REFUSED, result="", reasons=reasons, actor=clerk_of(case), now=now)


def pause(case: Case, ground: Ground = Ground.TESTING, until: str = "2026-09-25", now: datetime = RECEIVED) -> None:
    """The handler asks, the head grants."""
    unit = case.matter.unit
    ask = ask_pause(
        case=case,
        ground=ground,
        planned_until=at(f"{until} 00:00").date(),
        reason="送检",
        actor=make_user("handler", unit=unit),
        now=now,
    )
    rule_on_ask(ask=ask, granted=True, actor=make_user("head", unit=unit), now=now)


def clock_of(case: Case, kind: ClockKind = ClockKind.STATUTORY) -> Clock:
    """One of its clocks."""
    return Clock.objects.get(matter=case.matter, kind=kind)


def without_papers(case: Case, **gone: Any) -> Case:
    """A twin of the case, row by row, as somebody would write it beside the acts: no document comes with it."""
    matter = case.matter
    matter.pk, matter.reference = None, f"{matter.reference}-2"
    matter.save()
    values = {"matter": matter, "pk": None, "code_digest": f"{case.code_digest[:60]}twin", "submission": "twin"} | gone
    for name, value in values.items():
        setattr(case, name, value)
    case.save(force_insert=True)
    return case


__all__ = [
    "APPLICANT",
    "ClockKind",
    "LATER",
    "RECEIVED",
    "Item",
    "Paper",
    "Told",
    "at",
    "clerk_of",
    "clock_of",
    "do_stage",
    "found",
    "grant",
    "make_case",
    "make_clerk",
    "make_item",
    "make_staged",
    "make_unit",
    "make_user",
    "pause",
    "receive_case",
    "refuse",
    "stage_of",
    "sweep",
    "without_papers",
]
