"""Loaded by every Python under libfaketime, which breaks `time.sleep` where it leaves the monotonic clock alone."""

import select
import time
from typing import SupportsIndex


def sleep(seconds: float | SupportsIndex, /) -> None:
    """Wait as `time.sleep` does, by a call that libfaketime leaves alone."""
    select.select([], [], [], float(seconds))


time.sleep = sleep
