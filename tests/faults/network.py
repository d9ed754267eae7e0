"""F10, F13, F14: a connection cut at the worst moment; a worker cut off from database or queue.

Where root, `ip netns` and iptables are there, the worker runs in a network of its own and its
packets are dropped, one way or both; elsewhere a proxy stops forwarding, and the table says so.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache, partial

from tests.faults.proxy import Proxy, to_folder, to_port
from tests.faults.registry import POSTGRES, Fault, add
from tests.faults.scene import Outcome, Scene, play
from tests.faults.stand import Stand, until

BOTH_WAYS, TO_SERVER, FROM_SERVER = WAYS = ("both-ways", "to-server", "from-server")
_SPACE = f"faults{os.getpid()}"
_HOST, _GUEST = (f"10.231.{os.getpid() % 250}.{end}" for end in (1, 2))
_IN_SPACE = ["ip", "netns", "exec", _SPACE]
FREE_WITHIN = 15.0  # seconds in which rows that a lost worker held must be free
CUT_OFF = float(os.environ.get("CUT_OFF", "12" if "--short" in sys.argv else "25"))


@cache
def has_namespaces() -> bool:
    """Tell whether this machine lets us have a network of our own."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("iptables") or not shutil.which("ip"):
        return False
    made = _run("ip", "netns", "add", f"{_SPACE}t") and _run("iptables", "-w", "-L", "-n")
    _run("ip", "netns", "del", f"{_SPACE}t")
    return made


def means() -> str:
    """What was used, for the table."""
    return " (packets dropped)" if has_namespaces() else " (proxy gone deaf: no root, netns or iptables)"


def address() -> str:
    """Where database and queue listen for the worker that will be cut off."""
    return _HOST if has_namespaces() else "127.0.0.1"


@contextlib.contextmanager
def place(host: str) -> Iterator[None]:
    """Make the network of its own, and take it away again."""
    if host == "127.0.0.1":
        yield
        return
    near, far = f"v{os.getpid()}a", f"v{os.getpid()}b"
    steps = [
        ["ip", "netns", "add", _SPACE],
        ["ip", "link", "add", near, "type", "veth", "peer", "name", far],
        ["ip", "link", "set", far, "netns", _SPACE],
        ["ip", "addr", "add", f"{_HOST}/30", "dev", near],
        ["ip", "link", "set", near, "up"],
        [*_IN_SPACE, "ip", "addr", "add", f"{_GUEST}/30", "dev", far],
        [*_IN_SPACE, "ip", "link", "set", far, "up"],
        [*_IN_SPACE, "ip", "link", "set", "lo", "up"],
    ]
    try:
        for step in steps:
            subprocess.run(step, check=True, capture_output=True)
        yield
    finally:
        _join()
        _run("ip", "link", "del", near)
        _run("ip", "netns", "del", _SPACE)


