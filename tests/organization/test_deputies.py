"""Who stands in for whom, and who answers for a unit."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from efficiency.audit.models import Entry
from efficiency.common.moments import database_now
from efficiency.organization.actions import UnableToChangePost, add_post, change_post
from efficiency.organization.actions.absences import end_absence
from efficiency.organization.actions.responsibilities import UnableToName, name_responsible
from efficiency.organization.deputies import (
    acts_for,
    deputy_of,
    instead_of,
    instead_of_head,
    stand_in,
    stand_ins,
    stood_in_for,
)
from efficiency.organization.models import Absence, Post, Responsibility, Unit, User
from efficiency.organization.responsibility import Duties, duties_of, responsible_for
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = at("2026-11-18 10:00")


def away(user: User, deputy: User | None = None) -> Absence:
    return Absence.objects.create(
        user=user, deputy=deputy, cause="leave", from_at=at("2026-11-18 00:00"), until_at=at("2026-11-20 12:00")
    )


def name_leader(unit: Unit, user: User) -> Responsibility:
    return Responsibility.objects.create(unit=unit, kind="leader", user=user, since=at("2026-01-05 09:00"))


@pytest.fixture
def unit() -> Unit:
    return make_unit()


def test_who_is_here_does_his_own_work(unit: Unit) -> None:
    """S12."""
    user, deputy = make_user("handler", unit=unit), make_user("handler", unit=unit)
    away(user, deputy)

    assert stand_in(user, at("2026-11-17 23:59")) == user
    assert stand_in(user, at("2026-11-20 12:00")) == user
    assert stand_in(deputy, NOW) == deputy


def test_the_deputy_stands_in_while_somebody_is_away(unit: Unit) -> None:
    """S12."""
    user, deputy = make_user("handler", unit=unit), make_user("handler", unit=unit)
    make_user("head", unit=unit)
    away(user, deputy)

    assert stand_in(user, NOW) == deputy
    assert stood_in_for(deputy, NOW) == {user.pk}
    assert acts_for(deputy, user.pk, NOW)
    assert not acts_for(deputy, user.pk, at("2026-11-20 12:00"))


def test_the_head_stands_in_where_the_deputy_is_away_too(unit: Unit) -> None:
    """S12."""
    user, deputy, head = make_user(unit=unit), make_user(unit=unit), make_user("head", unit=unit)
    away(user, deputy)
    away(deputy, user)

    assert stand_in(user, NOW) == head


def test_a_disabled_deputy_stands_in_for_nobody(unit: Unit) -> None:
    user, deputy, head = make_user(unit=unit), make_user(unit=unit), make_user("head", unit=unit)
    away(user, deputy)
    User.objects.filter(pk=deputy.pk).update(is_active=False)

    assert stand_in(user, NOW) == head


def test_the_deputy_of_the_head_stands_in_where_the_head_is_away_too(unit: Unit) -> None:
    user, head, second = make_user(unit=unit), make_user("head", unit=unit), make_user(unit=unit)
    away(user)
    away(head, second)

    assert stand_in(user, NOW) == second
    assert stood_in_for(second, NOW) == {user.pk, head.pk}


def test_the_leader_in_charge_stands_in_for_a_head_without_a_deputy(unit: Unit) -> None:
    head, leader = make_user("head", unit=unit), make_user("executive")
    name_leader(unit, leader)
    away(head)

    assert stand_in(head, NOW) == leader


def test_the_work_stays_where_nobody_is_left(unit: Unit) -> None:
    user = make_user("handler", unit=unit)
    away(user)

    assert stand_in(user, NOW) == user
    assert stand_ins([user], NOW) == {}


def test_many_people_cost_as_much_as_one(unit: Unit) -> None:
    people = [make_user(unit=unit) for _ in range(30)]
    deputy = make_user(unit=unit)
    away(people[0], deputy)
    for user in people[1:]:
        away(user, deputy)

    with CaptureQueriesContext(connection) as seen:
        found = stand_ins(people, NOW)

    assert len(seen) == 2
    assert set(found.values()) == {deputy}


def test_the_deputy_of_an_important_post_comes_first(unit: Unit) -> None:
    user, plain, important = make_user(unit=unit), make_user(unit=unit), make_user(unit=unit)
    Post.objects.create(unit=unit, name="甲", duties="", holder=user, deputy=plain)
    Post.objects.create(unit=unit, name="乙", duties="", holder=user, deputy=important, important=True)

    assert deputy_of(user) == important
    assert deputy_of(plain) is None


# -- Who answers for a unit


def test_the_named_head_answers_before_the_role(unit: Unit) -> None:
    """S13."""
    holder, named = make_user("head", unit=unit), make_user("head", unit=unit)
    assert responsible_for(unit, "head", NOW) == [holder, named]

    Responsibility.objects.create(unit=unit, kind="head", user=named, since=at("2026-02-01 09:00"))

    assert responsible_for(unit, "head", NOW) == [named]
    assert responsible_for(unit, "head", at("2026-01-31 09:00")) == [holder, named]


def test_a_unit_without_a_head_is_answered_for_from_above() -> None:
    town = make_unit("玉山镇")
    village = make_unit("江浦社区", parent=town)
    head, leader = make_user("head", unit=town), make_user("executive")
    name_leader(town, leader)

    assert responsible_for(village, "head", NOW) == [head]
    assert responsible_for(village, "leader", NOW) == [leader]


def test_without_a_leader_the_heads_above_lead() -> None:
    town = make_unit("玉山镇")
    village = make_unit("江浦社区", parent=town)
    head = make_user("head", unit=town)
    make_user("head", unit=village)

    assert responsible_for(village, "leader", NOW) == [head]
    assert responsible_for(town, "leader", NOW) == []


def test_the_working_office_names_whom_to_ask(unit: Unit) -> None:
    clerk = make_user(unit=unit)
    Responsibility.objects.create(unit=unit, kind="office", office_name="局办公室", user=clerk, since=NOW)

    assert responsible_for(unit, "office", NOW) == [clerk]


def test_whoever_stands_in_has_the_duties_of_the_head(unit: Unit) -> None:
    head, second, leader = make_user("head", unit=unit), make_user(unit=unit), make_user("executive")
    name_leader(unit, leader)
    away(head, second)

    assert duties_of(second, NOW) == Duties(heads=frozenset({unit.pk}))
    assert duties_of(second, at("2026-11-21 09:00")) == Duties()
    assert duties_of(leader, NOW) == Duties(leads=frozenset({unit.pk}))


# -- The role of a head who is away


def lend(head: User, deputy: User, *, hours: int = 1) -> Absence:
    """The head is away right now, as the database's clock tells it."""
    now = database_now()
    begun, over = now - timedelta(hours=1), now + timedelta(hours=hours)
    return Absence.objects.create(user=head, deputy=deputy, cause="leave", from_at=begun, until_at=over)


