"""A mail server that can be rude, and remembers what it has taken."""

import re
import socketserver
import threading
import time
from email import message_from_bytes
from email.policy import default
from typing import Any, Self


class MailServer:
    """SMTP on loopback. `mood` says how it behaves from now on.

    good: takes all. error: answers 500 to each e-mail. hang: says nothing more. late: takes it,
    answers after the client has gone. cut: takes it and cuts the connection instead of answering.
    """

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, str]] = []  # (Message-ID, recipient, text)
        self.mood = "good"
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer.talk(self)

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        """Listen."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._server.shutdown()
        self._server.server_close()

    def talk(self, client: Any) -> None:
        """One conversation."""

        def say(line: str) -> None:
            client.wfile.write(f"{line}\r\n".encode())

        recipients: list[str] = []
        try:
            say("220 stand")
            for raw in client.rfile:
                word = raw[:4].upper().strip()
                if word == b"DATA":
                    say("354 go on")
                    if not self._take(self._body(client), recipients, say):
                        return
                    recipients = []
                elif word == b"RCPT":
                    recipients.append(raw.decode().partition(":")[2].strip().strip("<>"))
                    say("250 ok")
                elif word == b"QUIT":
                    say("221 bye")
                    return
                else:
                    say("250 ok")
        except OSError:
            return

    def _body(self, client: Any) -> bytes:
        lines = []
        for raw in client.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw[1:] if raw.startswith(b"..") else raw)
        return b"".join(lines)

    def _take(self, body: bytes, recipients: list[str], say: Any) -> bool:
        """Take an e-mail or not; False where the connection ends."""
        mood = self.mood
        if mood == "error":
            say("500 not now")
            return True
        if mood == "hang":
            time.sleep(15)
            return False
        message = message_from_bytes(body, policy=default)
        part = message.get_body(("plain",))
        text = part.get_content() if part else ""
        key = str(message["Message-ID"]).strip()
        self.taken += [(key, recipient, re.sub(r"\s+", " ", text)) for recipient in recipients]
        if mood == "late":
            time.sleep(12)
        if mood == "cut":
            return False
        say("250 taken")
        return True
