"""The versions of an item as a page tells them: what changed, when it was published, what is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from approvals.catalogue.force import in_force, scheduled
from approvals.catalogue.telling import Difference, Names, differences
from approvals.models import ItemVersion
from efficiency.common.moments import local_date
from efficiency.workdays.calendar import OutOfRange
from efficiency.workdays.current import current_calendar

PUBLISH_WITHIN = 20  # working days; Regulation on the Disclosure of Government Information, art. 26


@dataclass(frozen=True)
class Told:
    """One version: what it changed of the one before it, and whether it was published in time (T-86)."""

    version: ItemVersion
    changes: Sequence[Difference]
    first: bool
    current: bool
    ahead: bool
    publish_by: date | None

    @property
    def published_late(self) -> bool:
        """Published after the 20 working days from the decision."""
        return self.publish_by is not None and local_date(self.version.made_at) > self.publish_by


def history(versions: Sequence[ItemVersion], now: datetime) -> list[Told]:
    """The versions that were or will be in force, the latest first. What never came into force is left out."""
    came = [version for version in versions if version.effective_from <= now]
    line = _effective(came) + scheduled(versions, now)
    names = Names([version.content for version in line])
    current = in_force(versions, now)
    told = []
    for place, version in enumerate(line):
        before = line[place - 1] if place else None
        changes = differences(before.content, version.content, names) if before else []
        if before is not None and not changes:
            continue
        told.append(
            Told(
                version=version,
                changes=changes,
                first=before is None,
                current=version is current,
                ahead=version.effective_from > now,
                publish_by=_publish_by(version.decided_on),
            )
        )
    return told[::-1]


def _effective(came: Sequence[ItemVersion]) -> list[ItemVersion]:
    """Of versions with the same moment the newest, in the order of time; one that was overtaken before it came is out.

    A version with a lower number may come later: it was scheduled first.
    """
    newest: dict[datetime, ItemVersion] = {}
    for version in sorted(came, key=lambda one: one.number):
        newest[version.effective_from] = version
    return [newest[at] for at in sorted(newest)]


def _publish_by(decided: date) -> date | None:
    try:
        return current_calendar().add(decided, PUBLISH_WITHIN)
    except OutOfRange:
        return None
