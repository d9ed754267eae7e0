"""DingTalk (钉钉) group robots: the signature goes into the address."""

import base64
import hmac
from datetime import datetime
from urllib.parse import urlencode

from efficiency.notifications.channels.door import Answer, UnableToReach
from efficiency.notifications.channels.messages import Message, Post, as_json, code_of, told

MOST_BYTES = 4096


class DingTalk:
    """Speaks to a DingTalk group."""

    together = 8

    def dress(self, messages: list[Message], url: str, secret: str, now: datetime) -> Post:
        """A text message, signed where the robot has a secret (加签)."""
        body = {"msgtype": "text", "text": {"content": told(messages, MOST_BYTES)}}
        if secret:
            milliseconds = int(now.timestamp() * 1000)
            signed = {"timestamp": milliseconds, "sign": signature(secret, milliseconds)}
            url = f"{url}{'&' if '?' in url else '?'}{urlencode(signed)}"
        return Post(url, as_json(body), {"Content-Type": "application/json"})

    def heard(self, answer: Answer) -> None:
        """`errcode` is 0; 310000 says that signature or keyword is missing."""
        code = code_of(answer, "errcode")
        if code != 0:
            raise UnableToReach(f"errcode {code}"[:100])


def signature(secret: str, milliseconds: int) -> str:
    """HMAC-SHA-256 with the secret over time and secret, in base64."""
    text = f"{milliseconds}\n{secret}"
    return base64.b64encode(hmac.digest(secret.encode(), text.encode(), "sha256")).decode()
