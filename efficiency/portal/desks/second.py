"""What awaits somebody as the second person, whatever it is about."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from efficiency.changes.models import Change
from efficiency.portal.blocks import SHOWN, Block, Row, way


def second_person(user: Any) -> list[Block]:
    """One block with the changes that this person may decide; none where nothing waits."""
    waiting = Change.objects.awaiting(user).select_related("proposed_by").order_by("pk")[:SHOWN]
    rows = [
        Row(title=change.title, path=reverse("change", args=[change.pk]), detail=change.proposed_by.display_name)
        for change in waiting
    ]
    if not rows:
        return []
    return [Block(title=_("Changes that await you"), rows=rows, ways=[way(_("All changes"), "changes")])]
