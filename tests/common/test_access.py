"""Who may: what is not declared is refused."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views.generic import TemplateView

from efficiency.common.access import ANYONE, SIGNED_IN, Who, allow, declared, holders_of
from efficiency.common.web import DenyByDefault
from efficiency.organization.models import User
from tests.cast import make_user


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("shown")


def deny(user: object, page: object, path: str = "/page/?a=1") -> HttpResponse | None:
    request = RequestFactory().get(path)
    request.user = user  # type: ignore[assignment]
    return DenyByDefault(view).process_view(request, page, (), {})  # type: ignore[arg-type]


@pytest.fixture
def head(db: None) -> User:
    return make_user("head")


def test_an_undeclared_page_is_refused_to_everybody(head: User) -> None:
    with pytest.raises(PermissionDenied):
        deny(head, view)
    with pytest.raises(PermissionDenied):
        deny(AnonymousUser(), view)


def declare(who: Who) -> object:
    return allow(who)(lambda request: HttpResponse("shown"))


def test_a_public_page_is_for_anyone(head: User) -> None:
    assert deny(AnonymousUser(), declare(ANYONE)) is None
    assert deny(head, declare(ANYONE)) is None


def test_a_visitor_is_sent_to_the_sign_in_page_and_back() -> None:
    response = deny(AnonymousUser(), declare(SIGNED_IN))

    assert response is not None
    assert response["Location"] == "/login/?next=/page/%3Fa%3D1"


def test_one_of_the_roles_is_enough(head: User) -> None:
    assert deny(head, declare(holders_of("office", "head"))) is None


def test_another_role_is_refused(head: User) -> None:
    with pytest.raises(PermissionDenied):
        deny(head, declare(holders_of("office")))


def test_an_account_without_a_role_is_signed_in_and_nothing_more(db: None) -> None:
    user = make_user()

    assert deny(user, declare(SIGNED_IN)) is None
    with pytest.raises(PermissionDenied):
        deny(user, declare(holders_of("head")))


def test_a_disabled_account_is_nobody(head: User) -> None:
    head.is_active = False

    assert not SIGNED_IN.includes(head)
    assert not holders_of("head").includes(head)


def test_the_api_answers_for_itself() -> None:
    assert deny(AnonymousUser(), declare(SIGNED_IN), "/api/v1/cards/") is None


def test_a_class_based_page_is_declared_on_its_function() -> None:
    who = holders_of("office")

    assert declared(allow(who)(TemplateView.as_view())) == who
    assert declared(TemplateView.as_view()) is None
