"""A TCP proxy in front of PostgreSQL or the queue that can cut a connection or let it go deaf."""

import contextlib
import select
import socket
import threading
from collections.abc import Callable
from typing import Self


class Proxy:
    """Forwards both ways. `cut_after_commit` says how often it cuts, between COMMIT and its answer.

    `deaf` names the directions in which nothing is forwarded any more: "up" (to the server), "down".
    """

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        self._connect = connect
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.cut_after_commit = 0
        self.cuts = 0
        self.deaf: set[str] = set()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        """Listen."""
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client, self._connect() as server:
            while True:
                ready, _, _ = select.select([client, server], [], [], 1)
                for one in ready:
                    way, other = ("up", server) if one is client else ("down", client)
                    if way in self.deaf:
                        select.select([], [], [], 0.2)
                        continue
                    data = one.recv(65536)
                    if not data:
                        return
                    other.sendall(data)
                    if way == "up" and _is_commit(data) and self._cuts_this():
                        server.recv(65536)  # the database has committed and says so to nobody
                        return

    def _cuts_this(self) -> bool:
        """Take one of the cuts that were asked for; two connections never take the same one."""
        with self._lock:
            if self.cut_after_commit <= 0:
                return False
            self.cut_after_commit -= 1
            self.cuts += 1
            return True


def _is_commit(data: bytes) -> bool:
    """Tell whether the client's last message is COMMIT, as a simple query."""
    return data.endswith(b"COMMIT\x00")


def to_folder(folder: str) -> Callable[[], socket.socket]:
    """Connect to PostgreSQL's socket in a folder."""

    def connect() -> socket.socket:
        link = socket.socket(socket.AF_UNIX)
        link.connect(f"{folder}/.s.PGSQL.5432")
        return link

    return connect


def to_port(port: int) -> Callable[[], socket.socket]:
    """Connect to a port of this machine."""
    return lambda: socket.create_connection(("127.0.0.1", port))
