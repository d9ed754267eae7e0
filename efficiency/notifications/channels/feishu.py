"""Feishu (飞书) group robots: the signature goes into the body."""

import base64
import hmac
from datetime import datetime

from efficiency.notifications.channels.door import Answer, UnableToReach
from efficiency.notifications.channels.messages import Message, Post, as_json, code_of, told

MOST_BYTES = 8192


class Feishu:
    """Speaks to a Feishu group."""

    together = 8

    def dress(self, messages: list[Message], url: str, secret: str, now: datetime) -> Post:
        """A text message, signed where the robot has a secret (签名校验)."""
        body: dict[str, object] = {"msg_type": "text", "content": {"text": told(messages, MOST_BYTES)}}
        if secret:
            seconds = int(now.timestamp())
            body |= {"timestamp": str(seconds), "sign": signature(secret, seconds)}
        return Post(url, as_json(body), {"Content-Type": "application/json"})

    def heard(self, answer: Answer) -> None:
        """`code` (in older answers `StatusCode`) is 0."""
        code = code_of(answer, "code", "StatusCode")
        if code != 0:
            raise UnableToReach(f"code {code}"[:100])


def signature(secret: str, seconds: int) -> str:
    """HMAC-SHA-256 of nothing, with time and secret as the key, in base64."""
    key = f"{seconds}\n{secret}"
    return base64.b64encode(hmac.digest(key.encode(), b"", "sha256")).decode()
