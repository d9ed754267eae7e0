"""What happens to a case: received, told, accepted or not, decided, delivered, withdrawn."""

from approvals.actions.accepting import UnableToAccept, UnableToDecline, accept_case, decline_case, deem_accepted
from approvals.actions.correcting import Told, UnableToComplete, UnableToTell, take_completion, tell_to_correct
from approvals.actions.deciding import UnableToDeliver, UnableToFinish, deliver_case, finish_case
from approvals.actions.receiving import UnableToReceive, receive_case, record_export
from approvals.actions.rows import UnableToAct
from approvals.actions.withdrawing import lapse_case, withdraw_case

__all__ = [
    "Told",
    "UnableToAccept",
    "UnableToAct",
    "UnableToComplete",
    "UnableToDecline",
    "UnableToDeliver",
    "UnableToFinish",
    "UnableToReceive",
    "UnableToTell",
    "accept_case",
    "decline_case",
    "deem_accepted",
    "deliver_case",
    "finish_case",
    "lapse_case",
    "receive_case",
    "record_export",
    "take_completion",
    "tell_to_correct",
    "withdraw_case",
]
