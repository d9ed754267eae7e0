"""Changes to units, people, roles and posts."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.organization import actions
from efficiency.organization.models import Post, RoleGrant, Unit, User
from tests.cast import at, make_unit, make_user
from tests.conftest import CommittedDatabase

NOON = at("2026-09-28 12:00")


def last_entry() -> Entry:
    return Entry.objects.latest("pk")


@pytest.fixture
def sysadmin(db: None) -> User:
    return make_user("sysadmin")


@pytest.fixture
def secadmin(db: None) -> User:
    return make_user("secadmin")


@pytest.fixture
def second(db: None) -> User:
    """The second person of every grant."""
    return make_user("sysadmin")


# -- Units


def add(code: str, parent: Unit | None = None) -> Unit:
    return actions.add_unit(code=code, name=f"单位{code}", kind="department", parent=parent, actor=None, now=NOON)


def test_a_unit_knows_its_place(sysadmin: User) -> None:
    city = add("city")
    town = actions.add_unit(code="town", name="周市镇", kind="town", parent=city, actor=sysadmin, now=NOON)

    assert town.path == f"/{city.pk}/{town.pk}/"
    entry = last_entry()
    assert (entry.verb, entry.actor, entry.at) == (Verb.UNIT_ADDED, sysadmin, NOON)
    assert entry.data == {"code": "town", "name": "周市镇", "parent": city.pk}


def test_a_code_is_given_once(sysadmin: User) -> None:
    add("town")

    with pytest.raises(actions.UnableToChangeUnit):
        add("town")

    assert Entry.objects.count() == 1


def test_a_unit_that_moves_takes_all_below_it_along(sysadmin: User) -> None:
    old, new = add("old"), add("new")
    town = add("town", old)
    village = add("village", town)
    group = add("group", village)

    actions.change_unit(unit=town, changes={"parent": new}, actor=sysadmin, now=NOON)

    base = f"/{new.pk}/{town.pk}/"
    paths = {unit.code: unit.path for unit in Unit.objects.under(new)}
    assert paths == {
        "new": f"/{new.pk}/",
        "town": base,
        "village": f"{base}{village.pk}/",
        "group": f"{base}{village.pk}/{group.pk}/",
    }
    assert last_entry().data == {"before": {"parent": old.pk}, "after": {"parent": new.pk}}


def test_a_unit_can_move_to_the_root(sysadmin: User) -> None:
    city = add("city")
    town = add("town", city)

    actions.change_unit(unit=town, changes={"parent": None}, actor=sysadmin, now=NOON)

    assert Unit.objects.get(pk=town.pk).path == f"/{town.pk}/"


@pytest.mark.parametrize("below", ["itself", "child"])
def test_a_unit_cannot_stand_below_itself(sysadmin: User, below: str) -> None:
    town = add("town")
    child = add("village", town)

    with pytest.raises(actions.UnableToChangeUnit):
        actions.change_unit(
            unit=town, changes={"parent": {"itself": town, "child": child}[below]}, actor=sysadmin, now=NOON
        )

    assert Unit.objects.get(pk=town.pk).parent is None


def test_a_unit_with_people_cannot_be_closed(sysadmin: User) -> None:
    town = add("town")
    make_user("handler", unit=town)

    with pytest.raises(actions.UnableToChangeUnit):
        actions.change_unit(unit=town, changes={"active": False}, actor=sysadmin, now=NOON)


def test_an_empty_unit_can_be_closed(sysadmin: User) -> None:
    town = add("town")

    actions.change_unit(unit=town, changes={"active": False}, actor=sysadmin, now=NOON)

    assert not Unit.objects.in_use().exists()


def test_a_change_of_nothing_leaves_no_entry(sysadmin: User) -> None:
    town = add("town")

    actions.change_unit(unit=town, changes={"code": "town", "parent": None}, actor=sysadmin, now=NOON)

    assert last_entry().verb == Verb.UNIT_ADDED


# -- People


def test_a_user_name_is_given_once(sysadmin: User) -> None:
    with pytest.raises(actions.UnableToChangeUser):
        actions.add_user(
            username=sysadmin.username, display_name="王敏", unit=None, password="Kunshan-2026", actor=sysadmin
        )


def test_an_entry_about_a_person_holds_no_name_and_no_address(sysadmin: User) -> None:
    user, unit = make_user(), make_unit()

    actions.change_user(
        user=user,
        changes={"display_name": "王敏", "email": "wang@example.cn", "unit": unit},
        actor=sysadmin,
        now=NOON,
    )

    assert last_entry().data == {
        "fields": ["display_name", "email", "unit"],
        "unit": {"before": None, "after": unit.pk},
    }


def test_nobody_disables_himself(sysadmin: User) -> None:
    with pytest.raises(actions.UnableToChangeUser):
        actions.disable_user(user=sysadmin, actor=sysadmin, now=NOON)

    assert User.objects.get(pk=sysadmin.pk).is_active


def test_disabling_twice_leaves_one_entry(sysadmin: User) -> None:
    user = make_user("handler")

    actions.disable_user(user=user, actor=sysadmin, now=NOON)
    actions.disable_user(user=user, actor=sysadmin, now=NOON)

    assert [entry.verb for entry in Entry.objects.all()] == [Verb.USER_DISABLED]


# -- Roles


def test_a_role_is_given_and_taken_with_its_entries(secadmin: User, second: User) -> None:
    user = make_user()

    grant = actions.grant_role(user=user, role="handler", actor=secadmin, confirmed_by=second, now=NOON)
    assert User.objects.get(pk=user.pk).holds("handler")

    actions.revoke_role(grant=grant, actor=secadmin, confirmed_by=second, now=at("2026-09-29 09:00"))
    assert not User.objects.get(pk=user.pk).holds("handler")
    entries = Entry.objects.order_by("pk").values_list("verb", "data", "actor")
    assert list(entries) == [
        (Verb.ROLE_GRANTED, {"role": "handler", "confirmed_by": second.pk}, secadmin.pk),
        (Verb.ROLE_REVOKED, {"role": "handler", "confirmed_by": second.pk}, secadmin.pk),
    ]


def test_nobody_gives_himself_a_role(secadmin: User, second: User) -> None:
    """T-83."""
    with pytest.raises(actions.UnableToGrant, match="Nobody changes his own roles"):
        actions.grant_role(user=secadmin, role="auditor", actor=secadmin, confirmed_by=second, now=NOON)


def test_nobody_confirms_a_role_for_himself(secadmin: User, second: User) -> None:
    """T-83."""
    with pytest.raises(actions.UnableToGrant, match="two persons"):
        actions.grant_role(user=second, role="auditor", actor=secadmin, confirmed_by=second, now=NOON)


@pytest.mark.parametrize("role", ["sysadmin", "auditor", "office", "head"])
def test_only_a_security_administrator_gives_roles(db: None, role: str) -> None:
    """T-83."""
    with pytest.raises(actions.UnableToGrant):
        actions.grant_role(
            user=make_user(), role="handler", actor=make_user(role), confirmed_by=make_user("secadmin"), now=NOON
        )


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ("sysadmin", "secadmin"),
        ("sysadmin", "auditor"),
        ("secadmin", "auditor"),
        ("auditor", "sysadmin"),
        ("auditor", "office"),
        ("handler", "sysadmin"),
    ],
)
def test_an_administrator_holds_no_other_role(secadmin: User, second: User, held: str, wanted: str) -> None:
    """T-83."""
    user = make_user(held)

    with pytest.raises(actions.UnableToGrant):
        actions.grant_role(user=user, role=wanted, actor=secadmin, confirmed_by=second, now=NOON)

    assert User.objects.get(pk=user.pk).role_codes == {held}


def test_the_database_itself_knows_one_duty_an_account(db: None) -> None:
    """T-83."""
    user = make_user("sysadmin")

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=user, role="auditor", granted_at=NOON)


def test_two_duties_given_at_the_same_time_leave_one(committed_db: CommittedDatabase) -> None:
    """T-83."""
    secadmin, second, user = make_user("secadmin"), make_user("sysadmin"), make_user()

    def give(role: str) -> bool:
        try:
            actions.grant_role(user=user, role=role, actor=secadmin, confirmed_by=second, now=NOON)
        except actions.UnableToGrant:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        given = list(pool.map(give, ["sysadmin", "auditor"]))

    assert sorted(given) == [False, True]
    assert user.grants.count() == 1


def test_a_role_held_cannot_be_given_again_or_taken_twice(secadmin: User, second: User) -> None:
    user = make_user("handler")
    grant = user.grants.get()

    with pytest.raises(actions.UnableToGrant):
        actions.grant_role(user=user, role="handler", actor=secadmin, confirmed_by=second, now=NOON)
    actions.revoke_role(grant=grant, actor=secadmin, confirmed_by=second, now=NOON)
    with pytest.raises(actions.UnableToGrant, match="already"):
        actions.revoke_role(grant=grant, actor=secadmin, confirmed_by=second, now=NOON)


# -- Posts


def test_the_deputy_is_somebody_else(sysadmin: User) -> None:
    unit = make_unit()
    user = make_user(unit=unit)

    with pytest.raises(actions.UnableToChangePost):
        actions.add_post(unit=unit, name="窗口", duties="收件", holder=user, deputy=user, actor=sysadmin, now=NOON)


def test_a_unit_has_one_post_of_a_name(sysadmin: User) -> None:
    unit = make_unit()
    actions.add_post(unit=unit, name="窗口", duties="收件", actor=sysadmin, now=NOON)
    other = actions.add_post(unit=unit, name="科长", duties="审核", actor=sysadmin, now=NOON)

    with pytest.raises(actions.UnableToChangePost):
        actions.change_post(post=other, changes={"name": "窗口"}, actor=sysadmin, now=NOON)

    assert Post.objects.get(pk=other.pk).name == "科长"


def test_a_new_holder_is_recorded(sysadmin: User) -> None:
    unit = make_unit()
    user = make_user(unit=unit)
    post = actions.add_post(unit=unit, name="窗口", duties="收件", actor=sysadmin, now=NOON)

    actions.change_post(post=post, changes={"holder": user}, actor=sysadmin, now=NOON)

    entry = last_entry()
    assert (entry.verb, entry.data) == (Verb.POST_CHANGED, {"before": {"holder": None}, "after": {"holder": user.pk}})
