"""A chain as people type it, one step a line, and as it is kept. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from approvals.projects.kinds import Promise, Span, StepKind

MOST_STEPS, LONGEST_LIMIT, JOINT_LIMIT = 40, 365, 45
_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Part:
    """A unit's part of a joint step, and the working days it has for it."""

    unit: str
    limit: int


@dataclass(frozen=True, slots=True)
class Plan:
    """One step of a chain. Units and items by their codes; `after` names earlier steps by number."""

    number: int
    name: str
    kind: str
    unit: str
    item: str = ""
    after: tuple[int, ...] = ()
    span: str = ""
    promise: str = ""
    parts: tuple[Part, ...] = ()
    papers: tuple[str, ...] = ()

    @property
    def joint(self) -> bool:
        """Handled by several units together."""
        return self.kind != StepKind.SINGLE

    @property
    def promise_words(self) -> str:
        """The promise by its name."""
        return str(Promise(self.promise).label) if self.promise else ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line, at which column (both from 1)."""

    row: int
    column: int
    text: str


class Unreadable(ValueError):
    """The chain cannot be read; names every fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(len(faults))
        self.faults = list(faults)


@dataclass(frozen=True)
class Words:
    """What stands for what: the words of units and items to their codes, and each item's unit."""

    units: Mapping[str, str]
    items: Mapping[str, str] = field(default_factory=dict)
    unit_of_item: Mapping[str, str] = field(default_factory=dict)


def stored(plans: Sequence[Plan]) -> list[dict[str, Any]]:
    """The chain as JSON."""
    return [asdict(plan) for plan in plans]


def loaded(rows: Sequence[Mapping[str, Any]]) -> list[Plan]:
    """The chain out of what is kept."""
    return [
        Plan(
            **{
                **row,
                "after": tuple(row["after"]),
                "parts": tuple(Part(**part) for part in row["parts"]),
                "papers": tuple(row["papers"]),
            }
        )
        for row in rows
    ]


def typed(plans: Sequence[Plan], names: Mapping[str, str]) -> str:
    """The chain as people type it; `names` gives each unit's short name."""
    lines = []
    for plan in plans:
        cells = [
            str(plan.number),
            plan.name,
            str(StepKind(plan.kind).label),
            names.get(plan.unit, plan.unit),
            plan.item,
            "、".join(map(str, plan.after)),
            str(Span(plan.span).label) if plan.span else "",
            str(Promise(plan.promise).label) if plan.promise else "",
            "、".join(f"{names.get(part.unit, part.unit)} {part.limit}" for part in plan.parts),
            "、".join(plan.papers),
        ]
        lines.append(" | ".join(cells))
    return "\n".join(lines)


def read(text: str, words: Words) -> list[Plan]:
    """The chain that was typed. Raises Unreadable with every fault."""
    reader = _Reader(words)
    plans = [
        plan
        for row, line in enumerate(text.splitlines(), 1)
        if line.strip() and (plan := reader.line(row, line)) is not None
    ]
    faults = reader.faults or _of_whole(plans)
    if faults:
        raise Unreadable(faults)
    return plans


