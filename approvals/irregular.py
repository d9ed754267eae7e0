"""What the page of a case shows of its irregularities."""

from typing import TYPE_CHECKING, Any

from approvals.kinds import Rule
from efficiency.irregularities.lines import lines_of
from efficiency.irregularities.models import Finding
from efficiency.irregularities.rules import READERS

if TYPE_CHECKING:
    from approvals.models import Case
    from efficiency.organization.models import User

_TRIED = {Rule.NOTICE: "notice-tried", Rule.ORDER: "step-tried"}


def of_case(case: "Case", user: "User") -> dict[str, Any] | None:
    """What the judge found, with links for those who may read it; and attempts that it has yet to take up."""
    found = list(Finding.objects.filter(matter=case.matter).select_related("unit", "card").order_by("at", "pk"))
    kept = {finding.subject for finding in found}
    tried = [
        one
        for one in case.irregularities.order_by("pk")
        if f"{_TRIED.get(Rule(one.rule), '')}:{one.pk}" not in kept and Rule(one.rule) in _TRIED
    ]
    if not (found or tried):
        return None
    readable = set()
    if READERS.includes(user):
        readable = set(Finding.objects.visible_to(user).filter(matter=case.matter).values_list("pk", flat=True))
    return {"lines": lines_of(found), "readable": readable, "tried": tried}
