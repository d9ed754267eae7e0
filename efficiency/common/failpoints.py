"""Marked steps at which a process can be made to die, for the tests of faults (docs/faults.md).

`FAILPOINT=sweep.before-commit` in a process's environment makes it end itself with SIGKILL when it
passes that step, `FAILPOINT=sweep.before-commit:3` when it passes it for the third time. Unset, a
step costs one comparison. The list is closed: tests compare it with the calls in the code.
"""

import os
import signal
from itertools import count

POINTS = {
    "sweep.before-lock": "The judge has found clocks whose moment has come and has locked none of them.",
    "sweep.after-lock": "A batch of clocks is locked; nothing is written.",
    "sweep.after-cards": "The cards of a batch are written; their numbers are not counted in the series.",
    "sweep.after-entries": "Cards and audit entries are written, notices are not.",
    "sweep.after-notices": "All is written; the clocks have not been moved on.",
    "sweep.before-commit": "A batch is complete and not committed.",
    "sweep.after-commit": "A batch is committed; the run's row does not know it.",
    "sweep.before-finish": "Every batch is judged; the run's row is still open.",
    "sweep.before-ack": "The sweep is over; the queue has not been told that its message is done.",
    "redating.before-commit": "All clocks follow a new calendar; nothing is committed.",
    "outbox.after-claim": "Notices are claimed and nothing is sent.",
    "postman.before-send": "An e-mail is about to be sent.",
    "postman.after-send": "The mail server has taken an e-mail; the notice is not marked.",
    "outbox.after-settle": "A notice is settled; the rest of its batch is not.",
    "postman.before-ack": "The postman is done; the queue has not been told.",
    "intake.after-row": "A complaint and its identity are written; its clocks are not.",
    "intake.after-clocks": "A complaint and its clocks are written; its entry and its files are not.",
    "intake.before-commit": "A complaint is complete with its files and not committed.",
    "intake.after-commit": "A complaint is committed; the citizen has not been answered.",
    "dispatch.before-commit": "A complaint is with its unit; nothing is committed.",
    "acceptance.before-commit": "A case is accepted by law; nothing is committed.",
    "acceptance.after-commit": "A case is accepted by law; the other cases that are due are not.",
    "ruling.before-commit": "A card is revoked and its clock re-dated; nothing is committed.",
}


def _armed() -> tuple[str, int]:
    name, _, passing = os.environ.get("FAILPOINT", "").partition(":")
    if name and name not in POINTS:
        raise SystemExit(f"There is no failpoint {name!r}; manage.py failpoints lists them.")
    return name, int(passing or 1)


_NAME, _PASSING = _armed()
_passed = count(1)


def failpoint(name: str) -> None:
    """End this process here if the environment says so."""
    if name == _NAME and next(_passed) == _PASSING:
        os.kill(os.getpid(), signal.SIGKILL)
