"""Desks of roles whose rooms are not open yet: what they can do here today, honestly."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from efficiency.portal.blocks import Block, Way, way


def _ways() -> list[Way]:
    return [
        way(_("Inbox"), "inbox"),
        way(_("Working-day calendar"), "calendar"),
        way(_("Catalogue of items"), "items"),
        way(_("Change my password"), "password"),
    ]


def inspector(user: Any, now: datetime) -> list[Block]:
    """Inspectors."""
    return [Block(title=_("Inspections"), ways=_ways(), note=_("No inspection is assigned in this portal yet."))]


def supervisor(user: Any, now: datetime) -> list[Block]:
    """Special supervisors."""
    ways = [way(_("Irregularities"), "irregularities"), *_ways()]
    return [Block(title=_("Special supervision"), ways=ways, note=_("No ballot is open in this portal yet."))]


def appraiser(user: Any, now: datetime) -> list[Block]:
    """Appraisers."""
    return [Block(title=_("Evaluation"), ways=_ways(), note=_("No evaluation is open in this portal yet."))]


def investigator(user: Any, now: datetime) -> list[Block]:
    """Investigators."""
    return [Block(title=_("Investigations"), ways=_ways(), note=_("No lead is assigned in this portal yet."))]
