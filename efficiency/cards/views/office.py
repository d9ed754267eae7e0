"""What the office alone does: cards by hand, and the settings of cards."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from efficiency.cards import consequences
from efficiency.cards.actions import UnableToIssue, issue_by_hand
from efficiency.cards.consequences import points_words
from efficiency.cards.forms import ByHandForm, CardPolicyForm, LevelForm
from efficiency.cards.kinds import LevelNumber
from efficiency.cards.levels import face_of, level_faces
from efficiency.cards.models import CardPolicy, Level
from efficiency.cards.policies import UnableToChangeSettings, change_card_policy, change_level
from efficiency.cards.rules import OFFICE
from efficiency.common.access import allow
from efficiency.organization.models import User

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@allow(OFFICE)
@ask_or_do
def new(request: HttpRequest) -> HttpResponse:
    """Issue a card by hand."""
    form = ByHandForm(_typed(request), levels=_level_choices())
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            typed = form.cleaned_data
            try:
                card = issue_by_hand(
                    unit=typed["unit"],
                    matter=typed["matter"],
                    level=LevelNumber(typed["level"]),
                    rule=typed["rule"],
                    ground=typed["ground"],
                    actor=cast("User", request.user),
                )
            except UnableToIssue as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Card %(number)s is issued.") % {"number": card.number})
                return redirect("card", pk=card.pk)
    context = {"form": form, "consequences": consequences.of_issuing(CardPolicy.objects.get(pk=1))}
    return render(request, "cards/new.html", context, status=status)


@allow(OFFICE)
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Show the levels and the periods."""
    levels = [{"level": level, "face": face_of(level)} for level in Level.objects.order_by("number")]
    return render(request, "cards/settings.html", {"levels": levels, "policy": CardPolicy.objects.get(pk=1)})


@allow(OFFICE)
@ask_or_do
def level(request: HttpRequest, number: int) -> HttpResponse:
    """Change what a level is called and costs."""
    row = get_object_or_404(Level, pk=number)
    form = LevelForm(_typed(request), instance=row)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change_level(level=row, values=_changed(form), actor=request.user)
            except UnableToChangeSettings as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The setting is changed."))
                return redirect("card_settings")
    told = [_("Cards already issued keep the points they bear."), _("The change is recorded with your name.")]
    title = _("Change the level “%(level)s”") % {"level": face_of(Level.objects.get(pk=number)).name}
    return _change(request, form, title, told, status)


@allow(OFFICE)
@ask_or_do
def policy(request: HttpRequest) -> HttpResponse:
    """Change the periods around a card and what is printed on it."""
    form = CardPolicyForm(_typed(request), instance=CardPolicy.objects.get(pk=1))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            change_card_policy(values=_changed(form), actor=request.user)
            messages.success(request, _("The setting is changed."))
            return redirect("card_settings")
    told = [_("Periods that are running keep their end."), _("The change is recorded with your name.")]
    return _change(request, form, _("Change the periods and the texts of cards"), told, status)


def _change(request: HttpRequest, form: Any, title: str, told: list[str], status: int) -> HttpResponse:
    context = {"form": form, "title": title, "consequences": told}
    return render(request, "cards/setting.html", context, status=status)


def _changed(form: Any) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in form.fields}


def _level_choices() -> list[tuple[int, str]]:
    return [
        (
            number,
            _("%(level)s: %(points)s points") % {"level": face.name, "points": points_words(face.points)},
        )
        for number, face in level_faces().items()
        if number
    ]


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
