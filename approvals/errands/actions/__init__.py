"""The only ways in which errands change."""

from approvals.errands.actions.ending import call_off, deliver, fetch
from approvals.errands.actions.exporting import record_export
from approvals.errands.actions.running import UnableToRun, carry, receive_papers, send_back, take_in, take_papers

__all__ = [
    "UnableToRun",
    "call_off",
    "carry",
    "deliver",
    "fetch",
    "receive_papers",
    "record_export",
    "send_back",
    "take_in",
    "take_papers",
]