def fresh(user: User) -> User:
    return User.objects.get_queryset().get(pk=user.pk)


def test_whoever_stands_in_for_a_head_holds_the_role_until_he_is_back(unit: Unit) -> None:
    """S12."""
    head, deputy = make_user("head", unit=unit), make_user("handler", unit=unit)
    absence = lend(head, deputy)

    assert fresh(deputy).role_codes == {"handler", "head"}

    end_absence(absence=absence, at=database_now() - timedelta(seconds=1))

    assert fresh(deputy).role_codes == {"handler"}


def test_nothing_else_is_lent(unit: Unit) -> None:
    office, other = make_user("office", unit=unit), make_user("handler", unit=unit)
    lend(office, other)

    assert fresh(other).role_codes == {"handler"}


def test_the_role_of_head_is_lent_within_the_unit_alone(unit: Unit) -> None:
    head, elsewhere = make_user("head", unit=unit), make_user("handler", unit=make_unit("市水务局"))
    lend(head, elsewhere)

    assert fresh(elsewhere).role_codes == {"handler"}


def test_nothing_is_lent_to_an_administrator(unit: Unit) -> None:
    head, auditor = make_user("head", unit=unit), make_user("auditor", unit=unit)
    lend(head, auditor)

    assert fresh(auditor).role_codes == {"auditor"}


def test_a_disabled_head_lends_nothing(unit: Unit) -> None:
    head, deputy = make_user("head", unit=unit), make_user("handler", unit=unit)
    lend(head, deputy)
    User.objects.filter(pk=head.pk).update(is_active=False)

    assert fresh(deputy).role_codes == {"handler"}


def test_an_entry_says_for_which_head_somebody_acted(unit: Unit) -> None:
    head, deputy = make_user("head", unit=unit), make_user("handler", unit=unit)
    away(head, deputy)

    assert instead_of_head(deputy, NOW) == {"deputy_for": head.pk}
    assert instead_of_head(head, NOW) == {}
    assert instead_of(deputy, head.pk, NOW) == {"deputy_for": head.pk}
    assert instead_of(deputy, deputy.pk, NOW) == {}


# -- Naming who answers


def test_naming_another_ends_what_stood_and_keeps_it(unit: Unit) -> None:
    """S13."""
    sysadmin, first, second = make_user("sysadmin"), make_user(unit=unit), make_user(unit=unit)
    name_responsible(unit=unit, kind="head", user=first, actor=sysadmin, now=at("2026-02-01 09:00"))

    name_responsible(unit=unit, kind="head", user=second, actor=sysadmin, now=at("2026-03-01 09:00"))

    rows = Responsibility.objects.order_by("pk").values_list("user", "until")
    assert list(rows) == [(first.pk, at("2026-03-01 09:00")), (second.pk, None)]
    entry = Entry.objects.filter(verb="responsible-named").latest("pk")
    assert entry.data == {"kind": "head", "before": first.pk, "after": second.pk, "office": ""}


def test_naming_the_same_again_changes_nothing(unit: Unit) -> None:
    head = make_user(unit=unit)
    for _time in range(2):
        name_responsible(unit=unit, kind="head", user=head, actor=None, now=NOW)

    assert Responsibility.objects.count() == Entry.objects.filter(verb="responsible-named").count() == 1


def test_naming_nobody_ends_the_responsibility(unit: Unit) -> None:
    name_responsible(unit=unit, kind="leader", user=make_user(), actor=None, now=at("2026-02-01 09:00"))

    assert name_responsible(unit=unit, kind="leader", user=None, actor=None, now=NOW) is None
    assert Responsibility.objects.get().until == NOW
    assert Entry.objects.filter(verb="responsibility-ended").exists()


def test_a_working_office_has_a_name(unit: Unit) -> None:
    with pytest.raises(UnableToName):
        name_responsible(unit=unit, kind="office", user=make_user(unit=unit), actor=None, now=NOW)


def test_an_important_post_is_never_without_a_deputy(unit: Unit) -> None:
    """S12."""
    holder = make_user(unit=unit)
    with pytest.raises(UnableToChangePost):
        add_post(unit=unit, name="审批岗", duties="审批", holder=holder, important=True, actor=None)

    post = add_post(
        unit=unit, name="审批岗", duties="审批", holder=holder, deputy=make_user(), important=True, actor=None
    )
    with pytest.raises(UnableToChangePost):
        change_post(post=post, changes={"deputy": None}, actor=None)