def _run(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _rules(port: int) -> dict[str, list[str]]:
    return {
        "up": ["INPUT", "-s", _GUEST, "-p", "tcp", "--dport", str(port), "-j", "DROP"],
        "down": ["OUTPUT", "-d", _GUEST, "-p", "tcp", "--sport", str(port), "-j", "DROP"],
    }


_dropped: list[list[str]] = []


def _part(port: int, ways: list[str]) -> None:
    for way in ways:
        rule = _rules(port)[way]
        subprocess.run(["iptables", "-w", "-I", *rule], check=True, capture_output=True)
        _dropped.append(rule)


def _join() -> None:
    while _dropped:
        _run("iptables", "-w", "-D", *_dropped.pop())


class Far:
    """A worker that reaches database and queue over a network that can be parted."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self._proxies: dict[int, Proxy] = {}

    @contextlib.contextmanager
    def working(self) -> Iterator["Far"]:
        """Start it; at the end the network is whole and it is gone."""
        stand = self._stand
        with contextlib.ExitStack() as until_end:
            host, database, queue = _HOST, 5432, stand.queue_port
            before = _IN_SPACE
            if not has_namespaces():
                host, before = "127.0.0.1", []
                for port, connect in (
                    (5432, to_folder(f"{stand.folder}/pg")),
                    (stand.queue_port, to_port(stand.queue_port)),
                ):
                    self._proxies[port] = until_end.enter_context(Proxy(connect))
                database, queue = (self._proxies[port].port for port in (5432, stand.queue_port))
            until_end.callback(self.join)
            urls = {"REDIS_URL": f"redis://{host}:{queue}/0"}
            if stand.cluster is not None:
                urls["DATABASE_URL"] = f"postgres://portal@{host}:{database}/portal"
            stand.worker("far", before, urls)
            yield self

    def part(self, port: int, ways: list[str]) -> None:
        """Let nothing through any more, in these directions."""
        if self._proxies:
            self._proxies[port].deaf = set(ways)
        else:
            _part(port, ways)

    def join(self) -> None:
        """Let all through again."""
        _join()
        for proxy in self._proxies.values():
            proxy.deaf = set()


def _ways(scene: Scene) -> list[str]:
    return {BOTH_WAYS: ["up", "down"], TO_SERVER: ["up"], FROM_SERVER: ["down"]}[scene.case]


def _cut_off_from_database(scene: Scene) -> None:
    """The only worker is cut off in its sweep; another one comes; the rows must be free for it."""
    stand = scene.stand
    stand.kill("worker")
    with Far(stand).working() as far:
        scene.when_carded(scene.somewhere())
        held = until(lambda: holders(scene) > 0, 5, 0.001)
        far.part(5432, _ways(scene))
        begun = time.monotonic()
        stand.worker()
        # Whoever still holds something after a second does not work any more: it is cut off.
        time.sleep(1)
        freed = until(lambda: holders(scene, idle=True) == 0, 30, 0.05)
        seconds = time.monotonic() - begun
        scene.outcome.notes.append(f"held: {held}, rows free after {seconds:.1f} s")
        if not freed or seconds > FREE_WITHIN:
            scene.outcome.say("wrong", f"rows were held for {seconds:.1f} s")
        scene.healed = begun
        scene.await_cards()
        time.sleep(max(0.0, CUT_OFF - (time.monotonic() - begun)))
        far.join()
        time.sleep(2)
        stand.kill("far")
    scene.healed = time.monotonic()


def holders(scene: Scene, *, idle: bool = False) -> int:
    """How many connections from the worker that is cut off are inside a transaction."""
    where = (
        "client_addr = %s::inet" if has_namespaces() else "application_name = '' AND client_addr IS NULL AND %s > ''"
    )
    state = "state LIKE 'idle in transaction%%'" if idle else "xact_start IS NOT NULL"
    return scene.stand.ledger.number(
        f"SELECT COUNT(*) FROM pg_stat_activity WHERE {where} AND {state} AND pid <> pg_backend_pid()",  # noqa: S608
        _GUEST,
    )


def _cut_off_from_queue(scene: Scene) -> None:
    """A worker is cut off from the queue with messages in its hands; later the network is whole again."""
    stand = scene.stand
    with Far(stand).working() as far:
        scene.when_carded(scene.somewhere())
        far.part(stand.queue_port, _ways(scene))
        time.sleep(CUT_OFF / 2)
        far.join()
        scene.healed = time.monotonic()
        time.sleep(2)


def _cut_at_commit(scene: Scene) -> Outcome:
    """The database commits; the connection is cut before it can say so."""
    stand = scene.stand
    stand.whole()
    with Proxy(to_folder(f"{stand.folder}/pg")) as proxy:
        url = {"DATABASE_URL": f"postgres://portal@127.0.0.1:{proxy.port}/portal"}
        for name, begin in (("web", stand.web), ("worker", stand.worker)):
            stand.kill(name)
            begin(extra=url)

        def cut(scene: Scene) -> None:
            for _ in range(4):
                scene.when_carded(scene.somewhere())
                proxy.cut_after_commit += 3
                time.sleep(scene.rng.uniform(0.5, 1.5))
            until(lambda: proxy.cut_after_commit == 0, 10)
            proxy.cut_after_commit = 0  # healed: whoever asks from now on is answered
            scene.healed = time.monotonic()

        outcome = play(cut, scene)
        for name in ("web", "worker"):
            stand.kill(name)
        outcome.notes.append(f"{proxy.cuts} connections cut")
        if not proxy.cuts:
            outcome.say("wrong", "no connection was cut")
    return outcome


add(Fault("F10", "connection cut between COMMIT and its answer", POSTGRES, _cut_at_commit))
for code, title, harm in (
    ("F13", "worker cut off from the database", _cut_off_from_database),
    ("F14", "worker cut off from the queue", _cut_off_from_queue),
):
    add(Fault(code, title, POSTGRES, partial(play, harm), WAYS, means=means))
