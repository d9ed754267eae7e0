"""What happens to online applications: begun, saved, filed, erased; completed online; read by the unit."""

from approvals.applications.actions.completing import add_to_point, hand_in, take_back_from_point
from approvals.applications.actions.drafting import (
    Given,
    UnableToApply,
    add_files,
    begin,
    erase,
    erase_expired,
    save_who,
    take_back,
)
from approvals.applications.actions.filing import UnableToFile, file_application
from approvals.applications.actions.keeping import note_opened, note_reused, record_export, set_fields
from approvals.applications.actions.rows import drop

__all__ = [
    "Given",
    "UnableToApply",
    "UnableToFile",
    "add_files",
    "add_to_point",
    "begin",
    "drop",
    "erase",
    "erase_expired",
    "file_application",
    "hand_in",
    "note_opened",
    "note_reused",
    "record_export",
    "save_who",
    "set_fields",
    "take_back",
    "take_back_from_point",
]
