"""What the public pages of this room share: who may come in, and what they are told where not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from approvals.applications import budgets
from approvals.applications.forms import NumberForm
from approvals.applications.granting import is_granted
from approvals.applications.models import Application
from approvals.applications.steps import FILED, STEPS
from efficiency.common.requests import address_of

BOTH = ["GET", "HEAD", "POST"]


def granted_draft(request: HttpRequest, number: str) -> Application | HttpResponse:
    """The draft, for whoever has shown number and code within the hour; else the page that asks for both."""
    if not is_granted(request, number):
        return redirect("apply")
    rows = Application.objects.select_related("item__unit", "case__matter")
    draft = rows.filter(number=number).first()
    if draft is None:
        return redirect("apply")
    return redirect("apply_filed", number) if draft.case is not None else draft


def posted(request: HttpRequest) -> Any:
    """What was sent, though it be empty; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def later(request: HttpRequest) -> HttpResponse:
    """Too much from this address within the hour."""
    return render(request, "applications/later.html", status=429)


def tried(request: HttpRequest) -> tuple[NumberForm, HttpResponse | None]:
    """The form with number and code as it was sent, and the refusal where the hour is spent."""
    refused = later(request) if budgets.is_refused(address_of(request)) else None
    return NumberForm(request.POST), refused


def page(request: HttpRequest, template: str, draft: Application, at: int, **more: Any) -> HttpResponse:
    """A page of the stepper; 422 where a form on it came back."""
    status = more.pop("status", 200)
    context = {"draft": draft, "item": draft.item, "steps": STEPS, "at": at, "last": FILED, **more}
    return render(request, template, context, status=status)


def code_words(code: str) -> str:
    """A query code in groups of four, as it is copied by hand."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
