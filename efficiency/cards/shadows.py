"""The list of would-be cards as an Excel sheet; every export is on record."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.cards.exports import MOST, UnableToExport, written
from efficiency.cards.levels import LevelFace
from efficiency.cards.models import Shadow
from efficiency.clocks.kinds import Subsystem
from efficiency.common.moments import act

__all__ = ["MOST", "UnableToExport", "heads", "lines", "note_export"]


def note_export(*, shadows: int, actor: Any, now: datetime | None = None) -> None:
    """Record who took how many would-be cards out of the house. Raises UnableToExport."""
    if shadows > MOST:
        raise UnableToExport(
            _("More than %(most)s would-be cards match. Narrow the filters and export again.") % {"most": MOST}
        )
    with act(now) as now:
        record(Verb.SHADOWS_EXPORTED, at=now, actor=actor, kind="shadows", subject="export", data={"shadows": shadows})


def heads() -> list[str]:
    """The first line of the sheet."""
    return [
        _("Level"),
        _("Unit"),
        _("Number of the matter"),
        _("Matter"),
        _("Business"),
        _("Promise"),
        _("Rule"),
        _("Moment of the breach"),
        _("Noted at"),
    ]


def lines(shadows: Iterable[Shadow], faces: Mapping[int, LevelFace]) -> list[list[object]]:
    """One line for each would-be card."""
    return [
        [
            faces[shadow.level].name,
            shadow.unit.name,
            shadow.matter.reference,
            shadow.matter.title,
            Subsystem(shadow.matter.subsystem).label,
            shadow.clock.get_kind_display(),
            shadow.rule,
            written(shadow.breached_at),
            written(shadow.noted_at),
        ]
        for shadow in shadows
    ]
