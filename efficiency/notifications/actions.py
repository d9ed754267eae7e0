"""Writing notices, reading them, trying a failed one again; setting up robots and one's own alerts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.notifications.channels.door import AddressRefused, target_of
from efficiency.notifications.kinds import Channel, EndpointKind
from efficiency.notifications.models import AlertChoice, Endpoint, Notice
from efficiency.notifications.outbox import Letter, notices_of
from efficiency.notifications.texts import compose
from efficiency.organization.models import Unit, User


def notify(
    *,
    key: str,
    recipients: Iterable[User],
    kind: str,
    params: Mapping[str, Any],
    path: str,
    now: datetime | None = None,
    demo: bool = False,
    personal: bool = False,
) -> None:
    """Write a notice for each recipient: into the inbox, and by each way out that he chose.

    `key` names the event; a notice of the same key, recipient and channel is written once,
    whatever is repeated. Call it inside the act the notice tells of. Disabled accounts get none;
    who stands in for somebody away is told too, unless it is `personal`. What leaves the house waits for working time.
    Raises UnknownText where no room has registered `kind` or `params` leave a placeholder open.
    """
    notify_all([Letter(key, recipients, kind, params, path, demo, personal)], now=now)


def notify_all(letters: Sequence[Letter], *, now: datetime | None = None) -> None:
    """Write the notices of many events at once, as `notify` does."""
    # Letters of one kind with parameters of the same names are put into words alike.
    for letter in {(letter.kind, *sorted(letter.params)): letter for letter in letters}.values():
        compose(letter.kind, letter.params)
    with act(now) as now:
        Notice.objects.bulk_create(notices_of(letters, now), ignore_conflicts=True, batch_size=500)


def open_notice(*, notice: Notice, actor: Any, now: datetime | None = None) -> None:
    """Mark an inbox notice as read, once."""
    with act(now) as now:
        Notice.objects.inbox_of(actor).unread().filter(pk=notice.pk).update(read_at=now)


def open_all(*, actor: Any, upto: int, now: datetime | None = None) -> int:
    """Mark everything unread in the inbox as read, up to the newest notice seen; return how many."""
    with act(now) as now:
        return Notice.objects.inbox_of(actor).unread().filter(pk__lte=upto).update(read_at=now)


def try_again(*, notice: Notice, actor: Any, now: datetime | None = None) -> None:
    """Put what was given up back into the queue with a fresh count of tries."""
    with act(now) as now:
        Notice.objects.filter(pk=notice.pk, sent_at=None, send_at=None).update(send_at=now, tries=0)
        if notice.endpoint is not None:
            Endpoint.objects.filter(pk=notice.endpoint.pk).update(rests_until=None)


class UnableToSetUp(Exception):
    """The robot or the choice cannot be set like this; the text says why."""


def add_endpoint(
    *,
    name: str,
    kind: str,
    unit: Unit | None,
    events: list[str],
    language: str,
    url: str,
    secret: str,
    actor: User | None,
    now: datetime | None = None,
    demo: bool = False,
) -> Endpoint:
    """Set up a robot or webhook. Raises UnableToSetUp where the portal would not call its address."""
    host = _host_of(kind, url)
    with act(now) as now:
        if Endpoint.objects.filter(name=name).exists():
            raise UnableToSetUp(_("Another robot bears this name."))
        endpoint = Endpoint(
            name=name, kind=kind, unit=unit, events=events, language=language, host=host, demo=demo, made_by=actor
        )
        endpoint.made_at = now
        endpoint.set_url(url if host else "")
        endpoint.set_secret(secret)
        endpoint.save()
        _note(Verb.ENDPOINT_ADDED, endpoint, actor, now, **_facts(endpoint))
    return endpoint


def change_endpoint(
    *,
    endpoint: Endpoint,
    name: str,
    unit: Unit | None,
    events: list[str],
    language: str,
    url: str,
    secret: str,
    actor: User,
    now: datetime | None = None,
) -> Endpoint:
    """Change a robot; an address or a secret that is left empty stays as it is."""
    host = _host_of(endpoint.kind, url) if url else endpoint.host
    with act(now) as now:
        if Endpoint.objects.filter(name=name).exclude(pk=endpoint.pk).exists():
            raise UnableToSetUp(_("Another robot bears this name."))
        endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        endpoint.name, endpoint.unit, endpoint.events, endpoint.language = name, unit, events, language
        endpoint.host, endpoint.rests_until = host, None
        if url:
            endpoint.set_url(url)
        if secret:
            endpoint.set_secret(secret)
        endpoint.save()
        facts = {**_facts(endpoint), "new_address": bool(url), "new_secret": bool(secret)}
        _note(Verb.ENDPOINT_CHANGED, endpoint, actor, now, **facts)
    return endpoint


def switch_endpoint(*, endpoint: Endpoint, on: bool, actor: User, now: datetime | None = None) -> None:
    """Switch a robot on or off. What waits for one that is switched off is given up, and listed so."""
    with act(now) as now:
        if not Endpoint.objects.filter(pk=endpoint.pk).exclude(active=on).update(active=on, rests_until=None):
            return
        if not on:
            waiting = Notice.objects.filter(endpoint=endpoint, send_at__isnull=False)
            waiting.update(send_at=None, error="the robot was switched off")
        _note(Verb.ENDPOINT_SWITCHED, endpoint, actor, now, on=on)


def write_test(*, endpoint: Endpoint, actor: User, now: datetime | None = None) -> Notice:
    """Write a notice that says nothing, for this robot alone; it waits for no working time."""
    with act(now) as now:
        Endpoint.objects.filter(pk=endpoint.pk).update(rests_until=None)
        notice = Notice.objects.create(
            key=f"test-{uuid4()}",
            endpoint=endpoint,
            channel=Channel.ROBOT,
            kind="alerts.test",
            params={"name": endpoint.name},
            path="/",
            made_at=now,
            send_at=now,
            demo=endpoint.demo,
        )
        _note(Verb.ENDPOINT_TESTED, endpoint, actor, now)
    return notice


def choose_alerts(*, user: User, email: str, sms: bool, phone: str, now: datetime | None = None) -> AlertChoice:
    """Keep how somebody wants to be told; a number only for text messages. The entry holds none."""
    if sms and not phone:
        raise UnableToSetUp(_("Text messages need a mobile number."))
    with act(now) as now:
        choice = AlertChoice.objects.select_for_update().filter(pk=user.pk).first() or AlertChoice(user=user)
        choice.email, choice.sms, choice.changed_at = email, sms, now
        choice.set_phone(phone if sms else "")
        choice.save()
        facts = {"email": email, "sms": sms}
        record(Verb.ALERTS_CHOSEN, at=now, actor=user, kind="user", subject=user.pk, data=facts, demo=user.demo)
    return choice


def _host_of(kind: str, url: str) -> str:
    """The host of an address that the portal would call; a robot that writes into a file has none."""
    if kind == EndpointKind.FILE:
        return ""
    try:
        return target_of(url).label
    except AddressRefused as refused:
        raise UnableToSetUp(_("The portal does not call this address: %(why)s.") % {"why": refused}) from refused


def _facts(endpoint: Endpoint) -> dict[str, object]:
    return {
        "name": endpoint.name,
        "kind": endpoint.kind,
        "unit": endpoint.unit_id,
        "events": endpoint.events,
        "host": endpoint.host,
    }


def _note(verb: Verb, endpoint: Endpoint, actor: User | None, now: datetime, **facts: object) -> None:
    record(verb, at=now, actor=actor, kind="endpoint", subject=endpoint.pk, data=dict(facts), demo=endpoint.demo)
