"""Words that the doors need."""

from django import template
from django.utils.translation import gettext as _

from efficiency.clocks.kinds import ClockKind

register = template.Library()


@register.filter
def promise_words(kind: str) -> str:
    """A kind of promise as a citizen reads it."""
    words = {
        ClockKind.REPLY: _("Complaints answered in time"),
        ClockKind.PROMISED: _("Applications decided in time"),
    }
    return words.get(ClockKind(kind), str(ClockKind(kind).label))


@register.filter
def finding_words(name: str) -> str:
    """What a question about the portal's health asks after."""
    return {
        "database": _("Database"),
        "sweep": _("The judge"),
        "reconciliation": _("Reconciliation"),
        "arrangement": _("Arrangement of the working days"),
        "broker": _("Queue"),
        "seals": _("Seals of the audit log"),
        "checkpoints": _("Checkpoints of the audit log"),
        "witnesses": _("Witnesses of the audit log"),
    }[name]
