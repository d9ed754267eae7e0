"""The limits of the city moved to the one place of all settings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from efficiency.changes.rules import SETTING_READERS
from efficiency.common.access import allow


@allow(SETTING_READERS)
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """Lead on to where limits are read and changed now."""
    return redirect("settings")
