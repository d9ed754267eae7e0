"""`make stack`: the portal on a throw-away PostgreSQL and Valkey, all of it gone at the end."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from efficiency.portal.processes import die_with_parent
from tests.engines import NoPostgres, engines


def main() -> int:
    """Run the portal on engines of its own until Ctrl-C; return its exit code."""
    with ExitStack() as until_end:
        folder = Path(tempfile.mkdtemp(prefix="portal-stack-"))
        until_end.callback(shutil.rmtree, folder, ignore_errors=True)
        try:
            started = until_end.enter_context(engines(durable=True))
        except NoPostgres as error:
            print(error, file=sys.stderr)
            return 1
        print(f"PostgreSQL: {started.database_url}\nQueue: {started.redis_url}\nFiles: {folder}", flush=True)
        portal = subprocess.Popen(
            [sys.executable, "manage.py", "run"],
            cwd=Path(__file__).resolve().parent.parent,
            env=os.environ
            | {"DATABASE_URL": started.database_url, "REDIS_URL": started.redis_url, "DATA_DIR": str(folder)},
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        # The portal stops its own processes; the engines under it stop only after them.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: portal.terminate())
        return portal.wait()


if __name__ == "__main__":
    sys.exit(main())
