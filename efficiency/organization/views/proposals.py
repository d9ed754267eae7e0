"""Proposing what takes two persons: the ground is asked, what follows is shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from efficiency.changes.actions import effect_of, propose
from efficiency.changes.kinds import UnableToChange
from efficiency.organization.forms import GroundForm
from efficiency.organization.models import User
from efficiency.organization.views.answers import actor, answer, posted


def proposal(
    request: HttpRequest, person: User, kind: str, payload: dict[str, Any], title: str, back: str
) -> HttpResponse:
    """Show what a change of somebody's account would do; with a ground it goes to a second person."""
    form = GroundForm(posted(request))
    sentences, refusal = [], ""
    if person == request.user:
        refusal = _("You cannot do this to your own account.")
    else:
        try:
            sentences = effect_of(kind=kind, payload=payload).sentences
        except UnableToChange as error:
            refusal = str(error)
    if form.is_valid() and refusal:
        form.add_error(None, refusal)
    if form.is_valid():
        given = form.cleaned_data
        propose(kind=kind, title=title, payload=payload, actor=actor(request), demo=person.demo, **given)
        messages.success(request, _("Proposed. It takes effect when a second administrator confirms it."))
        return redirect("changes")
    context = {"title": title, "sentences": sentences, "refusal": refusal, "back": reverse(back, args=[person.pk])}
    return answer(request, "organization/proposal.html", form, person=person, **context)
