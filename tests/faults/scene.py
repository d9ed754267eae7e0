"""A round: clocks asked for, clients at work, harm done, and the comparison afterwards."""

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.faults.clients import Browser, Load, find
from tests.faults.stand import Stand, until

LONGEST_DELAY = 120  # seconds after healing in which every card must be there


@dataclass(frozen=True)
class Asked:
    """A clock as a client asked for it; what it earns follows from these moments alone."""

    reference: str
    due: datetime
    stopped: datetime | None = None
    grave: datetime | None = None

    @property
    def earned(self) -> dict[int, datetime]:
        """Levels with their legal moments."""
        found = {}
        if self.stopped is None or self.stopped >= self.due:
            found[1] = self.due
        if self.grave and (self.stopped is None or self.stopped >= self.grave):
            found[2] = self.grave
        return found


@dataclass
class Outcome:
    """What a round has shown."""

    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    delay: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Nothing lost, doubled or wrong."""
        return not (self.lost or self.doubled or self.wrong)

    def say(self, kind: str, what: str, number: int = 1) -> None:
        """Count something that is not as it was told."""
        setattr(self, kind, getattr(self, kind) + number)
        self.notes.append(f"{kind}: {what}")


@dataclass
class Scene:
    """What a fault finds: the stand, its own random numbers, and the clocks of this round."""

    stand: Stand
    rng: random.Random
    clocks: int
    people: dict[str, Any]
    number: int = 0  # which round of its fault this is
    case: str = ""  # which of its fault's cases
    outcome: Outcome = field(default_factory=Outcome)
    asked: list[Asked] = field(default_factory=list)
    mark: str = ""
    healed: float = 0.0

    def ask(self, *, lead: float = 4.0, spread: float = 3.0, background: int = 0) -> None:
        """Ask for clocks that fall due `lead` seconds after they are written; not all of them are late."""
        self.mark = f"F{self.rng.randrange(16**8):08x}"
        self.ask_more(lead=lead, spread=spread, background=background)

    @property
    def now(self) -> datetime:
        """What the stand's clocks show."""
        return datetime.now(UTC) + self.stand.ahead

    def ask_more(self, *, lead: float, spread: float, background: int = 0) -> None:
        """Ask for as many again, due from `lead` seconds from now on."""
        first = self.now + timedelta(seconds=lead + (1.5 * self.stand.seeding if lead > 0 else 0))
        begun = time.monotonic()
        asked = []
        for number in range(len(self.asked), len(self.asked) + self.clocks):
            due = first + timedelta(seconds=self.rng.random() * spread)
            one = Asked(f"{self.mark}-{number}", due)
            lot = self.rng.random()
            if lot < 0.1:
                one = Asked(one.reference, due, stopped=due - timedelta(seconds=self.rng.uniform(0.001, 60)))
            elif lot < 0.2:
                one = Asked(one.reference, due, stopped=due + timedelta(seconds=self.rng.uniform(0, 1)))
            elif lot < 0.3:
                one = Asked(one.reference, due, grave=due + timedelta(seconds=1))
            asked.append(one)
        self.seed("open", background=background, asked=[_plain(one) for one in asked])
        self.asked += asked
        self.stand.seeding = time.monotonic() - begun

    def seed(self, do: str, **given: Any) -> Any:
        """Have something written into the stand's database."""
        return seed(self.stand, do, **given)

    @property
    def is_past_due(self) -> bool:
        """Everything that was asked for is due by now."""
        return max(one.due for one in self.asked) < self.now

    @property
    def expected(self) -> int:
        """How many cards this round earns."""
        return sum(len(one.earned) for one in self.asked)

    def somewhere(self) -> int:
        """A random number of cards in the middle of the sweep."""
        return self.rng.randrange(1, max(2, int(self.expected * 0.8)))

    def when_carded(self, number: int, patience: float = 60) -> bool:
        """Wait until so many cards of this round exist."""
        return until(lambda: self.stand.ledger.carded(self.mark) >= number, patience, 0.01)

    def heal(self) -> None:
        """Bring everything back and note when."""
        self.stand.whole()
        self.healed = time.monotonic()

    def await_cards(self) -> None:
        """Wait for the cards, at most as long as is allowed after healing."""
        healed = self.healed or time.monotonic()
        last = max(one.due for one in self.asked) + timedelta(seconds=3)
        due_in = max(0.0, (last - self.now).total_seconds())
        until(self._complete, LONGEST_DELAY + due_in)
        ready_at = healed + max(0.0, due_in - (time.monotonic() - healed))
        self.outcome.delay = max(0.0, time.monotonic() - ready_at)

    def _complete(self) -> bool:
        for name in self.stand.keep():
            self.outcome.notes.append(f"{name} ended itself and was started again")
        return self.stand.ledger.carded(self.mark) >= self.expected


