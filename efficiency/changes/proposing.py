"""The two steps of a proposal on any page: see the effect first, then propose."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from efficiency.changes.actions import effect_of, propose
from efficiency.changes.forms import GroundForm
from efficiency.changes.kinds import Payload, UnableToChange, kind_of


def preview_or_propose(
    request: HttpRequest, *, form: GroundForm, kind: str, title: str, payload: Payload, back: str, demo: bool = False
) -> HttpResponse | None:
    """Show what a valid form would change, and propose it once the reader has seen that.

    The page of the effect posts the same form again with `propose`. None where the change cannot
    be applied: the reason then stands in the form, for the caller to show it again.
    """
    assert form.is_valid()
    try:
        if "propose" not in request.POST:
            effect = effect_of(kind=kind, payload=payload)
            differences = kind_of(kind).describe(payload)
            context = {"form": form, "title": title, "effect": effect, "differences": differences, "back_url": back}
            return render(request, "changes/preview.html", context)
        given: dict[str, Any] = form.cleaned_data
        change = propose(
            kind=kind,
            title=title,
            payload=payload,
            ground=given["ground"],
            document=given["document"],
            actor=request.user,
            demo=demo,
        )
    except UnableToChange as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _("The change is proposed. Another person decides on it."))
    return redirect("change", pk=change.pk)
