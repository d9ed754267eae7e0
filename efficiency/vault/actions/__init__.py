"""Storing an identity, the only ways to read one, and how one ends."""

from efficiency.vault.actions.identities import (
    MANY_READINGS,
    UnableToReveal,
    address_for_sending,
    for_owner,
    reveal,
    same_person,
    store,
    words_to_hide,
)
from efficiency.vault.actions.requests import (
    UnableToAnswer,
    answer_request,
    correct,
    erase_or_block,
    export,
    receive_request,
    seek,
)
from efficiency.vault.actions.retention import UnableToErase, block, erase, hold, keep_to_periods, unblock

__all__ = [
    "MANY_READINGS",
    "UnableToAnswer",
    "UnableToErase",
    "UnableToReveal",
    "address_for_sending",
    "answer_request",
    "block",
    "correct",
    "erase",
    "erase_or_block",
    "export",
    "for_owner",
    "hold",
    "keep_to_periods",
    "receive_request",
    "reveal",
    "same_person",
    "seek",
    "store",
    "unblock",
    "words_to_hide",
]
