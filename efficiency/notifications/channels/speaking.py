"""Saying messages to an endpoint: the one interface above all kinds."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from efficiency.notifications.channels.dingtalk import DingTalk
from efficiency.notifications.channels.door import AddressRefused, post
from efficiency.notifications.channels.feishu import Feishu
from efficiency.notifications.channels.messages import Message, Speaker
from efficiency.notifications.channels.texting import append_line
from efficiency.notifications.channels.webhook import Webhook
from efficiency.notifications.channels.wecom import WeCom
from efficiency.notifications.kinds import EndpointKind

SPEAKERS: dict[str, Speaker] = {
    EndpointKind.WECOM: WeCom(),
    EndpointKind.DINGTALK: DingTalk(),
    EndpointKind.FEISHU: Feishu(),
    EndpointKind.WEBHOOK: Webhook(),
}
IN_A_FILE = 50


@dataclass(frozen=True)
class Receiver:
    """What of an endpoint is needed to speak to it, its address and secret unsealed: used by threads
    that touch no database."""

    name: str
    kind: str
    url: str
    secret: str

    @property
    def together(self) -> int:
        """How many notices one message may tell of."""
        return SPEAKERS[self.kind].together if self.kind in SPEAKERS else IN_A_FILE

    def __repr__(self) -> str:
        """Without what is secret."""
        return f"Receiver({self.name!r})"


def say(receiver: Receiver, messages: list[Message], now: datetime) -> None:
    """Deliver messages as one. Raises UnableToReach."""
    if receiver.kind == EndpointKind.FILE:
        for one in messages:
            line = {"key": one.key, "kind": one.kind, "subject": one.subject, "text": one.body, "url": one.url}
            append_line(Path(settings.DATA_DIR) / "robots" / "said.jsonl", {"robot": receiver.name, **line})
        return
    speaker = SPEAKERS.get(receiver.kind)
    if speaker is None:
        raise AddressRefused("nobody knows how to speak to this kind of robot")
    dressed = speaker.dress(messages, receiver.url, receiver.secret, now)
    speaker.heard(post(dressed.url, body=dressed.body, headers=dressed.headers))
