"""Supervision bulletins: drafted from the data, approved by a second person, sent, acknowledged."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from approvals.consultations.facts import late_now, stored
from approvals.consultations.kinds import BulletinState
from approvals.consultations.models import Addressee, Bulletin
from approvals.consultations.rules import may_acknowledge, may_decide
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import commitment_to
from efficiency.common.moments import act, local_date
from efficiency.notifications.actions import notify
from efficiency.organization.models import User
from efficiency.organization.responsibility import responsible_for
from efficiency.organization.roles import Role


class UnableToIssue(Exception):
    """The bulletin stays as it was; the text says why."""


def draft_bulletin(
    *,
    title: str,
    words: str,
    clocks: Collection[int],
    actor: User,
    now: datetime | None = None,
    demo: bool = False,
) -> Bulletin:
    """Draft a bulletin on promises that are late at this moment; what is not late goes into none.

    Raises UnableToIssue.
    """
    if not actor.holds(Role.OFFICE):
        raise UnableToIssue(_("The efficiency office writes bulletins."))
    with act(now) as now:
        facts = [fact for fact in late_now(now) if fact.clock in clocks]
        if len(facts) != len(set(clocks)) or not facts:
            raise UnableToIssue(_("What is late has changed. Please choose again."))
        bulletin = Bulletin.objects.create(
            title=title.strip(), words=words.strip(), facts=stored(facts), as_of=now, drafted_by=actor, demo=demo
        )
        for unit in dict.fromkeys(fact.unit for fact in facts):
            Addressee.objects.create(bulletin=bulletin, unit_id=unit)
        _note(Verb.BULLETIN_DRAFTED, bulletin, actor, now, clocks=[fact.clock for fact in facts])
        people = User.objects.able().holding(Role.OFFICE).exclude(pk=actor.pk)
        _tell("drafted", bulletin, list(people), now)
    return bulletin


def decide_bulletin(
    *, bulletin: Bulletin, approve: bool, note: str = "", actor: User, now: datetime | None = None
) -> Bulletin:
    """Approve a bulletin, which numbers and sends it, or reject it with a reason. Raises UnableToIssue."""
    if not may_decide(actor, bulletin):
        raise UnableToIssue(_("Another of the office than who drafted it decides on a bulletin."))
    if not approve and not note.strip():
        raise UnableToIssue(_("Say why the bulletin is rejected."))
    with act(now) as now:
        _lock_numbers()
        bulletin = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
        if bulletin.state != BulletinState.DRAFT:
            raise UnableToIssue(_("This bulletin has been decided already."))
        bulletin.state = BulletinState.ISSUED if approve else BulletinState.REJECTED
        bulletin.decided_by, bulletin.decided_at, bulletin.note = actor, now, note.strip()
        if approve:
            bulletin.year = local_date(now).year
            issued = Bulletin.objects.filter(demo=bulletin.demo, year=bulletin.year)
            bulletin.serial = (issued.aggregate(last=Max("serial"))["last"] or 0) + 1
        bulletin.save()
        verb = Verb.BULLETIN_ISSUED if approve else Verb.BULLETIN_REJECTED
        _note(verb, bulletin, actor, now, bulletin.note, number=bulletin.number)
        if approve:
            for addressee in bulletin.addressees.select_related("unit"):
                people = responsible_for(addressee.unit, "head", now)
                _tell("issued", bulletin, people, now, key=f"-{addressee.unit_id}")
    return bulletin


def acknowledge(*, addressee: Addressee, reply: str, actor: User, now: datetime | None = None) -> Addressee:
    """The head says that the unit has read the bulletin, and what it will do. Raises UnableToIssue."""
    if not may_acknowledge(actor, addressee):
        raise UnableToIssue(_("The head of the unit acknowledges a bulletin."))
    with act(now) as now:
        addressee = (
            Addressee.objects.select_for_update(of=("self",)).select_related("bulletin", "unit").get(pk=addressee.pk)
        )
        if addressee.bulletin.state != BulletinState.ISSUED or addressee.acknowledged_at is not None:
            raise UnableToIssue(_("This bulletin was acknowledged already, or is not issued."))
        addressee.acknowledged_by, addressee.acknowledged_at, addressee.reply = actor, now, reply.strip()
        addressee.save(update_fields=["acknowledged_by", "acknowledged_at", "reply"])
        facts = {"addressee": addressee.pk, "unit": addressee.unit.code}
        _note(Verb.BULLETIN_ACKNOWLEDGED, addressee.bulletin, actor, now, addressee.reply, **facts)
    return addressee


def _lock_numbers() -> None:
    """Let one number after the other be given. On SQLite the transaction already holds the one write lock."""
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Bulletin._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _tell(event: str, bulletin: Bulletin, people: list[User], now: datetime, key: str = "") -> None:
    notify(
        key=f"bulletin-{bulletin.pk}-{event}{key}",
        recipients=people,
        kind=f"bulletin.{event}",
        params={"title": bulletin.title, "number": bulletin.number or "–"},
        path=f"/bulletins/{bulletin.pk}/",
        now=now,
        demo=bulletin.demo,
    )


def _note(verb: Verb, bulletin: Bulletin, actor: User, now: datetime, words: str = "", /, **facts: Any) -> None:
    """Write an entry; to typed `words`, which stand in their row, it only commits."""
    record(
        verb,
        at=now,
        actor=actor,
        kind="bulletin",
        subject=bulletin.pk,
        data=facts,
        commitment=commitment_to(words),
        demo=bulletin.demo,
    )