def seed(stand: Stand, do: str, **given: Any) -> Any:
    """Run the program that writes what a round asks for; what it answers."""
    done = stand.run([sys.executable, "-m", "tests.faults.seeds"], json.dumps({"do": do} | given))
    if done.returncode:
        raise AssertionError(done.stderr[-3000:])
    return json.loads(done.stdout or "null")


def set_up(stand: Stand) -> dict[str, Any]:
    """The people and units that every round finds."""
    people: dict[str, Any] = seed(stand, "set-up")
    return people


def _plain(one: Asked) -> dict[str, str]:
    moments = {"due": one.due, "stopped": one.stopped, "grave": one.grave}
    return {"reference": one.reference} | {name: at.isoformat() for name, at in moments.items() if at}


def play(harm: Callable[[Scene], None], scene: Scene, *, background: int = 0, mails: bool = True) -> Outcome:
    """One round: ask, load, harm, heal, compare."""
    stand, outcome = scene.stand, scene.outcome
    stand.mail.mood = "good"
    stand.whole()
    scene.ask(background=background)
    with Load(stand.url, scene.people["session"], scene.people["units"], scene.rng) as load:
        harm(scene)
        if not scene.healed:
            scene.heal()
        scene.await_cards()
        time.sleep(2)  # the last forms are answered; another sweep has its chance to double something
    compare_cards(scene)
    compare_complaints(scene, load)
    if mails:
        compare_mails(scene)
    return outcome


def compare_cards(scene: Scene) -> None:
    """Each breach has its card, once, with the moment that was asked for; nothing else has one."""
    standing = scene.stand.ledger.cards(scene.mark)
    outcome = scene.outcome
    for one in scene.asked:
        rows = standing.get(one.reference, [])
        count = Counter(row.level for row in rows)
        for level, at in one.earned.items():
            if not count[level]:
                outcome.say("lost", f"level {level} of {one.reference}")
            if count[level] > 1:
                outcome.say("doubled", f"level {level} of {one.reference}")
            if any(row.level == level and row.breached_at != at for row in rows):
                outcome.say("wrong", f"moment of level {level} of {one.reference}")
        for row in rows:
            if row.level not in one.earned:
                outcome.say("wrong", f"level {row.level} of {one.reference} was not earned")
            if row.issued_at < row.breached_at:
                outcome.say("wrong", f"level {row.level} of {one.reference} came before its breach")
    gaps = scene.stand.ledger.number_gaps()
    if gaps:
        outcome.say("wrong", f"{gaps} numbers of cards are missing", gaps)


def compare_complaints(scene: Scene, load: Load) -> None:
    """Each receipt opens its complaint, each form is one complaint, each dispatch that was told stands."""
    outcome, stand = scene.outcome, scene.stand
    browser = Browser(stand.url)
    acknowledged = [told for told in load.told if told.is_acknowledged]
    for told in acknowledged:
        if not find(browser, told):
            outcome.say("lost", f"complaint {told.number}")
        if told.sent > 1 and stand.ledger.complaints_saying(told.words) != 1:
            outcome.say("doubled", f"complaint {told.number}")
        if told.unit and not stand.ledger.number(
            "SELECT COUNT(*) FROM clocks_matter WHERE reference = %s AND unit_id = %s", told.number, told.unit
        ):
            outcome.say("lost", f"dispatch of {told.number}")
    if len({told.number for told in acknowledged}) != len(acknowledged):
        outcome.say("doubled", "two senders hold one number")
    if not acknowledged:
        outcome.say("wrong", "nobody was answered in the whole round")
    outcome.notes.append(f"{len(acknowledged)} complaints, {load.refused} repeats")


def compare_mails(scene: Scene) -> None:
    """Each card was told by e-mail at least once; repeats bear the same key."""
    stand, outcome = scene.stand, scene.outcome
    earned = {(one.reference, level) for one in scene.asked for level in one.earned}

    def told() -> dict[str, set[str]]:
        keys: dict[str, set[str]] = {}
        for key, _recipient, text in list(stand.mail.taken):
            for reference in re.findall(rf"{scene.mark}-\d+", text):
                keys.setdefault(reference, set()).add(key)
        return keys

    want = Counter(reference for reference, _level in earned)

    def complete() -> bool:
        stand.ledger.let_time_pass()
        have = told()
        return all(len(have.get(reference, ())) >= number for reference, number in want.items())

    until(complete, 90, 1.0)
    have = told()
    for reference, number in want.items():
        keys = len(have.get(reference, ()))
        if keys < number:
            outcome.say("lost", f"e-mail about {reference}")
        if keys > number:
            outcome.say("doubled", f"e-mail about {reference} under another key")
