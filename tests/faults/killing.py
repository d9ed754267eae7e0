"""F1 to F7 and F24: processes killed, doubled, late and replaced; messages lost and repeated."""

import os
import signal
import time
from functools import partial

from celery import Celery

from efficiency.common.failpoints import POINTS
from tests.faults.registry import BOTH, POSTGRES, Fault, add
from tests.faults.scene import Scene, play
from tests.faults.stand import below, until

# Steps that the judge and the postman pass in every round, and those of the web process. The others
# (calendar, acceptance by law, rulings) need acts of their own: tests/cards and tests/approvals race them.
WORKER_STEPS = [name for name in POINTS if name.split(".")[0] in ("sweep", "outbox", "postman")]
WEB_STEPS = [name for name in POINTS if name.split(".")[0] in ("intake", "dispatch")]


def wake(scene: Scene, task: str, times: int = 1, **arguments: object) -> None:
    """Put messages into the queue."""
    with Celery(broker=scene.stand.environment["REDIS_URL"]) as app:
        for _ in range(times):
            app.send_task(task, kwargs=arguments, queue="portal")


def _kill_child(scene: Scene) -> None:
    scene.when_carded(scene.somewhere())
    children = below(scene.stand.processes["worker"].pid)
    for pid in children:  # only one of them sweeps, and it does not say which
        os.kill(pid, signal.SIGKILL)
    scene.healed = time.monotonic()


def _kill_worker(scene: Scene) -> None:
    scene.when_carded(scene.somewhere())
    scene.stand.kill("worker")


def _die_at_step(scene: Scene) -> None:
    stand, step = scene.stand, scene.case
    name = "web" if step in WEB_STEPS else "worker"
    begin = stand.web if name == "web" else stand.worker
    stand.kill(name)
    (stand.folder / f"{name}.log").write_text("")
    begin(extra={"FAILPOINT": f"{step}:{1 if 'ack' in step else scene.rng.randrange(1, 4)}"})
    if not until(lambda: _has_died(scene, name), 90):
        scene.outcome.say("wrong", f"nobody passed {step}")
    if stand.is_alive(name):
        stand.kill(name)


def _has_died(scene: Scene, name: str) -> bool:
    """A web server or pool starts its dead child again at once: what counts is that one died."""
    log = scene.stand.log(name)
    return not scene.stand.is_alive(name) or "SIGKILL" in log or "signal 9" in log or "exitcode -9" in log


def _beat_away(scene: Scene) -> None:
    """The timetable is off while clocks of the last 26 hours come due, then it comes back."""
    scene.stand.kill("beat")
    time.sleep(1)
    scene.ask_more(lead=-26 * 3600, spread=26 * 3600)
    until(lambda: scene.is_past_due, 30)
    time.sleep(scene.rng.uniform(0, 3))


def _beats(scene: Scene) -> None:
    for name in {"two": ("beat2",), "three": ("beat2", "beat3")}[scene.case]:
        scene.stand.beat(name)
    scene.healed = time.monotonic()


def _repeat_message(scene: Scene) -> None:
    scene.stand.worker("worker2")
    until(lambda: scene.is_past_due, 30)
    wake(scene, "cards.sweep", 10)
    wake(scene, "notifications.deliver", 10)
    scene.healed = time.monotonic()


def _outlive(scene: Scene) -> None:
    """Sweeps that take longer than the queue waits for their acknowledgement, with two workers."""
    stand = scene.stand
    stand.kill("worker")
    slow = {"SWEEP_BATCH": "5", "SWEEP_PAUSE_SECONDS": "0.4"}
    for name in ("slow1", "slow2"):
        stand.worker(name, extra=slow, app="tests.faults.impatient")
    scene.healed = time.monotonic()


def _roll(scene: Scene) -> None:
    """Old and new workers together on one queue; new ones send what old ones do not know."""
    stand = scene.stand
    for generation in range(3):
        wake(scene, "cards.sweep", asked_by="a newer release")
        wake(scene, "cards.unheard_of")
        stand.worker(f"generation{generation}")
        time.sleep(scene.rng.uniform(1, 2))
        stand.stop("worker" if generation == 0 else f"generation{generation - 1}")
    scene.healed = time.monotonic()


add(Fault("F1", "kill -9 of the pool's children in a sweep", BOTH, partial(play, _kill_child)))
add(Fault("F2", "kill -9 of the whole worker in a sweep", BOTH, partial(play, _kill_worker)))
add(Fault("F3", "kill -9 at each marked step", BOTH, partial(play, _die_at_step), (*WORKER_STEPS, *WEB_STEPS)))
add(Fault("F4", "timetable killed, back after 26 hours of limits", BOTH, partial(play, _beat_away)))
add(Fault("F5", "more timetables than one", BOTH, partial(play, _beats), ("two", "three")))
add(Fault("F6", "each message ten times, to two workers", BOTH, partial(play, _repeat_message)))
add(Fault("F7", "sweeps longer than the queue's patience", POSTGRES, partial(play, _outlive)))
add(Fault("F24", "rolling deploy, messages from newer releases", BOTH, partial(play, _roll)))
