"""What happens to a case: received, told, accepted or not, handled stage by stage, decided, delivered, withdrawn."""

from approvals.actions.accepting import UnableToAccept, UnableToDecline, accept_case, decline_case, deem_accepted
from approvals.actions.asking import (
    UnableToAsk,
    UnableToResume,
    UnableToRule,
    ask_extension,
    ask_pause,
    effect_of,
    is_paused,
    resume_case,
    rule_on_ask,
)
from approvals.actions.committing import UnableToCommit, check_commitment, revoke_decision, take_commitment
from approvals.actions.correcting import Told, UnableToComplete, UnableToTell, take_completion, tell_to_correct
from approvals.actions.deciding import UnableToDeliver, UnableToFinish, deliver_case, finish_case
from approvals.actions.explaining import UnableToExplain, explain_delay, is_late
from approvals.actions.handing import UnableToHandOver, decline_handover, offer_handover, take_over
from approvals.actions.receiving import UnableToReceive, receive_case, record_export
from approvals.actions.rows import UnableToAct
from approvals.actions.staging import UnableToDoStage, finish_stage, next_stage
from approvals.actions.withdrawing import lapse_case, withdraw_case

__all__ = [
    "Told",
    "UnableToAccept",
    "UnableToAct",
    "UnableToAsk",
    "UnableToCommit",
    "UnableToComplete",
    "UnableToDecline",
    "UnableToDeliver",
    "UnableToDoStage",
    "UnableToExplain",
    "UnableToFinish",
    "UnableToHandOver",
    "UnableToReceive",
    "UnableToResume",
    "UnableToRule",
    "UnableToTell",
    "accept_case",
    "ask_extension",
    "ask_pause",
    "check_commitment",
    "decline_case",
    "decline_handover",
    "deem_accepted",
    "deliver_case",
    "effect_of",
    "explain_delay",
    "finish_case",
    "finish_stage",
    "is_late",
    "is_paused",
    "lapse_case",
    "next_stage",
    "offer_handover",
    "receive_case",
    "record_export",
    "resume_case",
    "revoke_decision",
    "rule_on_ask",
    "take_commitment",
    "take_completion",
    "take_over",
    "tell_to_correct",
    "withdraw_case",
]
