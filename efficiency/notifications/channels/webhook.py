"""Webhooks of other systems: one event a request, in JSON, signed, with a key to discard repeats by.

The receiver checks `X-Signature` ("sha256=" and the hexadecimal HMAC-SHA-256, with the shared
secret, over `X-Timestamp`, a full stop and the body), refuses old timestamps, and discards what
bears an `Idempotency-Key` that it has seen. Any 2xx takes the event.
"""

import hmac
from datetime import UTC, datetime

from efficiency.notifications.channels.door import Answer
from efficiency.notifications.channels.messages import Message, Post, as_json, refuse_unless_good


class Webhook:
    """Speaks to another system."""

    together = 1

    def dress(self, messages: list[Message], url: str, secret: str, now: datetime) -> Post:
        """The event as JSON with its headers."""
        (one,) = messages
        body = as_json(
            {
                "key": one.key,
                "kind": one.kind,
                "at": one.made_at.astimezone(UTC).isoformat(),
                "subject": one.subject,
                "text": one.body,
                "url": one.url,
                "facts": dict(one.params),
            }
        )
        seconds = int(now.timestamp())
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": one.key,
            "X-Timestamp": str(seconds),
        }
        if secret:
            headers["X-Signature"] = f"sha256={signature(secret, seconds, body)}"
        return Post(url, body, headers)

    def heard(self, answer: Answer) -> None:
        """Any 2xx."""
        refuse_unless_good(answer)


def signature(secret: str, seconds: int, body: bytes) -> str:
    """HMAC-SHA-256 over time and body, in hexadecimal digits."""
    return hmac.digest(secret.encode(), f"{seconds}.".encode() + body, "sha256").hex()
