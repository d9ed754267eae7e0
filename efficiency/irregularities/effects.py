"""What another consequence of a rule would have done: shown to the second person before he decides."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from efficiency.changes.kinds import Effect
from efficiency.irregularities.kinds import Consequence
from efficiency.irregularities.models import Finding

LOOKED_BACK = timedelta(days=90)


def effect_of(code: str, after: Consequence, since: datetime) -> Effect:
    """How many were found lately, and what becomes of those to come."""
    count = Finding.objects.filter(rule=code, at__gte=since - LOOKED_BACK).count()
    found = ngettext(
        "%(n)s irregularity of this rule happened in the 90 days before.",
        "%(n)s irregularities of this rule happened in the 90 days before.",
        count,
    ) % {"n": count}
    sentences = [found]
    if after == Consequence.CARD:
        sentences.append(_("What happens from then on becomes a card; what happened before stays information."))
    elif after == Consequence.NOTHING:
        sentences.append(_("What happens from then on is not looked for; what was found stays in the list."))
    return Effect(sentences)
