"""Bringing the open matters of a running city in, with their true dates.

Each room registers what it takes in its backlogs.py. Two persons bring a sheet in; it changes
nothing unless every row is well; and only parts of the city on trial take one, so that nobody
puts back-dated work where cards are issued.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise as Words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.cards.models import Launch
from efficiency.changes.kinds import MOST_ROWS, ChangeKind, Difference, Effect, EffectTable, Payload, UnableToChange
from efficiency.changes.models import Change
from efficiency.clocks.actions import policy_in_force, start_clock
from efficiency.clocks.deadlines import Limit, PausedSpan, moments
from efficiency.clocks.kinds import ClockKind, DayEnd, LimitUnit, Subsystem
from efficiency.clocks.models import Matter, Pause
from efficiency.clocks.moving import office_hours, recompute
from efficiency.common.moments import local_date
from efficiency.common.sheets import Fault, faults_of
from efficiency.organization.models import Unit
from efficiency.workdays.current import current_calendar

MOST = 1000  # rows in one sheet
Typed = dict[str, Any]


@dataclass(frozen=True)
class PastPause:
    """A pause that the old system recorded."""

    ground: str
    document: str
    after: datetime
    until: datetime


@dataclass(frozen=True)
class Promised:
    """A clock that runs on a matter of the backlog, with its true start; `limit` where the thing brings one."""

    kind: ClockKind
    started_at: datetime
    limit: int | None = None
    limit_unit: str = ""
    pauses: Sequence[PastPause] = ()


@dataclass(frozen=True)
class Backlog:
    """What a room takes in: the columns are the fields of `row_form`, in their order.

    `create` makes the thing and its matter without clocks (typed, actor, now, demo); `promises` says which clocks run.
    `scrub` takes personal data out of a row before anything of it is kept.
    """

    code: str
    name: str | Words
    subsystem: Subsystem
    row_form: type[forms.Form]
    unit: Callable[[Typed], Unit]
    promises: Callable[[Typed], list[Promised]]
    create: Callable[[Typed, Any, datetime, bool], Matter]
    scrub: Callable[[list[str]], list[str]] = list

    @property
    def heads(self) -> list[str]:
        """The titles of the columns."""
        return [str(field.label) for field in self.row_form().fields.values()]


_backlogs: dict[str, Backlog] = {}


def register(backlog: Backlog) -> None:
    """Make a room's backlog known."""
    _backlogs[backlog.code] = backlog


def backlogs() -> Mapping[str, Backlog]:
    """All that can be brought in, by code."""
    return dict(sorted(_backlogs.items()))


def checked(backlog: Backlog, rows: Sequence[Sequence[str]], *, now: datetime) -> tuple[list[Typed], list[Fault]]:
    """The rows as their form reads them, and every fault with its row and column."""
    names = list(backlog.row_form().fields)
    typed, faults, seen = [], [], Counter(row[0] for row in rows)
    covered: dict[int, bool] = {}
    for number, row in enumerate(rows, 2):
        form = backlog.row_form(dict(zip(names, row, strict=True)))
        if not form.is_valid():
            faults += faults_of(form, row=number)
            continue
        if seen[row[0]] > 1:
            faults.append(Fault(number, backlog.heads[0], _("This number stands in the sheet twice.")))
        unit = backlog.unit(form.cleaned_data)
        if not covered.setdefault(unit.pk, _on_trial(backlog, unit, now)):
            text = _("%(unit)s is not on trial: its work enters by the portal itself.") % {"unit": unit.name}
            faults.append(Fault(number, "", text))
        if any(promised.started_at > now for promised in backlog.promises(form.cleaned_data)):
            faults.append(Fault(number, "", _("A day lies ahead.")))
        typed.append(form.cleaned_data)
    return typed, faults


def _on_trial(backlog: Backlog, unit: Unit, now: datetime) -> bool:
    return Launch.objects.covering(subsystem=backlog.subsystem, path=unit.path).on_trial(now).exists()


