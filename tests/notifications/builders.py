"""Notices of the tests."""

from datetime import datetime
from itertools import count

from efficiency.notifications.actions import notify
from efficiency.notifications.models import Endpoint, Notice
from efficiency.notifications.texts import register
from efficiency.organization.models import Unit, User
from tests.cast import at, make_user
from tests.notifications.servers import Stub

_serial = count(1)

NOON = at("2026-09-28 12:00")
register("test.told", subject="Matter %(matter)s", body="Matter %(matter)s is due on %(day)s.")


def reachable(name: str = "") -> User:
    """Somebody with an e-mail address."""
    user = make_user("handler", name=name)
    user.email = f"{user.username}@example.cn"
    user.save()
    return user


def tell(user: User, key: str = "card-17-issued", path: str = "/cards/17/", now: datetime = NOON) -> None:
    """Write one notice."""
    params = {"matter": "TS-1", "day": "2026-10-10"}
    notify(key=key, recipients=[user], kind="test.told", params=params, path=path, now=now)


def email_of(user: User) -> Notice:
    """His only e-mail notice."""
    return Notice.objects.get(recipient=user, channel="email")


def make_endpoint(
    server: Stub | None = None, *, kind: str = "wecom", unit: Unit | None = None, events: tuple[str, ...] = ("test",)
) -> Endpoint:
    """A robot at a server on this machine (or one that writes a file), which hears the tests' notices."""
    endpoint = Endpoint(name=f"robot {next(_serial)}", kind=kind, unit=unit, events=list(events), language="en")
    endpoint.made_at = NOON
    if server is not None:
        endpoint.host = server.label
        endpoint.set_url(f"{server.url}/send?key={endpoint.name[-1]}")
        endpoint.set_secret("geheim")
    endpoint.save()
    return endpoint
