"""What a channel is given to send, and what it makes of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from efficiency.notifications.channels.door import Answer, UnableToReach


@dataclass(frozen=True)
class Message:
    """One notice put into words, with what a machine reads: its key names the event for good."""

    key: str
    kind: str
    subject: str
    body: str
    url: str
    made_at: datetime
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Post:
    """A message dressed for its receiver."""

    url: str
    body: bytes
    headers: Mapping[str, str]


class Speaker(Protocol):
    """One kind of endpoint. `together`: how many notices one message may tell of."""

    together: int

    def dress(self, messages: list[Message], url: str, secret: str, now: datetime) -> Post:
        """Put messages into the receiver's form, signed with its secret."""

    def heard(self, answer: Answer) -> None:
        """Return where the receiver took it. Raises UnableToReach."""


def as_json(value: object) -> bytes:
    """JSON as it goes over the wire."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def within(text: str, most: int) -> str:
    """The text cut to so many bytes, with an ellipsis where something is missing."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - 3].decode(errors="ignore") + "…"


def told(messages: list[Message], most: int) -> str:
    """All messages as one text of at most so many bytes: each its subject, a sole one its body too."""
    if len(messages) == 1:
        one = messages[0]
        tail = f"\n{one.url}"
        return within(f"{one.subject}\n{one.body}", most - len(tail.encode())) + tail
    share = most // len(messages) - 1
    lines = []
    for one in messages:
        tail = f"\n{one.url}"
        lines.append(within(one.subject, share - len(tail.encode())) + tail)
    return "\n".join(lines)


def refuse_unless_good(answer: Answer) -> None:
    """Raise UnableToReach for a status that is no success: a redirect is not followed."""
    if not 200 <= answer.status < 300:
        raise UnableToReach(f"HTTP {answer.status}")


def code_of(answer: Answer, *names: str) -> object:
    """The first of these members of the JSON answer. Raises UnableToReach where there is none."""
    refuse_unless_good(answer)
    try:
        given = json.loads(answer.body)
    except ValueError as error:
        raise UnableToReach("the answer is no JSON") from error
    for name in names:
        if isinstance(given, dict) and name in given:
            code: object = given[name]
            return code
    raise UnableToReach("the answer says nothing of success")
