"""Keeps a few processes running: starts them, restarts those that die, stops them all."""

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from efficiency.portal.processes import die_with_parent, stop_process

# A child that dies at once again is started more and more slowly, up to this.
_LONGEST_PAUSE = 30.0
_LOG_SIZE = 10 * 1024 * 1024


@dataclass
class Child:
    """A process to keep running; what it prints goes to its log file."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    pause: float = 0.0
    start_again_at: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only the supervisor."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LOG_SIZE:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        self.started_at = time.monotonic()


class Supervisor:
    """Runs children in the order they were added and stops them in the opposite one."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._children: list[Child] = []
        self._stopping = False

    @property
    def stopping(self) -> bool:
        """Tell whether somebody asked to stop."""
        return self._stopping

    def stop(self) -> None:
        """Ask to stop; `watch` and whoever asks `stopping` then ends."""
        self._stopping = True

    @contextlib.contextmanager
    def in_charge(self) -> Iterator[None]:
        """Turn Ctrl-C, SIGTERM and SIGHUP into a stop; leave no child behind."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stop())
        try:
            yield
        finally:
            for child in reversed(self._children):
                if child.process is not None:
                    stop_process(child.process)

    def add(self, child: Child) -> None:
        """Start a child and look after it from now on."""
        self._children.append(child)
        child.start()

    def watch(self) -> None:
        """Restart children that die, until asked to stop."""
        while not self._stopping:
            self.look()
            time.sleep(0.2)

    def look(self) -> None:
        """Look once at every child; plan or do the restart of the dead."""
        now = time.monotonic()
        for child in self._children:
            if child.process is not None and child.process.poll() is not None:
                lived = now - child.started_at
                child.pause = 0.5 if lived > _LONGEST_PAUSE else min(_LONGEST_PAUSE, max(0.5, child.pause * 2))
                child.start_again_at = now + child.pause
                end = _how_it_ended(child.process.returncode)
                self._say(f"{child.name} {end}; starting it again. See {child.log}")
                child.process = None
            if child.process is None and now >= child.start_again_at and not self._stopping:
                child.start()


def _how_it_ended(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"
