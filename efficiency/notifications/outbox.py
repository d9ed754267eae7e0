"""What a letter becomes: one notice in each inbox, and one for each way out that its reader chose."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from efficiency.notifications.hours import send_at
from efficiency.notifications.kinds import Channel, EmailChoice
from efficiency.notifications.models import AlertChoice, Endpoint, Notice
from efficiency.notifications.policies import quiet_rules
from efficiency.organization.deputies import stand_ins
from efficiency.organization.models import User


@dataclass(frozen=True)
class Letter:
    """One event and whom it is told to. `key` names the event for good.

    `personal`: it is the recipient's own affair; neither whoever stands in for him nor a robot hears of it.
    """

    key: str
    recipients: Iterable[User]
    kind: str
    params: Mapping[str, Any]
    path: str
    demo: bool = False
    personal: bool = False


@dataclass(frozen=True)
class _Told:
    """Somebody who is told, and the name of whom he stands in for, if he does."""

    user: User
    instead_of: str = ""


class Times:
    """When notices written at one moment go out: asked of the calendar once for each channel and kind."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.rules = quiet_rules(now)
        self._known: dict[tuple[Channel, str], datetime] = {}

    def of(self, channel: Channel, kind: str) -> datetime:
        """The moment from which such a notice may be sent."""
        place = (channel, kind)
        if place not in self._known:
            self._known[place] = send_at(self.rules, channel, kind, self.now)
        return self._known[place]


def notices_of(letters: Sequence[Letter], now: datetime) -> list[Notice]:
    """The rows to write, with one question about choices and one about endpoints for all letters."""
    times = Times(now)
    people = _with_stand_ins(letters, now)
    ids = {one.user.pk for some in people for one in some}
    choices = AlertChoice.objects.in_bulk(list(ids)) if ids else {}
    endpoints = list(Endpoint.objects.in_use())
    rows: list[Notice] = []
    for letter, told in zip(letters, people, strict=True):
        rows += _to_people(letter, told, choices, times)
        rows += _to_endpoints(letter, told, endpoints, times)
    return rows


def _with_stand_ins(letters: Sequence[Letter], now: datetime) -> list[list[_Told]]:
    """Who is told of each letter: its recipients, and whoever stands in for one who is away (S12)."""
    people = [[user for user in letter.recipients if user.is_active] for letter in letters]
    instead = stand_ins({user.pk: user for users in people for user in users}.values(), now)
    told = []
    for letter, users in zip(letters, people, strict=True):
        of_one = {user.pk: _Told(user) for user in users}
        for user in () if letter.personal else users:
            other = instead.get(user.pk)
            if other is not None:
                of_one.setdefault(other.pk, _Told(other, user.display_name))
        told.append(list(of_one.values()))
    return told


def _to_people(
    letter: Letter, people: list[_Told], choices: Mapping[int, AlertChoice], times: Times
) -> Iterator[Notice]:
    for one in people:
        user, choice = one.user, choices.get(one.user.pk)
        more = {"stands_in_for": one.instead_of} if one.instead_of else {}
        yield _notice(letter, Channel.INBOX, times.now, more, recipient=user, sent_at=times.now)
        if user.email and (choice is None or choice.email != EmailChoice.DIGEST):
            at = times.of(Channel.EMAIL, letter.kind)
            yield _notice(letter, Channel.EMAIL, times.now, more, recipient=user, send_at=at)
        if choice is not None and choice.sms and times.rules.sends_sms(letter.kind):
            at = times.of(Channel.SMS, letter.kind)
            yield _notice(letter, Channel.SMS, times.now, more, recipient=user, send_at=at)


def _to_endpoints(letter: Letter, people: list[_Told], endpoints: list[Endpoint], times: Times) -> Iterator[Notice]:
    """A unit's robot hears what people of the unit are told; the city's hears all that is told to anybody."""
    if letter.personal:
        return
    units = {one.user.unit_id for one in people}
    for endpoint in endpoints:
        if people and endpoint.hears(letter.kind) and (endpoint.unit_id is None or endpoint.unit_id in units):
            at = times.of(Channel.ROBOT, letter.kind)
            yield _notice(letter, Channel.ROBOT, times.now, {}, endpoint=endpoint, send_at=at)


def _notice(letter: Letter, channel: Channel, now: datetime, more: Mapping[str, Any], **given: Any) -> Notice:
    return Notice(
        key=letter.key,
        channel=channel,
        kind=letter.kind,
        params={**letter.params, **more},
        path=letter.path,
        made_at=now,
        demo=letter.demo,
        **given,
    )
