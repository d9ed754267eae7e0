"""A unit with its people, and the ways to bring a leave to where a test begins."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.test import Client

from efficiency.organization.models import Post, Responsibility, Unit, User
from efficiency.presence.actions.leaves import ask_leave, decide_leave
from efficiency.presence.kinds import Half
from efficiency.presence.models import Leave
from efficiency.presence.spans import Span
from tests.cast import at, make_unit, make_user

NOW = at("2026-11-16 09:00")  # a Monday without a holiday near


@dataclass
class Team:
    """One unit: head, leader in charge, and two who stand in for each other."""

    unit: Unit
    head: User
    leader: User
    first: User
    second: User


def make_team() -> Team:
    unit = make_unit()
    team = Team(
        unit=unit,
        head=make_user("head", unit=unit, name="顾局长"),
        leader=make_user("executive", name="沈市长"),
        first=make_user("handler", unit=unit, name="陆甲"),
        second=make_user("handler", unit=unit, name="朱乙"),
    )
    Responsibility.objects.create(unit=unit, kind="leader", user=team.leader, since=at("2026-01-05 09:00"))
    Post.objects.create(unit=unit, name="承办岗", duties="签收工单", holder=team.first, deputy=team.second)
    return team


def span(first: str, last: str = "", first_half: str = Half.MORNING, last_half: str = Half.AFTERNOON) -> Span:
    return Span(date.fromisoformat(first), first_half, date.fromisoformat(last or first), last_half)


def asked(
    user: User, first: str = "2026-11-18", last: str = "2026-11-20", *, now: datetime = NOW, **more: Any
) -> Leave:
    return ask_leave(user=user, kind="annual", span=span(first, last), now=now, **more)


def approved(team: Team, user: User | None = None, *, now: datetime = NOW, **more: Any) -> Leave:
    leave = asked(user or team.first, now=now, **more)
    return decide_leave(leave=leave, approve=True, actor=team.head, now=now)


def as_(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
