"""The title of a complaint's matter, out of the text that everybody may read."""

from django.conf import settings
from django.utils import translation

from complaints.kinds import Kind

TITLE_LENGTH = 40


def title_of(kind: str, shared: str) -> str:
    """The title of a matter: kind and the first words of the text that everybody may read."""
    words = " ".join(shared.split())
    start = words[:TITLE_LENGTH] + ("…" if len(words) > TITLE_LENGTH else "")
    with translation.override(settings.LANGUAGE_CODE):  # stored text: one language for all readers
        return f"【{Kind(kind).label}】{start}"
