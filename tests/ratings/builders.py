"""Builders for ratings and the people around them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from approvals.actions import deliver_case, finish_case
from approvals.models import Case, DeliveryWay, Outcome
from approvals.ratings.actions import give_rating
from approvals.ratings.kinds import Channel
from approvals.ratings.models import Rating
from efficiency.organization.models import Unit, User
from tests.approvals.builders import make_case, make_clerk, make_item
from tests.cast import at, make_unit, make_user

# Tuesday, the eve of the holiday: the next working day is Thursday 9 October (D29).
EVE = at("2025-09-30 16:00")


@dataclass(frozen=True)
class Cast:
    """Who stands around a rating."""

    unit: Unit
    head: User
    handler: User
    clerk: User
    office: User
    office2: User


def make_cast() -> Cast:
    """A department with head and handler, a clerk of the service centre, two people of the office."""
    unit = make_unit("市市场监督管理局")
    return Cast(
        unit=unit,
        head=make_user("head", unit=unit),
        handler=make_user("handler", unit=unit),
        clerk=make_clerk(),
        office=make_user("office"),
        office2=make_user("office"),
    )


def ended_case(cast: Cast, *, now: datetime = EVE, received: datetime | None = None) -> Case:
    """A case that was granted and delivered at `now`."""
    case = make_case(make_item(cast.unit), cast.clerk, now=received or now, accept=True)
    case = finish_case(case=case, outcome=Outcome.GRANTED, result="JY1320583", reasons="", actor=cast.clerk, now=now)
    return deliver_case(case=case, way=DeliveryWay.COUNTER, slip="", actor=cast.clerk, now=now)


def rated(cast: Cast, code: int, *, now: datetime = EVE, named: bool = False, **more: Any) -> Rating:
    """A rating of a case of its own."""
    given: dict[str, Any] = {"channel": Channel.RECEIPT} | more
    return give_rating(case=ended_case(cast, now=now), code=code, named=named, now=now, **given)


def bad_rating(cast: Cast, **more: Any) -> Rating:
    """A bad rating with a name, given on the eve of the holiday."""
    return rated(cast, 5, named=True, **more)