class _Reader:
    """Reads line by line and keeps every fault."""

    def __init__(self, words: Words) -> None:
        self.faults: list[Fault] = []
        self._words = words
        self._units = dict(words.units) | {code: code for code in words.units.values()}
        self._known: set[int] = set()

    def line(self, row: int, line: str) -> Plan | None:
        cells = [cell.strip() for cell in line.replace("｜", "|").replace("\t", "|").split("|")]
        if len(cells) > _COLUMNS:
            self._fault(row, _COLUMNS, _("A line has at most ten columns."))
            return None
        cells += [""] * (_COLUMNS - len(cells))
        before = len(self.faults)
        number = self._number(row, 1, cells[0])
        if number in self._known:
            self._fault(row, 1, _("This number stands for another step already."))
        if not cells[1] or len(cells[1]) > 100:
            self._fault(row, 2, _("Each step needs a name of at most 100 characters."))
        kind = self._choice(row, 3, cells[2], StepKind) or StepKind.SINGLE
        item = self._word(row, 5, cells[4], self._words.items) if cells[4] else ""
        unit = cells[3] or self._words.unit_of_item.get(item, "")
        plan = Plan(
            number=number,
            name=cells[1],
            kind=kind,
            unit=self._word(row, 4, unit, self._units),
            item=item,
            after=tuple(self._earlier(row, word) for word in _split(cells[5])),
            span=self._choice(row, 7, cells[6], Span),
            promise=self._choice(row, 8, cells[7], Promise),
            parts=tuple(self._part(row, word) for word in _split(cells[8])),
            papers=tuple(_split(cells[9])),
        )
        if plan.joint and len({part.unit for part in plan.parts}) < 2:
            self._fault(row, 9, _("Joint handling needs at least two units, each with its days."))
        if not plan.joint and plan.parts:
            self._fault(row, 9, _("Only joint steps have parts of several units."))
        self._known.add(number)
        return plan if len(self.faults) == before else None

    def _fault(self, row: int, column: int, text: str) -> None:
        self.faults.append(Fault(row, column, text))

    def _number(self, row: int, column: int, cell: str) -> int:
        if cell.isascii() and cell.isdigit() and 1 <= int(cell[:4]) <= 999:
            return int(cell[:4])
        self._fault(row, column, _("“%(cell)s” is not a number from 1 to 999.") % {"cell": cell})
        return 0

    def _earlier(self, row: int, word: str) -> int:
        number = self._number(row, 6, word)
        if number and number not in self._known:
            self._fault(row, 6, _("Step %(number)s does not stand above.") % {"number": number})
        return number

    def _choice(self, row: int, column: int, cell: str, choices: Any) -> str:
        codes = {str(label): code for code, label in choices.choices} | {code: code for code in choices.values}
        if not cell or cell == "–":
            return ""
        if cell not in codes:
            known = "、".join(str(label) for code, label in choices.choices if code)
            self._fault(row, column, _("“%(cell)s” is none of: %(known)s.") % {"cell": cell, "known": known})
            return ""
        return str(codes[cell])

    def _word(self, row: int, column: int, cell: str, codes: Mapping[str, str]) -> str:
        if cell in codes:
            return codes[cell]
        self._fault(row, column, _("“%(cell)s” is not known.") % {"cell": cell})
        return ""

    def _part(self, row: int, word: str) -> Part:
        unit, _space, days = word.rpartition(" ")
        limit = int(days[:4]) if days.isascii() and days.isdigit() else 0
        if not 1 <= limit <= JOINT_LIMIT:
            text = _("“%(cell)s” is not a unit with its days (1 to 45), e.g. 市住建局 7.") % {"cell": word}
            self._fault(row, 9, text)
            return Part("", 0)
        return Part(self._word(row, 9, unit.strip(), self._units), limit)


def _split(cell: str) -> list[str]:
    for sign in ("、", "，", ";", "；"):
        cell = cell.replace(sign, ",")
    return [word.strip() for word in cell.split(",") if word.strip()]


def _of_whole(plans: Sequence[Plan]) -> list[Fault]:
    """What is wrong with the chain as a whole."""
    if not plans:
        return [Fault(1, 1, _("A chain needs at least one step."))]
    if len(plans) > MOST_STEPS:
        return [Fault(MOST_STEPS + 1, 1, _("A chain has at most 40 steps."))]
    faults = []
    for span in (Span.STARTS, Span.ENDS):
        marked = [row for row, plan in enumerate(plans, 1) if plan.span == span]
        if len(marked) != 1:
            faults.append(Fault(marked[1] if marked else 1, 7, _("Exactly one step: %(what)s.") % {"what": span.label}))
    if not faults and not _follows(plans):
        row = next(row for row, plan in enumerate(plans, 1) if plan.span == Span.ENDS)
        faults.append(Fault(row, 6, _("The step that ends the total clock must come after the one that starts it.")))
    return faults


def _follows(plans: Sequence[Plan]) -> bool:
    by_number = {plan.number: plan for plan in plans}
    start = next(plan.number for plan in plans if plan.span == Span.STARTS)
    waiting = [next(plan.number for plan in plans if plan.span == Span.ENDS)]
    seen: set[int] = set()
    while waiting:
        for number in by_number[waiting.pop()].after:
            if number == start:
                return True
            if number not in seen:
                seen.add(number)
                waiting.append(number)
    return False
