"""`manage.py run`: started, watched, stopped and started again as a user does."""

import os
import signal
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.portals import Portal, portal_folder, running_portal


def status(portal: Portal, path: str = "") -> int:
    with urllib.request.urlopen(portal.url + path, timeout=10) as answer:
        code: int = answer.status
    return code


def within(seconds: float, happens: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if happens():
                return True
        except OSError:
            pass
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("engine", ["queue server", "queue of files"])
def test_killed_children_come_back_and_a_stop_leaves_none(engine: str) -> None:
    with portal_folder() as folder:
        settings = {"REDIS_URL": "filesystem://"} if engine == "queue of files" else {}
        with running_portal(folder, **settings) as portal:
            before = portal.children()
            for pid in before.values():
                os.kill(pid, signal.SIGKILL)

            assert within(20, lambda: set(portal.children()) == set(before))
            assert within(20, lambda: status(portal) == 200)
            assert not set(portal.children().values()) & set(before.values())

            after = portal.children()
            portal.stop()
            assert portal.process.returncode == 0
            assert [pid for pid in after.values() if Path(f"/proc/{pid}").exists()] == []


def test_web_queue_and_worker_work_together_until_all_is_ready() -> None:
    with portal_folder() as folder, running_portal(folder, SWEEP_EVERY_SECONDS="1") as portal:
        assert within(30, lambda: status(portal, "readyz") == 200)


def test_children_end_with_a_killed_supervisor() -> None:
    with portal_folder() as folder, running_portal(folder) as portal:
        children = portal.children()
        portal.process.kill()

        assert within(20, lambda: not any(Path(f"/proc/{pid}").exists() for pid in children.values()))


def test_a_second_start_keeps_the_keys_and_does_not_collect_again() -> None:
    with portal_folder() as folder:
        with running_portal(folder):
            keys = {path.name: path.read_text() for path in (folder / "keys").iterdir()}
            collected_at = (folder / "static.stamp").stat().st_mtime_ns
        with running_portal(folder):
            assert {path.name: path.read_text() for path in (folder / "keys").iterdir()} == keys
            assert (folder / "static.stamp").stat().st_mtime_ns == collected_at


def test_a_second_portal_on_the_same_folder_is_refused() -> None:
    refused = pytest.raises(AssertionError, match="A portal already runs on")
    with portal_folder() as folder, running_portal(folder), refused, running_portal(folder):
        pass


def test_a_taken_port_is_named() -> None:
    with portal_folder() as folder, portal_folder() as other, running_portal(folder) as portal:
        port = portal.environment["PORT"]
        with pytest.raises(AssertionError, match=f"Port {port} is in use"), running_portal(other, PORT=port):
            pytest.fail("It started on a taken port.")
