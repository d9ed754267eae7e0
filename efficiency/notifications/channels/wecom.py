"""WeCom (企业微信) group robots: text of at most 2,048 bytes; the address itself is the secret."""

from datetime import datetime

from efficiency.notifications.channels.door import Answer, UnableToReach
from efficiency.notifications.channels.messages import Message, Post, as_json, code_of, told

MOST_BYTES = 2048


class WeCom:
    """Speaks to a WeCom group."""

    together = 8

    def dress(self, messages: list[Message], url: str, secret: str, now: datetime) -> Post:
        """A text message; nothing is signed."""
        body = {"msgtype": "text", "text": {"content": told(messages, MOST_BYTES)}}
        return Post(url, as_json(body), {"Content-Type": "application/json"})

    def heard(self, answer: Answer) -> None:
        """`errcode` is 0; 45009 says that the robot spoke more than 20 times a minute."""
        code = code_of(answer, "errcode")
        if code != 0:
            raise UnableToReach(f"errcode {code}"[:100])
