"""The history of anything, read from its entries."""

from typing import Any

from django import template

from efficiency.audit.models import Entry

register = template.Library()
MOST_SHOWN = 200


@register.inclusion_tag("components/timeline.html")
def history(kind: str, subject: object) -> dict[str, Any]:
    """What happened to one thing, oldest first, in one query: {% history "card" card.pk %}.

    For pages of staff: it names people. Where more than MOST_SHOWN things happened, the newest.
    """
    newest = Entry.objects.about(kind, subject).order_by("-pk")[:MOST_SHOWN]
    return {"entries": list(newest)[::-1]}
