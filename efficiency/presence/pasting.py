"""Reading a duty roster that somebody pasted out of a table. No database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from efficiency.organization.models import User
from efficiency.presence.actions.rosters import Turn
from efficiency.presence.kinds import Shift

MOST_LINES = 400
_BETWEEN = re.compile(r"\s*[\t,，;；]\s*|\s+")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
# What tables of duty say, in Chinese and English.
_SHIFTS = {
    "白班": Shift.DAY,
    "日班": Shift.DAY,
    "夜班": Shift.NIGHT,
    "晚班": Shift.NIGHT,
    "全天": Shift.WHOLE,
    "值班": Shift.WHOLE,
    "带班": Shift.LEADER,
    "带班领导": Shift.LEADER,
    **{shift.value: shift for shift in Shift},
}


@dataclass
class Pasted:
    """What the table holds, or what is wrong with it: each fault with its line and column."""

    turns: list[Turn] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read(text: str, people: Mapping[str, User]) -> Pasted:
    """Read lines of day, shift, name. `people` are found by name and by user name.

    A first line without a day is a heading. A name that two people bear is not in `people`.
    """
    pasted = Pasted()
    lines = [line.strip() for line in text.splitlines()]
    for number, line in enumerate(lines, 1):
        if not line or (number == 1 and not _DAY.match(line)):
            continue
        if number > MOST_LINES:
            pasted.faults.append(_("At most %(count)s lines at a time.") % {"count": MOST_LINES})
            break
        _read_line(number, line, people, pasted)
    if not pasted.turns and not pasted.faults:
        pasted.faults.append(_("No line with a day was found."))
    return pasted


def _read_line(number: int, line: str, people: Mapping[str, User], pasted: Pasted) -> None:
    cells = _BETWEEN.split(line, maxsplit=2)
    day = _day(cells[0])
    if day is None:
        pasted.faults.append(_("Line %(line)s, column 1: “%(text)s” is no day.") % _at(number, cells[0]))
    shift = _SHIFTS.get(cells[1].lower()) if len(cells) > 1 else None
    if shift is None:
        text = cells[1] if len(cells) > 1 else ""
        pasted.faults.append(_("Line %(line)s, column 2: “%(text)s” is no shift.") % _at(number, text))
    names = [name for name in re.split(r"[、/\s]+", cells[2]) if name] if len(cells) > len(("day", "shift")) else []
    if not names:
        pasted.faults.append(_("Line %(line)s, column 3: the name is missing.") % {"line": number})
    for name in names:
        user = people.get(name)
        if user is None:
            pasted.faults.append(
                _("Line %(line)s, column 3: “%(text)s” is nobody of this unit, or two people.") % _at(number, name)
            )
        elif day is not None and shift is not None:
            pasted.turns.append(Turn(day, shift, user))


def _at(number: int, text: str) -> dict[str, object]:
    return {"line": number, "text": text[:20]}


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None
