"""F19 and F20: the mail server is rude; the web process dies between saving and answering."""

import time
from functools import partial

from tests.faults.registry import BOTH, Fault, add
from tests.faults.scene import Scene, play
from tests.faults.stand import until

MOODS = ("error", "cut", "late", "hang", "cut")


def _rude_mail(scene: Scene) -> None:
    mood = MOODS[scene.number % len(MOODS)]
    scene.outcome.notes.append(f"mail server: {mood}")
    scene.stand.mail.mood = mood
    scene.when_carded(scene.expected)
    time.sleep(13)
    scene.stand.mail.mood = "good"
    scene.healed = time.monotonic()


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


add(Fault("F19", "mail server: 500, hangs, answers late, takes and cuts", BOTH, partial(play, _rude_mail)))
add(Fault("F20", "web process killed between saving and answering", BOTH, partial(play, _unanswered)))
