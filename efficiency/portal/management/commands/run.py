"""`manage.py run`: the whole portal on one machine, until Ctrl-C."""

import contextlib
import fcntl
import hashlib
import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from efficiency.portal.processes import free_port, queue_command, wait_until_free
from efficiency.portal.supervisor import Child, Supervisor

# Of what packages and static/ contain, this is not served to anybody.
NOT_SERVED = ["*.map", "*.py", "package*.json", "icons.txt", "rest_framework", "htmx-4*", "htmax-*", "htmx-2.js", "ext"]
# The queues that the worker started here serves; every task must name one of them.
QUEUES = ["portal"]
_PATIENCE = 90  # seconds for the first page to answer


class Command(BaseCommand):
    """Web server, worker, timetable and queue together, watched and restarted when they die."""

    help = "Run the whole portal on this machine: database migrated, web, worker and queue started and watched."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, start, say READY once the page answers, watch, stop all."""
        port = int(os.environ.get("PORT", "8000"))
        supervisor = Supervisor(self._say)
        with _only_one(), supervisor.in_charge():
            if not wait_until_free(port, 5):
                raise CommandError(f"Port {port} is in use; choose another one: PORT={port + 1} make run")
            self._prepare()
            if supervisor.stopping:
                return
            for child in _children(port):
                supervisor.add(child)
            url = f"http://127.0.0.1:{port}/"
            if self._wait_for(url, supervisor):
                self._announce(url)
                supervisor.watch()
            self._say("Stopping ...")
        self._say("Stopped.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _prepare(self) -> None:
        """Texts, tables, static files, and the demo city in an empty database."""
        call_command("compile_texts", verbosity=0)
        self._say("Preparing the database ...")
        call_command("migrate", interactive=False, verbosity=0)
        _collect_static()
        if settings.DEMO_CITY and not get_user_model()._default_manager.exists():
            self._say("Loading the demo city ...")
            call_command("load_demo", verbosity=0)

    def _wait_for(self, url: str, supervisor: Supervisor) -> bool:
        """Wait until the front page answers; False where somebody asked to stop."""
        end = time.monotonic() + _PATIENCE
        while not supervisor.stopping:
            supervisor.look()
            try:
                with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own address
                    if answer.status == 200:
                        return True
            except urllib.error.HTTPError as error:
                if time.monotonic() > end:
                    raise CommandError(f"{url} answers {error.code}; see {settings.DATA_DIR / 'log'}") from error
            except OSError as error:
                if time.monotonic() > end:
                    raise CommandError(f"{url} does not answer; see {settings.DATA_DIR / 'log'}") from error
            time.sleep(0.1)
        return False

    def _announce(self, url: str) -> None:
        self._say(f"READY {url}")
        accounts = settings.DATA_DIR / "demo_accounts.json"
        if accounts.exists():
            for account in json.loads(accounts.read_text(encoding="utf-8")):
                self._say(f"ACCOUNT {account['role']} {account['user']} {account['password']}")
        self._say(f"Logs are in {settings.DATA_DIR / 'log'}. Ctrl-C stops the portal; its data stays.")


@contextlib.contextmanager
def _only_one() -> Iterator[None]:
    """Hold the data folder: two portals on one folder would write over each other."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.DATA_DIR / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(f"A portal already runs on {settings.DATA_DIR}.") from error
        yield


def _collect_static() -> None:
    """Collect static files with their manifest, where any of them has changed since the last time."""
    state = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(NOT_SERVED):
            file = os.stat(storage.path(path))
            state.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    stamp = settings.DATA_DIR / "static.stamp"
    if stamp.exists() and stamp.read_text() == state.hexdigest() and settings.STATIC_ROOT.exists():
        return
    # Files of earlier versions stay: pages that were sent before a restart still find theirs.
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_SERVED)
    stamp.write_text(state.hexdigest())


def _children(port: int) -> Iterator[Child]:
    """Name what must run: the queue where none is given, the web server, the worker with the timetable."""
    log = settings.DATA_DIR / "log"
    environment = dict(os.environ)
    environment.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    if not environment.get("REDIS_URL"):
        folder = settings.DATA_DIR / "queue"
        folder.mkdir(exist_ok=True)
        queue_port = free_port()
        command = queue_command(folder, queue_port)
        environment["REDIS_URL"] = f"redis://127.0.0.1:{queue_port}/0" if command else "filesystem://"
        if command:
            yield Child("The queue", command, environment, log / "queue.log")
    yield Child(
        "The web server",
        [sys.executable, "-m", "gunicorn", "efficiency.wsgi", "--worker-class", "gthread", "--workers", "1"]
        + ["--threads", "8", "--bind", f"127.0.0.1:{port}", "--graceful-timeout", "10", "--log-level", "warning"]
        + ["--keep-alive", "15", "--chdir", str(settings.BASE_DIR)],
        environment,
        log / "web.log",
    )
    yield Child(
        "The worker",
        [sys.executable, "-m", "celery", "--app", "efficiency.celery", "--workdir", str(settings.BASE_DIR), "worker"]
        + ["--beat", "--schedule", str(settings.DATA_DIR / "timetable"), "--pool", "threads", "--concurrency", "2"]
        + ["--queues", ",".join(QUEUES), "--without-gossip", "--without-mingle", "--loglevel", "WARNING"],
        environment,
        log / "worker.log",
    )
