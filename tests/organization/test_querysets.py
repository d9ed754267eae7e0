"""Which units and posts somebody may see."""

import pytest

from efficiency.organization.models import Post, Unit, User
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Unit]:
    """A city with a department and a town; a village below the town."""
    city = make_unit("昆山市")
    town = make_unit("周市镇", parent=city)
    return {
        "city": city,
        "department": make_unit("市城市管理局", parent=city),
        "town": town,
        "village": make_unit("东方村", parent=town),
    }


def names(user: User) -> set[str]:
    return set(Unit.objects.visible_to(user).values_list("name", flat=True))


def test_a_unit_sees_itself_and_what_is_below_it(tree: dict[str, Unit]) -> None:
    assert names(make_user("head", unit=tree["town"])) == {"周市镇", "东方村"}


def test_a_unit_sees_neither_its_parent_nor_its_sibling(tree: dict[str, Unit]) -> None:
    assert names(make_user("handler", unit=tree["department"])) == {"市城市管理局"}


@pytest.mark.parametrize("role", ["office", "executive", "auditor"])
def test_who_watches_the_city_sees_all_of_it(tree: dict[str, Unit], role: str) -> None:
    assert len(names(make_user(role, unit=tree["village"]))) == 4


@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "handler"])
def test_an_account_without_a_unit_sees_none(tree: dict[str, Unit], role: str) -> None:
    assert names(make_user(role)) == set()


def test_a_role_taken_away_counts_no_more(tree: dict[str, Unit]) -> None:
    user = make_user("office", unit=tree["village"])

    user.grants.update(revoked_at=at("2026-09-28 10:00"))

    assert names(User.objects.get(pk=user.pk)) == {"东方村"}


def test_a_longer_number_is_not_below_a_shorter_one() -> None:
    """/1/ and /11/ begin alike and are strangers."""
    one = make_unit("甲")
    other = make_unit("乙")
    Unit.objects.filter(pk=one.pk).update(path="/1/")
    Unit.objects.filter(pk=other.pk).update(path="/11/")

    assert list(Unit.objects.under(Unit.objects.get(pk=one.pk))) == [one]


def test_a_head_edits_the_posts_of_his_own_unit_alone(tree: dict[str, Unit]) -> None:
    own = Post.objects.create(unit=tree["town"], name="窗口", duties="收件")
    Post.objects.create(unit=tree["village"], name="代办", duties="代办")

    assert list(Post.objects.editable_by(make_user("head", unit=tree["town"]))) == [own]
    assert Post.objects.editable_by(make_user("handler", unit=tree["town"])).count() == 0
    assert Post.objects.editable_by(make_user("sysadmin")).count() == 2
