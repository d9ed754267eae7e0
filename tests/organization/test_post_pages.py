"""The pages of posts, and the public staff board."""

import pytest
from django.test import Client

from efficiency.organization.models import Post, User
from tests.cast import make_unit, make_user
from tests.organization.test_pages import enter, make_post

pytestmark = pytest.mark.django_db


def test_a_head_adds_and_changes_a_post_of_his_own_unit(client: Client) -> None:
    unit = make_unit()
    head = enter(client, "head", unit=unit)

    client.post(f"/units/{unit.pk}/posts/new/", {"name": "窗口", "duties": "收件", "holder": head.pk})
    post = Post.objects.get()
    assert (post.unit, post.holder) == (unit, head)

    client.post(f"/posts/{post.pk}/", {"name": "窗口", "duties": "收件、登记", "active": "on"})
    post.refresh_from_db()
    assert (post.duties, post.holder) == ("收件、登记", None)


def test_another_units_posts_do_not_exist_for_a_head(client: Client) -> None:
    enter(client, "head", unit=make_unit())
    other = make_unit()
    post = make_post(other)

    assert client.get(f"/posts/{post.pk}/").status_code == 404
    assert client.post(f"/posts/{post.pk}/", {"name": "x", "duties": "y"}).status_code == 404
    assert client.get(f"/units/{other.pk}/posts/new/").status_code == 404
    assert list(client.get("/posts/").context["found"].rows) == []


def test_somebody_of_another_unit_cannot_be_made_holder(client: Client) -> None:
    unit = make_unit()
    enter(client, "head", unit=unit)

    response = client.post(f"/units/{unit.pk}/posts/new/", {"name": "窗口", "duties": "收件", "holder": make_user().pk})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["holder"]


def test_holder_and_deputy_in_one_person_are_refused_in_plain_words(client: Client) -> None:
    unit = make_unit()
    head = enter(client, "head", unit=unit)

    response = client.post(
        f"/units/{unit.pk}/posts/new/", {"name": "窗口", "duties": "收件", "holder": head.pk, "deputy": head.pk}
    )

    assert response.status_code == 422
    assert "The deputy must be somebody else than the holder." in response.content.decode()


def test_the_staff_board_is_public_and_shows_holder_title_and_duties(client: Client) -> None:
    unit = make_unit("市城市管理局")
    holder = make_user(unit=unit, name="王敏")
    User.objects.filter(pk=holder.pk).update(title="科长", email="wang@example.cn")
    make_post(unit, holder=holder)

    page = client.get("/staff/").content.decode()

    assert "市城市管理局" in page
    assert "王敏" in page
    assert "科长" in page
    assert "收件、登记" in page
    assert "wang@example.cn" not in page
    assert holder.username not in page


def test_the_board_shows_neither_closed_posts_nor_people_who_left(client: Client) -> None:
    unit = make_unit()
    gone = make_user(unit=unit, name="李强")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    make_post(unit, "窗口", holder=gone)
    Post.objects.filter(pk=make_post(unit, "旧岗").pk).update(active=False)

    page = client.get("/staff/").content.decode()

    assert "窗口" in page
    assert "李强" not in page
    assert "旧岗" not in page


def test_posts_are_found_by_unit_name_and_holder(client: Client) -> None:
    police, tax = make_unit("市公安局"), make_unit("市税务局")
    one = make_post(police, "户籍窗口", holder=make_user(name="王敏"))
    make_post(tax, "办税窗口")

    for words in ("公安", "户籍", "王敏"):
        assert list(client.get(f"/staff/?q={words}").context["found"].rows) == [one]
