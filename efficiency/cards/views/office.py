"""What the office alone does: cards by hand."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from efficiency.cards import consequences
from efficiency.cards.actions import UnableToIssue, issue_by_hand
from efficiency.cards.consequences import points_words
from efficiency.cards.forms import ByHandForm
from efficiency.cards.kinds import LevelNumber
from efficiency.cards.levels import level_faces
from efficiency.cards.models import CardPolicy
from efficiency.cards.rules import OFFICE
from efficiency.changes.rules import SETTING_READERS
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
    context = {"form": form, "consequences": consequences.of_issuing(CardPolicy.at(timezone.now()))}
    return render(request, "cards/new.html", context, status=status)


@allow(SETTING_READERS)
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """The settings of cards moved to the one place of all settings."""
    return redirect("settings")


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
