"""What can happen to a complaint: filed, dispatched, answered, closed, and the ways between."""

from complaints.actions.answering import UnableToCheck, UnableToReply, close, reply, send_back
from complaints.actions.dispatching import (
    UnableToAssign,
    UnableToDispatch,
    UnableToSignFor,
    assign_handler,
    dispatch,
    sign_for,
)
from complaints.actions.intake import (
    UnableToAdd,
    UnableToFile,
    UnableToFileTwice,
    UnableToRelease,
    add_to,
    discard,
    file_complaint,
    release,
)
from complaints.actions.reading import UnableToReveal, record_export, reveal_reporter
from complaints.actions.requesting import (
    UnableToAsk,
    UnableToRule,
    ask_extension,
    ask_return,
    refusal_to_ask,
    rule_on_extension,
    rule_on_return,
)
from complaints.actions.rows import UnableToAct

__all__ = [
    "UnableToAct",
    "UnableToAdd",
    "UnableToAsk",
    "UnableToAssign",
    "UnableToCheck",
    "UnableToDispatch",
    "UnableToFile",
    "UnableToFileTwice",
    "UnableToRelease",
    "UnableToReply",
    "UnableToReveal",
    "UnableToRule",
    "UnableToSignFor",
    "add_to",
    "ask_extension",
    "ask_return",
    "assign_handler",
    "close",
    "discard",
    "dispatch",
    "file_complaint",
    "record_export",
    "refusal_to_ask",
    "release",
    "reply",
    "reveal_reporter",
    "rule_on_extension",
    "rule_on_return",
    "send_back",
    "sign_for",
]