def _read(payload: Payload, now: datetime) -> tuple[Backlog, list[Typed]]:
    backlog = _backlogs.get(payload["backlog"])
    if backlog is None:
        raise UnableToChange(payload["backlog"])
    typed, faults = checked(backlog, payload["rows"], now=now)
    if faults:
        raise UnableToChange("; ".join(str(fault) for fault in faults[:5]))
    return backlog, typed


def _describe(payload: Payload) -> list[Difference]:
    backlog = _backlogs.get(payload["backlog"])
    name = str(backlog.name) if backlog else payload["backlog"]
    return [
        Difference(name, "", ngettext("%(n)s row", "%(n)s rows", len(payload["rows"])) % {"n": len(payload["rows"])})
    ]


def _effect(payload: Payload, now: datetime) -> Effect:
    backlog, typed = _read(payload, now)
    by_unit = Counter(backlog.unit(row).name for row in typed)
    overdue = sum(any(due_of(promised) <= now for promised in backlog.promises(row)) for row in typed)
    sentences = [
        ngettext(
            "%(n)s matter comes in with its true dates.", "%(n)s matters come in with their true dates.", len(typed)
        )
        % {"n": len(typed)},
        ngettext(
            "%(n)s of them is overdue now: a would-be card, no card.",
            "%(n)s of them are overdue now: would-be cards, no cards.",
            overdue,
        )
        % {"n": overdue},
    ]
    rows = [(name, str(n)) for name, n in by_unit.most_common(MOST_ROWS)]
    return Effect(sentences, [EffectTable(_("By unit"), (_("Unit"), _("Matters")), rows, len(by_unit))])


def due_of(promised: Promised) -> datetime:
    """When a promise falls due, by the arithmetic that its clock will use."""
    policy = policy_in_force(promised.kind)
    spans = [PausedSpan(local_date(pause.after), local_date(pause.until)) for pause in promised.pauses]
    due = moments(
        current_calendar(),
        started_at=promised.started_at,
        limit=Limit(promised.limit or policy.limit or 0, LimitUnit(promised.limit_unit or policy.limit_unit)),
        pauses=spans,
        day_end=DayEnd(policy.day_end),
        hours=office_hours(promised.started_at),
    ).due_at
    assert due is not None  # every pause of the backlog has an end
    return due


def _apply(change: Change, actor: Any, now: datetime) -> str:
    backlog, typed = _read(change.payload, now)
    for row in typed:
        matter = backlog.create(row, actor, now, change.demo)
        for promised in backlog.promises(row):
            _start(matter, backlog.unit(row), promised, change, actor, now)
        facts = {"change": change.pk, "opened_at": matter.opened_at.isoformat()}
        record(
            Verb.BACKLOG_IMPORTED,
            at=now,
            actor=actor,
            kind="matter",
            subject=matter.reference,
            data=facts,
            demo=change.demo,
        )
    return "/launch/"


def _start(matter: Matter, unit: Unit, promised: Promised, change: Change, actor: Any, now: datetime) -> None:
    clock = start_clock(
        matter=matter,
        kind=promised.kind,
        unit=unit,
        actor=actor,
        now=now,
        started_at=promised.started_at,
        limit=promised.limit,
        limit_unit=promised.limit_unit or None,
    )
    pauses = [
        Pause.objects.create(
            clock=clock,
            ground=pause.ground,
            document=pause.document,
            paused_from=pause.after,
            planned_until=local_date(pause.until),
            resumed_at=pause.until,
            asked_by=change.proposed_by,
            approved_by=actor,
        )
        for pause in promised.pauses
    ]
    if pauses:
        recompute(clock, calendar=current_calendar(), pauses=pauses)
        clock.save()


BACKLOG = ChangeKind(
    code="backlog",
    name=gettext_lazy("Bring in a backlog"),
    proposers=("office",),
    deciders=("office",),
    describe=_describe,
    effect=_effect,
    apply=_apply,
)
