"""F8, F11, F12, F23: the database and the queue killed, emptied, full, away; a backup under load."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any

from efficiency.portal.processes import free_port
from tests.faults.clients import Browser, Load, Told, find, send
from tests.faults.ledger import Ledger
from tests.faults.registry import BOTH, POSTGRES, Fault, add
from tests.faults.scene import Outcome, Scene, compare_cards, play

AWAY = float(os.environ.get("AWAY", "10"))


def _kill_database(scene: Scene) -> None:
    scene.when_carded(scene.somewhere())
    scene.stand.kill("database")
    time.sleep(scene.rng.uniform(0.2, 2))


def ask_queue(scene: Scene, *words: str) -> str:
    """One command to the queue server, and its answer."""
    with socket.create_connection(("127.0.0.1", scene.stand.queue_port), timeout=5) as link:
        link.sendall(f"*{len(words)}\r\n".encode() + b"".join(f"${len(w)}\r\n{w}\r\n".encode() for w in words))
        return link.recv(4096).decode()


def say_to_queue(scene: Scene, *words: str) -> None:
    """One command to the queue server, which must take it."""
    answer = ask_queue(scene, *words)
    if not answer.startswith("+OK"):
        raise AssertionError(answer)


def _harm_queue(scene: Scene) -> None:
    scene.when_carded(scene.somewhere())
    if scene.case == "killed":
        scene.stand.kill("queue")
        time.sleep(scene.rng.uniform(0.2, 2))
    elif scene.case == "emptied":
        say_to_queue(scene, "FLUSHALL")
    else:
        say_to_queue(scene, "CONFIG", "RESETSTAT")
        say_to_queue(scene, "CONFIG", "SET", "maxmemory-policy", "noeviction")
        say_to_queue(scene, "CONFIG", "SET", "maxmemory", "1")
        time.sleep(scene.rng.uniform(3, 6))
        say_to_queue(scene, "CONFIG", "SET", "maxmemory", "0")
        refused = re.search(r"errorstat_OOM:count=(\d+)", ask_queue(scene, "INFO", "errorstats"))
        if refused is None:
            scene.outcome.say("wrong", "the queue was full and refused nothing")
        else:
            scene.outcome.notes.append(f"{refused[1]} commands refused")


def _queue_away(scene: Scene) -> None:
    """Without a queue, or with one that accepts and says nothing, citizens are still answered."""
    queue = scene.stand.processes["queue"]
    is_hanging = scene.case == "hanging"
    if is_hanging:
        os.kill(queue.pid, signal.SIGSTOP)
    else:
        scene.stand.kill("queue")
    end = time.monotonic() + AWAY
    citizen, slowest = Browser(scene.stand.url), 0.0
    receipts: list[Told] = []
    while time.monotonic() < end:
        begun = time.monotonic()
        told = Told(f"路灯不亮 q-{scene.mark}-{len(receipts) + 1}。")
        if send(citizen, told, citizen.fields("/complaints/new/")):
            receipts.append(told)
        slowest = max(slowest, time.monotonic() - begun)
        time.sleep(0.3)
    if is_hanging:
        os.kill(queue.pid, signal.SIGCONT)
    scene.outcome.notes.append(f"{len(receipts)} receipts without a queue, the slowest after {slowest:.1f} s")
    if not receipts or slowest > 5:
        scene.outcome.say("wrong", f"{len(receipts)} receipts without a queue, the slowest after {slowest:.1f} s")
    for told in receipts:
        if not find(citizen, told):
            scene.outcome.say("lost", f"complaint {told.number}")


def _back_up(scene: Scene) -> Outcome:
    """A backup taken while clients work, restored elsewhere: what it holds is whole, nothing is sent again."""
    stand = scene.stand
    stand.whole()
    scene.ask()
    people: dict[str, Any] = scene.people
    with Load(stand.url, people["session"], people["units"], scene.rng) as load:
        scene.when_carded(scene.expected)
        before = [replace(told) for told in load.told if told.is_acknowledged]
        sent_before = len(stand.mail.taken)
        _compare_copy(scene, before)
        scene.healed = time.monotonic()
    outcome = scene.outcome
    outcome.notes.append(f"{len(before)} complaints were acknowledged before the backup, {sent_before} e-mails sent")
    return outcome


def _compare_copy(scene: Scene, before: list[Any]) -> None:
    """Restore, then ask the copy through a portal of its own."""
    stand, outcome = scene.stand, scene.outcome
    folder = stand.folder / f"copy{scene.number}"
    folder.mkdir()
    shutil.copytree(stand.folder / "data-dir" / "keys", folder / "keys")
    shutil.copytree(stand.folder / "data-dir" / "static", folder / "static")
    url, ledger = _copied_sqlite(stand, folder) if stand.cluster is None else _copied_postgres(stand, scene.number)
    copy = replace(
        stand,
        environment=stand.environment | {"DATABASE_URL": url, "DATA_DIR": str(folder)},
        port=free_port(),
        processes={},
        ledger=ledger,
    )
    try:
        found = replace(scene, stand=copy, outcome=outcome)
        compare_cards(found)
        copy.web()
        browser = Browser(copy.url)
        for told in before:
            if not find(browser, told):
                outcome.say("lost", f"complaint {told.number} in the backup")
        for command in (["reconcile", "--json"], ["audit", "verify"]):
            _ask_copy(copy, outcome, command)
        _resend(copy, outcome)
    finally:
        for name in list(copy.processes):
            copy.kill(name)


def _ask_copy(copy: Any, outcome: Outcome, command: list[str]) -> None:
    done = copy.manage(*command)
    if "Unknown command" in done.stderr:
        outcome.notes.append(f"{' '.join(command)}: not in this release")
    elif done.returncode:
        outcome.say("wrong", f"{' '.join(command)} on the copy: {(done.stdout + done.stderr)[-300:]}")


def _resend(copy: Any, outcome: Outcome) -> None:
    """What the backup says was sent is not sent by the copy; what it sends bears the key it had."""
    sent = {row[0] for row in copy.ledger.rows("SELECT id FROM notifications_notice WHERE sent_at IS NOT NULL")}
    keys_before = {key for key, _recipient, _text in copy.mail.taken}
    tries = "SELECT id FROM notifications_notice WHERE tries > 1 AND sent_at IS NOT NULL"
    again_before = {row[0] for row in copy.ledger.rows(tries)}
    code = "from efficiency.notifications.postman import deliver; import sys; print(deliver().sent)"
    done = copy.run([sys.executable, "manage.py", "shell", "-c", code])
    if done.returncode:
        outcome.say("wrong", f"the copy's postman: {done.stderr[-300:]}")
    again = {row[0] for row in copy.ledger.rows(tries)} - again_before
    if again & sent:
        outcome.say("doubled", f"{len(again & sent)} e-mails of the backup were sent again")
    outcome.notes.append(f"{len(keys_before)} keys known, copy sent {done.stdout.strip()[-5:]}")


def _copied_sqlite(stand: Any, folder: Any) -> tuple[str, Ledger]:
    target = folder / "portal.sqlite3"
    with closing(sqlite3.connect(stand.ledger.address)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return f"sqlite:///{target}", Ledger(str(target), "sqlite")


def _copied_postgres(stand: Any, number: int) -> tuple[str, Ledger]:
    binaries, folder = stand.cluster.binaries, stand.folder / "pg"
    name = f"copy{number}_{int(time.time())}"
    link = ["-h", str(folder), "-U", "portal"]
    dump = subprocess.run([f"{binaries}/pg_dump", *link, "-Fc", "portal"], capture_output=True, check=True)
    subprocess.run([f"{binaries}/createdb", *link, name], check=True)
    subprocess.run([f"{binaries}/pg_restore", *link, "-d", name], input=dump.stdout, check=True)
    return f"postgres://portal@/{name}?host={folder}", Ledger(f"host={folder} user=portal dbname={name}", "postgres")


add(Fault("F8", "SIGKILL of PostgreSQL and all its children in a sweep", POSTGRES, partial(play, _kill_database)))
add(Fault("F11", "queue lost", BOTH, partial(play, _harm_queue), ("killed", "emptied", "full")))
add(Fault("F12", f"no queue for {AWAY:g} s", BOTH, partial(play, _queue_away), ("away", "hanging")))
add(Fault("F23", "backup under load, restored elsewhere", BOTH, _back_up))
