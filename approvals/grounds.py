"""Where the words stand that entries of this room commit to."""

from collections.abc import Sequence

from approvals.models import Ask, Case, Commitment, Handover, ItemVersion, Stage
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import register, register_column


def _of_versions(entries: Sequence[Entry]) -> dict[int, str]:
    """The ground of a change of an item stands in the version that it made."""
    versions = ItemVersion.objects.filter(item__in={entry.subject_id for entry in entries})
    versions = versions.filter(number__in={entry.data.get("version") for entry in entries})
    grounds = {(str(item), number): ground for item, number, ground in versions.values_list("item", "number", "ground")}
    found = ((entry.pk, grounds.get((entry.subject_id, entry.data.get("version") or 0))) for entry in entries)
    return {entry: ground for entry, ground in found if ground is not None}


register(Verb.ITEM_CHANGED, _of_versions)
register_column(Verb.CASE_ASKED, Ask, "reason", named="ask")
register_column(Verb.CASE_ASK_REFUSED, Ask, "ruling_note", named="ask")
register_column(Verb.CASE_DECLINED, Case, "reasons")
register_column(Verb.CASE_FINISHED, Case, "reasons")
register_column(Verb.CASE_REVOKED, Case, "reasons")
register_column(Verb.CASE_CHECKED, Commitment, "finding", named="commitment")
register_column(Verb.CASE_NOT_TAKEN_OVER, Handover, "refusal", named="offer")
register_column(Verb.CASE_STAGE_DONE, Stage, "opinion", named="stage")
