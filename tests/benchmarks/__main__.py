"""`make bench`: run the cases, print their table, keep it as JSON; exit code 1 where a bar falls short."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from tests.benchmarks.measuring import Line
from tests.benchmarks.peers import Peers
from tests.benchmarks.scales import SCALES, Scale
from tests.engines import engines

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = {
    "a": ("sweeping", "Sweep on PostgreSQL"),
    "b": ("escalation", "The peer: django-helpdesk's escalate_tickets"),
    "c": ("redating", "Re-dating after a calendar change"),
    "d": ("workdays", "Working-day addition"),
    "e": ("pages", "Lists and complaints behind many rows"),
    "f": ("trail", "Audit trail"),
    "g": ("sweeping", "Sweep on SQLite"),
    "h": ("simulating", "Simulator over finished cases"),
    "i": ("importing", "Import of items"),
}
# A long run must not be disturbed by the server's own checkpoints: each measurement makes its own before.
_SERVER = ["max_wal_size = '8GB'", "checkpoint_timeout = '1h'"]


@dataclass
class Bench:
    """One run: where its database server and its files are, and what came out."""

    folder: Path
    server: str
    scale: str
    peers: Peers
    results: dict[str, list[Line]] = field(default_factory=dict)

    @property
    def sizes(self) -> Scale:
        """How much is measured."""
        return SCALES[self.scale]

    def environment(self, url: str) -> dict[str, str]:
        """What a case reads: production's settings, without the judge's breath between two batches."""
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "efficiency.settings",
            "DATABASE_URL": url,
            "DATA_DIR": str(self.folder),
            "LOOPBACK": "1",
            "SWEEP_PAUSE_SECONDS": "0",
            "PROOF_BITS": "0",
            "COMPLAINTS_AN_HOUR_ADDRESS": "1000000000",
            "LOG_LEVEL": "ERROR",
            "PEER_PYTHON": str(self.peers.python or ""),
        }

    def run(self, letter: str) -> None:
        """Run one case, part by part, each on a new database."""
        module, _title = CASES[letter]
        parts = ["-"]
        if module == "sweeping":
            parts = [str(total) for total in (self.sizes.lite_sweeps if letter == "g" else self.sizes.sweeps)]
        if module in {"simulating", "importing"}:
            parts = ["PostgreSQL", "SQLite"]
        self.results[letter] = []
        for part in parts:
            lite = letter == "g" or part == "SQLite"
            database = f"case_{letter}_{part}".replace("-", "x").lower()
            url = self._new_database(database, lite=lite)
            self.results[letter] += self._lines(module, part, url)
            self._drop_database(database, lite=lite)

    def _lines(self, module: str, part: str, url: str) -> list[Line]:
        file = self.folder / "lines.json"
        command = [sys.executable, "-m", "tests.benchmarks.case", module, self.scale, part, str(file)]
        subprocess.run(command, cwd=ROOT, env=self.environment(url), check=True)
        return [Line(**line) for line in json.loads(file.read_text())]

    def prepare(self) -> None:
        """Migrate once on each engine, and gather the static files that pages name."""
        for setting in _SERVER:
            self._sql(f"ALTER SYSTEM SET {setting}")
        self._sql("SELECT pg_reload_conf()")
        for url in (self.server, self._lite("template")):
            self._manage(url, "migrate", "--verbosity=0")
        self._manage(self.server, "collectstatic", "--noinput", "--verbosity=0")

    def _manage(self, url: str, *words: str) -> None:
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, cwd=ROOT, env=self.environment(url), check=True)

    def _new_database(self, name: str, *, lite: bool) -> str:
        if lite:
            shutil.copy(self.folder / "template.sqlite3", self.folder / f"{name}.sqlite3")
            return self._lite(name)
        self._sql(f"CREATE DATABASE {name} TEMPLATE portal")
        return self.server.replace("/portal?", f"/{name}?")

    def _drop_database(self, name: str, *, lite: bool) -> None:
        if lite:
            (self.folder / f"{name}.sqlite3").unlink()
        else:
            self._sql(f"DROP DATABASE {name} WITH (FORCE)")

    def _lite(self, name: str) -> str:
        return f"sqlite:///{self.folder}/{name}.sqlite3"

    def _sql(self, statement: str) -> None:
        connection = psycopg2.connect(host=self.server.split("host=")[1], user="portal", dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()

    def report(self, into: Path) -> bool:
        """Write the JSON; return whether every bar holds."""
        lines = [
            {"case": letter, **line.as_dict(), "verdict": line.verdict}
            for letter, found in self.results.items()
            for line in found
        ]
        machine = {"python": platform.python_version(), "processors": os.cpu_count(), "scale": self.scale}
        into.parent.mkdir(parents=True, exist_ok=True)
        into.write_text(json.dumps({"machine": machine, "lines": lines}, ensure_ascii=False, indent=1))
        short = [line for line in lines if line["verdict"] == "falls short"]
        print(f"\n{len(short)} of {sum(1 for line in lines if line['bar'])} bars fall short. Figures: {into}")
        return not short


def show(title: str, lines: list[Line], taken: float) -> None:
    """Print the table of one case."""
    print(f"\n== {title} ({taken:.0f} s)", flush=True)
    for line in lines:
        figure = f"{line.figure:,} {line.unit}"
        verdict = f"{line.bar:>12}  {line.verdict}" if line.bar else ""
        print(f"{line.what:<64} {figure:>16} {verdict:<26} {line.note}".rstrip(), flush=True)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", default=",".join(CASES), help="cases by letter: " + ", ".join(CASES))
    parser.add_argument("--scale", choices=list(SCALES), default="normal")
    parser.add_argument("--json", type=Path, default=ROOT / os.environ.get("DATA_DIR", "var") / "bench.json")
    parser.add_argument("--without-peers", action="store_true", help="install nothing; leave the peers out")
    return parser.parse_args()


def main() -> int:
    """Run what is asked for."""
    asked = arguments()
    letters = asked.only.split(",")
    if unknown := set(letters) - set(CASES):
        raise SystemExit(f"No such case: {', '.join(sorted(unknown))}. There are {', '.join(CASES)}.")
    with ExitStack() as until_end:
        folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
        until_end.callback(shutil.rmtree, folder, ignore_errors=True)
        peers = Peers.none() if asked.without_peers or not {"b", "d"} & set(letters) else Peers.installed(ROOT)
        started = until_end.enter_context(engines(durable=True))
        bench = Bench(folder, started.database_url, asked.scale, peers)
        bench.prepare()
        for letter in letters:
            began = time.monotonic()
            bench.run(letter)
            show(f"{letter} · {CASES[letter][1]}", bench.results[letter], time.monotonic() - began)
        return 0 if bench.report(asked.json) else 1


if __name__ == "__main__":
    sys.exit(main())
