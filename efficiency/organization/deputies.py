"""Who stands in for somebody who is away (S12): one rule, told in SQL, for people and for the judge.

The deputy named for the absence; is he away too, the head of the unit; is that one away too,
whoever was named for him; then the leader in charge. Where nobody is left, the work stays with
whoever is away.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from efficiency.common.moments import this_moment
from efficiency.organization.models import Post, User
from efficiency.organization.roles import Role

_PRESENT = """{who}.is_active AND NOT EXISTS (
      SELECT 1 FROM organization_absence {who}_away
      WHERE {who}_away.user_id = {who}.id AND {who}_away.from_at <= {at} AND {who}_away.until_at > {at})"""

_STAND_INS = """
SELECT a.user_id AS user_id, w.display_name AS name, COALESCE(
    (SELECT d.id FROM organization_user d WHERE d.id = a.deputy_id AND {deputy}),
    (SELECT MIN(h.id) FROM organization_user h
     JOIN organization_rolegrant hg ON hg.user_id = h.id AND hg.role = 'head' AND hg.revoked_at IS NULL
     WHERE h.unit_id = w.unit_id AND h.id <> w.id AND {head}),
    (SELECT MIN(s.id) FROM organization_absence ha
     JOIN organization_user hu ON hu.id = ha.user_id AND hu.unit_id = w.unit_id
     JOIN organization_rolegrant sg ON sg.user_id = hu.id AND sg.role = 'head' AND sg.revoked_at IS NULL
     JOIN organization_user s ON s.id = ha.deputy_id
     WHERE ha.from_at <= {at} AND ha.until_at > {at} AND s.id <> w.id AND {substitute}),
    (SELECT MIN(l.id) FROM organization_responsibility r JOIN organization_user l ON l.id = r.user_id
     WHERE r.unit_id = w.unit_id AND r.kind = 'leader' AND r.since <= {at} AND (r.until IS NULL OR r.until > {at})
       AND l.id <> w.id AND {leader})) AS stand_in_id
FROM organization_absence a JOIN organization_user w ON w.id = a.user_id
WHERE a.from_at <= {at} AND a.until_at > {at}"""

_FOR_ASKED = "SELECT s.user_id, s.stand_in_id FROM ({{}}) s WHERE s.user_id IN ({})"
_BY_STAND_IN = "SELECT s.user_id, s.stand_in_id FROM ({}) s WHERE s.stand_in_id = %s"


def stand_ins_sql(at: str) -> str:
    """Rows (user_id, name, stand_in_id) of everybody who is away at the moment spelled `at`.

    `stand_in_id` is NULL where nobody is left. To be joined by statements of higher rooms.
    """
    present = {
        name: _PRESENT.format(who=who, at=at)
        for name, who in (("deputy", "d"), ("head", "h"), ("substitute", "s"), ("leader", "l"))
    }
    return _STAND_INS.format(at=at, **present)


def stand_ins(users: Iterable[User], at: datetime) -> dict[int, User]:
    """Who stands in for each of these people who is away, by the key of the one who is away.

    One query where nobody is away, two otherwise.
    """
    asked = sorted({user.pk for user in users})
    if not asked:
        return {}
    found = dict(_rows(_FOR_ASKED.format(", ".join(["%s"] * len(asked))), asked, at))
    people = User.objects.in_bulk([pk for pk in found.values() if pk is not None]) if found else {}
    return {away: people[pk] for away, pk in found.items() if pk is not None}


def stand_in(user: User, at: datetime) -> User:
    """Who does somebody's work at a moment: himself where he is here, or where nobody else is left."""
    return stand_ins([user], at).get(user.pk, user)


def stood_in_for(user: User, at: datetime) -> frozenset[int]:
    """The keys of the people for whom somebody stands in at a moment: one query."""
    rows = _rows(_BY_STAND_IN, [user.pk], at)
    return frozenset(away for away, _pk in rows)


def acts_for(user: User, person: int | None, at: datetime | None = None) -> bool:
    """Tell whether somebody is this person, or stands in for him now (or at a moment).

    Asks nothing where it is the same person; else one query.
    """
    if person is None:
        return False
    return user.pk == person or person in stood_in_for(user, at or this_moment())


def instead_of(user: User, person: int | None, at: datetime) -> dict[str, int]:
    """The fact of an entry: for whom somebody acts while he is away; nothing where he acts for himself."""
    if person is None or person == user.pk or person not in stood_in_for(user, at):
        return {}
    return {"deputy_for": person}


def instead_of_head(user: User, at: datetime) -> dict[str, int]:
    """The same for whoever acts as head of his unit without holding the role himself."""
    if user.grants.filter(role=Role.HEAD, revoked_at=None).exists():
        return {}
    heads = User.objects.holding(Role.HEAD).filter(unit=user.unit_id, pk__in=stood_in_for(user, at))
    head = heads.order_by("pk").values_list("pk", flat=True).first()
    return {} if head is None else {"deputy_for": head}


def deputy_of(user: User) -> User | None:
    """The deputy written on somebody's post, of an important one first; None where none is able."""
    posts = Post.objects.in_use().filter(holder=user, deputy__is_active=True).select_related("deputy")
    post = posts.order_by("-important", "pk").first()
    return post.deputy if post else None


def _rows(sql: str, values: list[int], at: datetime) -> list[Any]:
    # The moment stands in the inner statement, many times over, before the values of the outer one.
    inner = stand_ins_sql("%s")
    moment = connection.ops.adapt_datetimefield_value(at)
    marked: list[Any] = [moment] * inner.count("%s") + values
    with connection.cursor() as cursor:
        cursor.execute(sql.format(inner), marked)
        return list(cursor.fetchall())
