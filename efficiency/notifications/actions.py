"""Writing notices, reading them, and trying a failed one again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from efficiency.common.moments import act
from efficiency.notifications.kinds import Channel
from efficiency.notifications.models import Notice
from efficiency.notifications.texts import compose


def notify(
    *,
    key: str,
    recipients: Iterable[Any],
    kind: str,
    params: Mapping[str, Any],
    path: str,
    now: datetime | None = None,
    demo: bool = False,
) -> None:
    """Write a notice for each recipient: into the inbox, and as e-mail where he has an address.

    `key` names the event; a notice of the same key, recipient and channel is written once,
    whatever is repeated. Call it inside the act the notice tells of. Disabled accounts get none.
    Raises UnknownText where no room has registered `kind` or `params` leave a placeholder open.
    """
    compose(kind, params)
    with act(now) as now:
        notices = []
        for user in recipients:
            if not user.is_active:
                continue
            common = {"key": key, "recipient": user, "kind": kind, "params": dict(params), "path": path}
            notices.append(Notice(**common, channel=Channel.INBOX, made_at=now, sent_at=now, demo=demo))
            if user.email:
                notices.append(Notice(**common, channel=Channel.EMAIL, made_at=now, send_at=now, demo=demo))
        Notice.objects.bulk_create(notices, ignore_conflicts=True)


def open_notice(*, notice: Notice, actor: Any, now: datetime | None = None) -> None:
    """Mark an inbox notice as read, once."""
    with act(now) as now:
        Notice.objects.inbox_of(actor).unread().filter(pk=notice.pk).update(read_at=now)


def open_all(*, actor: Any, upto: int, now: datetime | None = None) -> int:
    """Mark everything unread in the inbox as read, up to the newest notice seen; return how many."""
    with act(now) as now:
        return Notice.objects.inbox_of(actor).unread().filter(pk__lte=upto).update(read_at=now)


def try_again(*, notice: Notice, actor: Any, now: datetime | None = None) -> None:
    """Put a failed e-mail back into the queue with a fresh count of tries."""
    with act(now) as now:
        Notice.objects.filter(pk=notice.pk, channel=Channel.EMAIL, sent_at=None, send_at=None).update(
            send_at=now, tries=0
        )
