"""The portal as processes of their own, each of which can be killed, cut off or given a wrong clock."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from efficiency.portal.processes import answers, die_with_parent, free_port, queue_command, stop_process
from tests.engines import Cluster, make_cluster
from tests.faults.hooks import HookServer
from tests.faults.ledger import Ledger
from tests.faults.mail import MailServer
from tests.portals import ROOT

Process = subprocess.Popen[bytes]
_NOT_INHERITED = {"DATABASE_URL", "REDIS_URL", "DATA_DIR", "DJANGO_SETTINGS_MODULE", "PORT", "DEMO_CITY", "FAILPOINT"}
# Small batches with a pause make a sweep long enough to be hit in its middle.
_SETTINGS = {
    "LOOPBACK": "1",
    "SWEEP_EVERY_SECONDS": "2",
    "SWEEP_MARGIN_SECONDS": "2",
    "SWEEP_BATCH": "10",
    "SWEEP_PAUSE_SECONDS": "0.05",
    "PROOF_BITS": "0",
    "COMPLAINTS_AN_HOUR_ADDRESS": "100000",
    "EMAIL_HOURS": "always",
    "ROBOT_HOURS": "always",
}


@dataclass
class Stand:
    """One database, one queue, servers for mail and webhooks, and the portal's processes on them."""

    engine: str
    folder: Path
    environment: dict[str, str]
    port: int
    queue_port: int
    mail: MailServer
    hooks: HookServer
    ledger: Ledger
    cluster: Cluster | None = None
    address: str = "127.0.0.1"  # where others than this machine reach database and queue
    processes: dict[str, Process] = field(default_factory=dict)
    ahead: timedelta = timedelta()  # how far its clocks are ahead of the machine's
    seeding: float = 8.0  # seconds that writing the clocks of a round has taken the last time

    @property
    def url(self) -> str:
        """The portal's address."""
        return f"http://127.0.0.1:{self.port}"

    def start(
        self, name: str, command: list[str], before: list[str] | None = None, extra: dict[str, str] | None = None
    ) -> Process:
        """Start a process under a name; `before` is put in front of its command."""
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [*(before or []), *command],
                cwd=ROOT,
                env=self.environment | (extra or {}),
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        self.processes[name] = process
        return process

    def web(self, extra: dict[str, str] | None = None) -> Process:
        """Start the web server and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn", "efficiency.wsgi", "--worker-class", "gthread", "--workers", "1"]
        command += ["--threads", "8", "--bind", f"127.0.0.1:{self.port}", "--log-level", "warning"]
        process = self.start("web", command, extra=extra)
        if not answers(self.port, 90):
            raise AssertionError(f"The web server did not start; see {self.folder}/web.log")
        return process

    def worker(
        self,
        name: str = "worker",
        before: list[str] | None = None,
        extra: dict[str, str] | None = None,
        app: str = "efficiency.celery",
    ) -> Process:
        """Start a worker: forked children, late acknowledgement, no timetable."""
        command = [sys.executable, "-m", "celery", "--app", app, "worker"]
        command += ["--pool", "prefork", "--concurrency", "2", "--queues", "portal", "--hostname", f"{name}@stand"]
        command += ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
        return self.start(name, command, before, extra)

    def beat(self, name: str = "beat", before: list[str] | None = None) -> Process:
        """Start a timetable of its own."""
        command = [sys.executable, "-m", "celery", "--app", "efficiency.celery", "beat"]
        command += ["--schedule", str(self.folder / f"{name}.timetable"), "--pidfile", ""]
        return self.start(name, [*command, "--loglevel", "WARNING"], before)

    def queue(self) -> Process:
        """Start the queue on its port."""
        folder = self.folder / "queue"
        folder.mkdir(exist_ok=True)
        command = queue_command(folder, self.queue_port)
        if command is None:
            raise AssertionError("No queue server runs on this machine.")
        bind = ["--bind", "127.0.0.1", *([self.address] if self.address != "127.0.0.1" else [])]
        process = self.start("queue", [*command, *bind, "--protected-mode", "no"])
        if not answers(self.queue_port, 15):
            raise AssertionError(f"The queue did not start; see {self.folder}/queue.log")
        return process

    def database(self) -> None:
        """Start the database server, where there is one."""
        if self.cluster is not None:
            listen = "" if self.address == "127.0.0.1" else self.address
            self.processes["database"] = self.cluster.serve([], listen)

    def kill(self, name: str) -> None:
        """SIGKILL a process and all below it at once."""
        process = self.processes.pop(name)
        for pid in [process.pid, *below(process.pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()

    def stop(self, name: str) -> None:
        """End a process as an administrator does."""
        stop_process(self.processes.pop(name))

    def is_alive(self, name: str) -> bool:
        """Tell whether a process runs."""
        return name in self.processes and self.processes[name].poll() is None

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a management command."""
        return self.run([sys.executable, "manage.py", *arguments])

    def run(self, command: list[str], given: str = "") -> "subprocess.CompletedProcess[str]":
        """Run a program of ours on the portal's data to its end."""
        return subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )

    def whole(self) -> None:
        """Bring back whatever a round has ended: queue, database, web, one worker, one timetable."""
        for name in [name for name in self.processes if name not in ("queue", "database", "web", "worker", "beat")]:
            self.kill(name)
        for name, begin in (("queue", self.queue), ("database", self.database), ("web", self.web)):
            if not self.is_alive(name) and (name != "database" or self.cluster is not None):
                begin()
        for name, begin in (("worker", self.worker), ("beat", self.beat)):
            if not self.is_alive(name):
                begin()

    def keep(self) -> list[str]:
        """Start again what ended by itself, as a service manager does; name it."""
        begin: dict[str, Callable[[], Process]] = {"web": self.web, "worker": self.worker, "beat": self.beat}
        ended = [name for name in begin if name in self.processes and not self.is_alive(name)]
        for name in ended:
            begin[name]()
        return ended

    def log(self, name: str) -> str:
        """What a process has said in this round."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""


def below(pid: int) -> list[int]:
    """All processes below one."""
    found = []
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            found += [int(child), *below(int(child))]
    return found


@contextlib.contextmanager
def stand(engine: str, address: str = "127.0.0.1", **settings: str) -> Iterator[Stand]:
    """Make a stand on `engine` (postgres or sqlite), with its tables and static files; end it afterwards."""
    # The path of PostgreSQL's socket must stay short.
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    folder.chmod(0o755)
    data = folder / "data-dir"
    data.mkdir()
    with contextlib.ExitStack() as until_end:
        until_end.callback(shutil.rmtree, folder, ignore_errors=True)
        mail = until_end.enter_context(MailServer())
        hooks = until_end.enter_context(HookServer())
        made = _make(engine, folder, data, address, (mail, hooks), settings)
        until_end.callback(_end, made)
        made.database()
        for arguments in (["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "--verbosity", "0"]):
            done = made.manage(*arguments)
            if done.returncode:
                raise AssertionError(done.stderr[-3000:])
        made.whole()
        yield made


def _make(
    engine: str,
    folder: Path,
    data: Path,
    address: str,
    servers: tuple[MailServer, HookServer],
    settings: dict[str, str],
) -> Stand:
    mail, hooks = servers
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    queue_port = free_port()
    environment |= _SETTINGS | {
        "DATA_DIR": str(data),
        "REDIS_URL": f"redis://127.0.0.1:{queue_port}/0",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        "ALERT_HOSTS": hooks.label,
        "PYTHONPATH": str(ROOT),
    }
    cluster = None
    url = f"sqlite:///{data}/portal.sqlite3"
    if engine == "postgres":
        (folder / "pg").mkdir()
        cluster = replace(make_cluster(folder / "pg"), extra=settings)
        with (folder / "pg" / "data" / "pg_hba.conf").open("a") as rules:
            rules.write("host all all 10.0.0.0/8 trust\n")
        url = f"postgres://portal@/portal?host={folder}/pg"
    environment |= {"DATABASE_URL": url} | settings
    ledger = Ledger(f"host={folder}/pg user=portal dbname=portal" if cluster else f"{data}/portal.sqlite3", engine)
    return Stand(engine, folder, environment, free_port(), queue_port, mail, hooks, ledger, cluster, address)


def _end(made: Stand) -> None:
    order = ["beat", "worker", "web"]
    names = sorted(made.processes, key=lambda name: order.index(name) if name in order else 9)
    for name in [*[n for n in names if n not in ("queue", "database")], "queue", "database"]:
        if name in made.processes:
            made.kill(name)


def until(happens: Any, patience: float, pause: float = 0.05) -> bool:
    """Wait for something; tell whether it happened within `patience` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(pause)
    return bool(happens())
