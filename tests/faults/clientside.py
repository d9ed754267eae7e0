"""F19 and F20: whoever is told is rude; the web process dies between saving and answering."""

import time
from collections import defaultdict
from functools import partial

from tests.faults.hooks import SECRET
from tests.faults.killing import wake
from tests.faults.registry import BOTH, Fault, add
from tests.faults.scene import Outcome, Scene, play
from tests.faults.stand import until

MOODS = ("error", "cut", "late", "hang")


def _rude(scene: Scene) -> Outcome:
    """Mail server and webhook are rude in the same way while cards are issued."""
    stand = scene.stand
    stand.whole()
    stand.hooks.mood, stand.hooks.taken, stand.hooks.forged = "good", [], 0
    scene.seed("hook", url=f"http://{stand.hooks.label}/events", secret=SECRET)

    def be_rude(scene: Scene) -> None:
        stand.mail.mood = stand.hooks.mood = scene.case
        scene.when_carded(scene.expected)
        time.sleep(13)
        stand.mail.mood = stand.hooks.mood = "good"
        scene.healed = time.monotonic()

    outcome = play(be_rude, scene)
    _compare_calls(scene)
    scene.seed("no-hook")
    return outcome


def _compare_calls(scene: Scene) -> None:
    """Each card was told to the webhook at least once, signed; repeats bear the same key."""
    stand, outcome = scene.stand, scene.outcome
    earned = {(one.reference, level) for one in scene.asked for level in one.earned}

    def told() -> dict[tuple[str, int], set[str]]:
        keys: dict[tuple[str, int], set[str]] = defaultdict(set)
        for key, event in list(stand.hooks.taken):
            keys[event["facts"]["matter"], event["facts"]["level"]].add(key)
        return keys

    def complete() -> bool:
        stand.ledger.let_time_pass()
        wake(scene, "notifications.call_robots")
        return earned <= set(told())

    until(complete, 180, 1.0)
    have = told()
    for reference, level in sorted(earned):
        keys = have.get((reference, level), set())
        if not keys:
            outcome.say("lost", f"webhook about level {level} of {reference}")
        if len(keys) > 1:
            outcome.say("doubled", f"webhook about level {level} of {reference} under another key")
    calls = len(stand.hooks.taken)
    outcome.notes.append(f"{calls} webhook calls for {len(earned)} cards")
    if stand.hooks.forged:
        outcome.say("wrong", f"{stand.hooks.forged} webhook calls bore a wrong signature")
    if not stand.ledger.number("SELECT COUNT(*) FROM notifications_endpoint WHERE active AND failed_at IS NOT NULL"):
        outcome.say("wrong", "no call has failed")


def _unanswered(scene: Scene) -> None:
    """Three times in a round the form is saved and its sender is not told; he sends it again."""
    stand = scene.stand
    for _ in range(3):
        stand.kill("web")
        (stand.folder / "web.log").write_text("")
        stand.web({"FAILPOINT": f"intake.after-commit:{scene.rng.randrange(1, 4)}"})
        if not until(lambda: "SIGKILL" in stand.log("web"), 30):
            scene.outcome.say("wrong", "no web process died")
    stand.kill("web")


add(Fault("F19", "mail server and webhook rude", BOTH, _rude, MOODS))
add(Fault("F20", "web process killed between saving and answering", BOTH, partial(play, _unanswered)))
