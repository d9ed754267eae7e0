"""What signs on cases have in common: whose matter, which unit, and facts that name nobody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from approvals.models import Case
from efficiency.clocks.models import Matter
from efficiency.irregularities.registry import Anomaly, Row

WITH_CASE = ("case__matter__unit", "case__item")
# Cases that another system logged and this one only took in, or that were made to fill a city: their papers are there.
BROUGHT_IN = Q(submission__startswith="backlog ") | Q(submission__startswith="finished-")
BROUGHT_IN |= Q(submission__startswith="generated-")


class OfCases(Anomaly[Case]):
    """Signs on the case itself."""

    def matter(self, row: Case) -> Matter:
        """Its own."""
        return row.matter

    def facts(self, row: Case) -> Mapping[str, str]:
        """The moments."""
        return said(row)


class OfRowsOfCases(Anomaly[Row]):
    """Signs on a row that belongs to a case: `case`."""

    def matter(self, row: Any) -> Matter:
        """The case's."""
        matter: Matter = row.case.matter
        return matter

    def facts(self, row: Any) -> Mapping[str, str]:
        """The moments of the case."""
        return said(row.case)


def said(case: Case, **more: object) -> dict[str, str]:
    """The facts of a case, and more by name; moments as ISO texts."""
    moments = {"received": case.received_at, "accepted": case.accepted_at, "finished": case.finished_at}
    return {name: as_fact(value) for name, value in (moments | more).items() if value}


def as_fact(value: object) -> str:
    """A value as a fact keeps it."""
    return value.isoformat() if isinstance(value, datetime) else str(value)
