"""Items of the catalogue, the cases logged against them, and what happens to a case."""

from approvals.codes import ItemType
from approvals.kinds import (
    AskKind,
    CaseState,
    DeclineGround,
    DelayCause,
    DeliveryWay,
    HearingFinding,
    Outcome,
    PaperKind,
    Rule,
    Said,
    StageDuty,
)
from approvals.models.asks import Ask
from approvals.models.cases import Case
from approvals.models.corrections import Correction, Irregularity, Point
from approvals.models.imports import ImportState, ItemImport
from approvals.models.items import LONGEST_LIMIT, Guide, Item, ItemMaterial, ItemStage, MainItem
from approvals.models.papers import Paper, PaperSeries
from approvals.models.stages import Commitment, Explanation, Handover, Stage
from approvals.models.versions import ItemVersion

__all__ = [
    "LONGEST_LIMIT",
    "Ask",
    "AskKind",
    "Case",
    "CaseState",
    "Commitment",
    "Correction",
    "DeclineGround",
    "DelayCause",
    "DeliveryWay",
    "Explanation",
    "Guide",
    "Handover",
    "HearingFinding",
    "Irregularity",
    "ImportState",
    "Item",
    "ItemImport",
    "ItemMaterial",
    "ItemStage",
    "ItemType",
    "ItemVersion",
    "MainItem",
    "Outcome",
    "Paper",
    "PaperKind",
    "PaperSeries",
    "Point",
    "Rule",
    "Said",
    "Stage",
    "StageDuty",
]
