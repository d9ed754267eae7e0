"""Real servers on this machine that behave as badly as servers do."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD = {"errcode": 0, "code": 0, "StatusCode": 0}
Behave = Callable[["Request"], None]


@dataclass
class Heard:
    """What a server was sent."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Request(BaseHTTPRequestHandler):
    """One request; the server's `behave` answers it."""

    server: "Stub"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append(Heard(self.path, dict(self.headers), body))
        self.server.behave(self)

    def answer(self, status: int = 200, value: object = GOOD, **headers: str) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        for name, each in headers.items():
            self.send_header(name, each)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: Any) -> None:
        """Say nothing."""


class Stub(ThreadingHTTPServer):
    """A server with a behaviour that a test can change."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.heard: list[Heard] = []
        self.behave: Behave = lambda request: request.answer()
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def label(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


@contextmanager
def stub(behave: Behave | None = None) -> Iterator[Stub]:
    """A server that listens until the block ends."""
    server = Stub()
    if behave is not None:
        server.behave = behave
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def hang(request: Request) -> None:
    """Answer nothing before the test is over."""
    request.server.released.wait(30)


def late(request: Request) -> None:
    """Take the message, and answer when nobody listens any more."""
    request.server.released.wait(30)
    request.answer()


def cut(request: Request) -> None:
    """Promise a whole answer and break off within it."""
    request.send_response(200)
    request.send_header("Content-Length", "500")
    request.end_headers()
    request.wfile.write(b'{"errcode": 0')
    request.wfile.flush()
    request.connection.shutdown(socket.SHUT_RDWR)


def dribble(request: Request) -> None:
    """Send a sign now and then, so that no single wait is long."""
    request.send_response(200)
    request.send_header("Content-Length", "500")
    request.end_headers()
    while not request.server.released.wait(0.1):
        request.wfile.write(b" ")
        request.wfile.flush()


@dataclass
class Canary:
    """A port that must never be called."""

    port: int
    calls: list[Any] = field(default_factory=list)


@contextmanager
def canary() -> Iterator[Canary]:
    """Listen on this machine, on IPv4 and IPv6, and count who comes."""
    ears = []
    four = socket.create_server(("127.0.0.1", 0))
    ears.append(four)
    port = four.getsockname()[1]
    with_six = socket.has_ipv6
    if with_six:
        ears.append(socket.create_server(("::1", port), family=socket.AF_INET6))
    bird = Canary(port)
    over = threading.Event()

    def listen(ear: socket.socket) -> None:
        ear.settimeout(0.05)
        while not over.is_set():
            try:
                caller, address = ear.accept()
            except TimeoutError:
                continue
            bird.calls.append(address)
            caller.close()

    threads = [threading.Thread(target=listen, args=(ear,), daemon=True) for ear in ears]
    for thread in threads:
        thread.start()
    try:
        yield bird
    finally:
        over.set()
        for thread in threads:
            thread.join()
        for ear in ears:
            ear.close()
