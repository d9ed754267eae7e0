"""F16: a worker's clock jumps in a sweep; the whole portal goes over a year's end and jumps on in the new year.

At the year's end each round has a stand of its own, whose processes (database included) all follow
one faked clock. Its year is the last whose arrangement is published: whether the next one's is there,
or comes only after the limits of the old year's last day have passed, is the round's case. That
arrangement is made up, with a long holiday and a Saturday on which people work.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chinese_calendar.constants import holidays

from tests.faults.clients import Browser, Load, Told
from tests.faults.clocks import faked, jumping_worker
from tests.faults.ledger import moment
from tests.faults.registry import BOTH, Fault, add
from tests.faults.scene import Outcome, Scene, compare_cards, compare_complaints, compare_mails, play, set_up
from tests.faults.stand import stand, until

JUMP, PUBLISHED, MISSING = CASES = ("jump", "year-published", "year-missing")
YEAR = max(holidays).year
MIDNIGHT = datetime(YEAR + 1, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
CLOSED = [date(YEAR + 1, 1, day) for day in range(1, 6)]
WORKED = next(day for day in (date(YEAR + 1, 1, number) for number in range(6, 13)) if day.isoweekday() == 6)
LIMIT = 5  # working days in which a unit replies, and as many again until the second level


def _play(scene: Scene) -> Outcome:
    return play(jumping_worker, scene) if scene.case == JUMP else _years_end(scene)


def _years_end(scene: Scene) -> Outcome:
    """Limits pass around midnight; three weeks later those of complaints that the old year dispatched."""
    file = scene.stand.folder / f"year{scene.number}.clock"
    file.write_text(_offset(MIDNIGHT - timedelta(hours=2)))  # a clock set back later would stop the judge
    with stand(scene.stand.engine, **faked(file)) as made:
        people = set_up(made)
        here = replace(scene, stand=made, people=people)
        if scene.case == PUBLISHED:
            _publish(here)
        with Load(made.url, people["session"], people["units"], here.rng) as load:
            dispatched = _dispatched(load)
            _go_to(here, MIDNIGHT - timedelta(seconds=30 + 1.5 * made.seeding))
            here.ask(lead=20, spread=20)
            until(lambda: here.now > MIDNIGHT, 90)
            here.healed = time.monotonic()
            here.await_cards()
            time.sleep(2)
        compare_cards(here)
        compare_complaints(here, load)
        compare_mails(here)
        _compare_years(here)
        _three_weeks_later(here, dispatched)
        done = made.manage("reconcile")
        if done.returncode:
            here.outcome.say("wrong", f"reconcile in the new year: {done.stdout}{done.stderr}")
    return scene.outcome


def _offset(to: datetime) -> str:
    return f"{(to - datetime.now(UTC)).total_seconds():+.0f}s"


def _go_to(scene: Scene, to: datetime) -> None:
    """Set all clocks of the stand."""
    offset = _offset(to)
    file = Path(scene.stand.environment["FAKETIME_TIMESTAMP_FILE"])
    file.with_suffix(".next").write_text(offset)
    file.with_suffix(".next").replace(file)  # at once: nobody reads half of it
    scene.stand.ahead = timedelta(seconds=float(offset[:-1]))


def _publish(scene: Scene) -> None:
    closed, worked = [day.isoformat() for day in CLOSED], [WORKED.isoformat()]
    scene.seed("publish", year=YEAR + 1, closed=closed, worked=worked)


def _dispatched(load: Load) -> list[Told]:
    """What is dispatched while the old year lasts: a few are enough."""
    until(lambda: sum(bool(told.unit) for told in load.told) > 3, 120)
    return [told for told in load.told if told.unit]


def _compare_years(scene: Scene) -> None:
    """A card bears the number of the year in which it was issued."""
    rows = scene.stand.ledger.rows("SELECT year, issued_at FROM cards_card WHERE serial > 0")
    years = {year for year, _issued_at in rows}
    wrong = [year for year, at in rows if moment(at).astimezone(MIDNIGHT.tzinfo).year != year]
    if wrong:
        scene.outcome.say("wrong", f"{len(wrong)} cards bear another year's number", len(wrong))
    scene.outcome.notes.append(f"cards of {', '.join(map(str, sorted(years)))}")


def _three_weeks_later(scene: Scene, dispatched: list[Told]) -> None:
    """The unit never replied: judged by the new year's arrangement, and not before it is there."""
    if not dispatched:
        scene.outcome.say("wrong", "nothing was dispatched in the old year")
    if _arrangement_is_missing(scene) != (scene.case == MISSING):
        scene.outcome.say("wrong", "health is wrong about the arrangement")
    _go_to(scene, MIDNIGHT + timedelta(days=21, hours=10))
    if scene.case == MISSING:
        _wait_for_sweep(scene)
        early = sum(len(_reply_cards(scene, told)) for told in dispatched)
        if early:
            scene.outcome.say("wrong", f"{early} cards by a year whose arrangement is not known", early)
        _publish(scene)
    first, second = _counted(LIMIT), _counted(2 * LIMIT)
    until(lambda: all(len(_reply_cards(scene, told)) == 2 for told in dispatched), 90, 1)
    for told in dispatched:
        found = _reply_cards(scene, told)
        for level, due in ((1, first), (2, second)):
            moments = [at for number, at in found if number == level]
            if not moments:
                scene.outcome.say("lost", f"level {level} of {told.number}")
            if len(moments) > 1:
                scene.outcome.say("doubled", f"level {level} of {told.number}")
            if any(at != due for at in moments):
                scene.outcome.say("wrong", f"{told.number} fell due at {moments[0]}, not at {due}")
    if _arrangement_is_missing(scene):
        scene.outcome.say("wrong", "health misses an arrangement that is there")
    scene.outcome.notes.append(f"{len(dispatched)} replies of the old year due {first:%F}")


