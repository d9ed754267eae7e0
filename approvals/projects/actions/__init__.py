"""What happens to projects, their steps and their clocks."""

from approvals.projects.actions.joint import answer_part, conclude_joint
from approvals.projects.actions.projects import (
    UnableToOpen,
    name_leader,
    open_project,
    record_export,
    withdraw_project,
)
from approvals.projects.actions.requests import UnableToAsk, UnableToDecide, ask_extension, ask_pause, decide_request
from approvals.projects.actions.steps import UnableToStep, finish_step, link_case, record_papers, take_back

__all__ = [
    "UnableToAsk",
    "UnableToDecide",
    "UnableToOpen",
    "UnableToStep",
    "answer_part",
    "ask_extension",
    "ask_pause",
    "conclude_joint",
    "decide_request",
    "finish_step",
    "link_case",
    "name_leader",
    "open_project",
    "record_export",
    "record_papers",
    "take_back",
    "withdraw_project",
]
