"""Text messages: what a gateway must do, and one that writes them into files."""

import os
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from efficiency.common.moments import database_now, local_date
from efficiency.notifications.channels.messages import as_json


class Gateway(Protocol):
    """Hands one text message to whoever carries it."""

    def send(self, *, phone: str, text: str, key: str) -> None:
        """Send it; a repeat bears the same key. Raises UnableToReach (or any OSError)."""


class FileGateway:
    """Writes each text message as one line of JSON below DATA_DIR/sms: for trying out, or for a carrier of files."""

    def send(self, *, phone: str, text: str, key: str) -> None:
        """Append one line, whole and on the disk."""
        today = local_date(database_now())
        append_line(Path(settings.DATA_DIR) / "sms" / f"{today}.jsonl", {"key": key, "phone": phone, "text": text})


def gateway() -> Gateway:
    """The one that SMS_GATEWAY names."""
    made: Gateway = import_string(settings.SMS_GATEWAY)()
    return made


def append_line(path: Path, value: object) -> None:
    """Add one line of JSON to a file that only its owner reads."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, as_json(value) + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