def _working_days() -> Iterator[date]:
    for day in (date(YEAR + 1, 1, 1) + timedelta(days=number) for number in range(60)):
        if day == WORKED or (day.isoweekday() < 6 and day not in CLOSED):
            yield day


def _counted(days: int) -> datetime:
    """When so many working days of the new year have ended, counted on the fingers."""
    last = [day for day, _number in zip(_working_days(), range(days), strict=False)][-1]
    return datetime.combine(last + timedelta(days=1), datetime.min.time(), MIDNIGHT.tzinfo)


def _reply_cards(scene: Scene, told: Told) -> list[tuple[int, datetime]]:
    """Level and moment of the cards for a missing reply."""
    query = (
        "SELECT k.level, k.breached_at FROM cards_card k JOIN clocks_matter m ON m.id = k.matter_id"
        " JOIN clocks_clock c ON c.id = k.clock_id WHERE m.reference = %s AND c.kind = 'reply' AND k.level > 0"
    )
    return [(level, moment(at)) for level, at in scene.stand.ledger.rows(query, told.number)]


def _wait_for_sweep(scene: Scene) -> None:
    """Wait until two sweeps have ended by the clock as it is now."""
    begun = scene.now
    for _ in range(2):
        query = "SELECT MAX(finished_at) FROM cards_sweeprun WHERE refusal = ''"

        def has_looked(since: datetime = begun, query: str = query) -> bool:
            return moment(scene.stand.ledger.rows(query)[0][0]) > since

        if not until(has_looked, 60, 0.5):
            scene.outcome.say("wrong", "no sweep in the new year")
        begun = scene.now


def _arrangement_is_missing(scene: Scene) -> bool:
    answer = Browser(scene.stand.url).ask("/readyz")
    checks: dict[str, Any] = json.loads(answer.text)["checks"]
    return "not entered" in checks["arrangement"]


add(Fault("F16", "clock jumps in a sweep; the year ends", BOTH, _play, CASES, (PUBLISHED, MISSING)))
