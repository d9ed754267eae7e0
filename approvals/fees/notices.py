"""The texts of what this room tells people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.fees.kinds import AdjustmentKind, AdjustmentState
from efficiency.notifications.texts import register


def _in_words(params: Mapping[str, Any]) -> dict[str, Any]:
    words = {
        "kind": str(AdjustmentKind(params["kind"]).label),
        "state": str(AdjustmentState(params["state"]).label),
    }
    return {**params, **words}


register(
    "fee.proposed",
    subject=_("To decide: %(kind)s of %(amount)s yuan on bill %(bill)s"),
    body=_("A %(kind)s of %(amount)s yuan on bill %(bill)s awaits your decision."),
    fill=_in_words,
)
register(
    "fee.decided",
    subject=_("Bill %(bill)s, %(kind)s of %(amount)s yuan: %(state)s"),
    body=_("The %(kind)s of %(amount)s yuan that you proposed on bill %(bill)s: %(state)s."),
    fill=_in_words,
)
