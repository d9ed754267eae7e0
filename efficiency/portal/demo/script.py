"""What happened in the demo city, planned in any order and played in the order of time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from efficiency.common.moments import SHANGHAI, local_date
from efficiency.workdays.calendar import WorkCalendar


@dataclass(frozen=True)
class Days:
    """Moments in the past, told in working days before the day of loading."""

    calendar: WorkCalendar
    now: datetime

    def day(self, back: int) -> date:
        """The working day that lies so many working days before today."""
        return self.calendar.subtract(local_date(self.now), back)

    def at(self, back: int, clock: str) -> datetime:
        """A time of that day, e.g. at(6, "09:30")."""
        return datetime.combine(self.day(back), time.fromisoformat(clock), SHANGHAI)

    def ago(self, **span: float) -> datetime:
        """A moment shortly before now, e.g. ago(minutes=25)."""
        return self.now - timedelta(**span)


@dataclass
class Script:
    """Acts with their moments. Playing them in order keeps the record in order too."""

    _acts: list[tuple[datetime, int, Callable[[datetime], object]]] = field(default_factory=list)

    def plan(self, moment: datetime, act: Callable[[datetime], object]) -> None:
        """Let `act` happen at `moment`, after what was planned before it for the same moment."""
        self._acts.append((moment, len(self._acts), act))

    def play(self) -> int:
        """Do everything; returns how many acts that was."""
        for moment, _place, act in sorted(self._acts, key=lambda planned: planned[:2]):
            act(moment)
        return len(self._acts)
