"""What the pages of this room answer in the same way."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from efficiency.common import lists
from efficiency.organization.models import User

Row = TypeVar("Row", bound=Model)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, or None where it is only to be shown."""
    return request.POST if request.method == "POST" else None


def answer(request: HttpRequest, template: str, form: forms.BaseForm, **context: Any) -> HttpResponse:
    """Show a page with a form: 422 where what was sent was wrong, with all that was typed."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def part(request: HttpRequest, rows: "QuerySet[Row]", order: Sequence[str]) -> lists.Page[Row]:
    """The page of the list that the address names; the first where it names none that exists."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        return lists.page(rows, order=order, after=after, before=before)
    except lists.BadCursor:
        return lists.page(rows, order=order)


def actor(request: HttpRequest) -> User:
    """Who is signed in, on a page that is declared for people with an account."""
    assert isinstance(request.user, User)
    return request.user
