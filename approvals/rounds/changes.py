"""What takes two persons in this room: found by the room of changes when the house starts."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from approvals.rounds.actions.approving import KIND, approve_round, refusals
from approvals.rounds.models import Proposal, Round
from approvals.rounds.sums import Total, total_of
from efficiency.changes.kinds import (
    MOST_ROWS,
    ChangeKind,
    Difference,
    Effect,
    EffectTable,
    Payload,
    UnableToChange,
    register,
)
from efficiency.changes.models import Change
from efficiency.workdays.templatetags.people import say_day


def _round(payload: Payload) -> Round:
    found = Round.objects.select_related("change").filter(pk=payload["round"]).first()
    if found is None:
        raise UnableToChange(_("This round no longer exists."))
    return found


def describe(payload: Payload) -> list[Difference]:
    """The total before and after."""
    try:
        total = total_of(proposal.cut for proposal in _round(payload).proposals.all())
    except UnableToChange as error:
        return [Difference(str(error), "", "")]
    label = _("Promised working days of %(count)s items") % {"count": total.items}
    return [Difference(label, str(total.before), str(total.after))]


def effect(payload: Payload, now: datetime) -> Effect:
    """From when which items promise what, and what departments said."""
    round_ = _round(payload)
    if faults := refusals(round_, now):
        raise UnableToChange(" ".join(faults))
    proposals = list(round_.proposals.select_related("unit"))
    sentences = [
        _("From %(day)s new cases have the new limits. Cases accepted before keep theirs.")
        % {"day": say_day(round_.effective_on)},
        *_of_total(total_of(one.cut for one in proposals)),
        *_of_answers(proposals),
    ]
    return Effect(sentences, [_table(proposals)])


def _of_total(total: Total) -> list[str]:
    if not total.apart:
        return []
    return [
        ngettext(
            "%(count)s item is counted in another unit than working days and stands beside the total.",
            "%(count)s items are counted in another unit than working days and stand beside the total.",
            total.apart,
        )
        % {"count": total.apart}
    ]


def _of_answers(proposals: list[Proposal]) -> list[str]:
    agreed = sum(1 for one in proposals if one.answer == "agreed")
    kept = sum(1 for one in proposals if one.kept_because)
    silent = sum(1 for one in proposals if not one.answer)
    return [
        _("The departments agree to %(agreed)s, object to %(kept)s that are kept, and did not answer %(silent)s.")
        % {"agreed": agreed, "kept": kept, "silent": silent}
    ]


def _table(proposals: list[Proposal]) -> EffectTable:
    heads = (_("Department"), _("Item"), _("Promised until now"), _("Promised from then on"), _("Department’s answer"))
    rows = [
        (one.unit.short_name, one.item_name, one.old_words, one.new_words, one.get_answer_display() or _("no answer"))
        for one in proposals[:MOST_ROWS]
    ]
    return EffectTable(_("Items of the round"), heads, rows, len(proposals))


def apply(change: Change, actor: Any, now: datetime) -> str:
    """Approve it."""
    round_ = approve_round(round_=_round(change.payload), change=change, actor=actor, now=now)
    return reverse("round", args=[round_.pk])


register(
    ChangeKind(
        code=KIND,
        name=gettext_lazy("Speed-up round"),
        proposers=("office",),
        deciders=("office",),
        describe=describe,
        effect=effect,
        apply=apply,
    )
)
