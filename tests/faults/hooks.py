"""Another system's door for webhooks that can be rude, and remembers what it has taken."""

import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

SECRET = "between the two of us"


class HookServer:
    """HTTP on loopback. `mood` says how it behaves from now on, in the words of the mail server.

    good: takes all. error: answers 500. hang: takes nothing and says nothing. late: takes it,
    answers after the client has gone. cut: takes it and cuts the connection instead of answering.
    """

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, Any]]] = []  # (Idempotency-Key, event)
        self.forged = 0
        self.mood = "good"
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.hear(self)

            def log_message(self, *_given: Any) -> None:
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that went away is no news."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        """Listen."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def label(self) -> str:
        """How the portal's list of hosts names it."""
        return f"127.0.0.1:{self.port}"

    def hear(self, request: BaseHTTPRequestHandler) -> None:
        """One event."""
        body = request.rfile.read(int(request.headers["Content-Length"]))
        mood = self.mood
        if mood == "hang":
            time.sleep(15)
            return
        if mood != "error":
            self._take(request, body)
        if mood == "late":
            time.sleep(12)
        if mood == "cut":
            request.close_connection = True
            return
        request.send_response(500 if mood == "error" else 204)
        request.send_header("Content-Length", "0")
        request.end_headers()

    def _take(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        stamped = f"{request.headers['X-Timestamp']}.".encode() + body
        if request.headers["X-Signature"] != f"sha256={hmac.digest(SECRET.encode(), stamped, 'sha256').hex()}":
            self.forged += 1
        self.taken.append((str(request.headers["Idempotency-Key"]), json.loads(body)))
