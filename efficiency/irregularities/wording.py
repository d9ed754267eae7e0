"""Facts of an irregularity in words, and where the words stand that entries commit to."""

import re
from collections.abc import Sequence

from django.db.models import TextChoices
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from efficiency.audit import wording
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.irregularities.models import Finding, Remark
from efficiency.irregularities.registry import anomaly_of
from efficiency.workdays.templatetags.people import moment, say_day

# What the facts of a finding may be called; their values are texts or moments.
FACTS: dict[str, str | Promise] = {
    "received": _("Received"),
    "accepted": _("Accepted"),
    "finished": _("Finished"),
    "delivered": _("Delivered"),
    "due": _("Due"),
    "stage": _("Stage"),
    "ground": _("Ground"),
    "from": _("Begun at"),
    "until": _("Announced end"),
    "notice": _("Written notice"),
    "days": _("Days"),
    "most": _("At most"),
    "material": _("Material"),
    "act": _("Act"),
    "slip": _("Slip number"),
    "fee": _("Fee"),
    "paid": _("Paid"),
    "by the list": _("By the list"),
    "reason": _("Reason"),
    "recorded": _("Recorded"),
    "outcome": _("Outcome"),
    "hearing": _("Record of the hearing"),
}


_DATED = re.compile(r"\d{4}-\d{2}-\d{2}(T|$)")


def facts_of(finding: Finding) -> list[tuple[str, str]]:
    """The facts with their names in words; moments as people write them."""
    known = anomaly_of(finding.rule, finding.sign)
    choices = known.choices if known is not None else {}
    told = ((name, _say(value, choices.get(name))) for name, value in finding.facts.items() if value)
    return [(str(FACTS.get(name, name)), words) for name, words in told]


def _say(value: str, choices: type[TextChoices] | None) -> str:
    if choices is not None and value in choices.values:
        return str(choices(value).label)
    if not _DATED.match(value):  # a slip may be all digits
        return value
    try:
        at, day = parse_datetime(value), parse_date(value)
    except ValueError:
        return value
    if at is not None and at.tzinfo is not None:
        return moment(at)
    return say_day(day) if day is not None else value


def register() -> None:
    """Say it once; the auditor's pages ask."""
    for verb in (Verb.IRREGULARITY_ANSWERED, Verb.IRREGULARITY_EXPLAINED, Verb.IRREGULARITY_UPHELD):
        wording.register(verb, _of_remarks)


def _of_remarks(entries: Sequence[Entry]) -> dict[int, str]:
    numbers = {entry.pk: entry.data.get("remark") for entry in entries}
    texts = dict(Remark.objects.filter(pk__in=set(numbers.values())).values_list("pk", "text"))
    return {entry: texts[remark] for entry, remark in numbers.items() if remark in texts}
