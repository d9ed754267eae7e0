"""What this room tells people itself: summaries, tests, and what awaits a second person."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from efficiency.notifications.digest import KIND, title_of
from efficiency.notifications.texts import register
from efficiency.workdays.templatetags.people import say_day


def _summary(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parts as paragraphs: a heading with its number, then a line for each thing."""
    total = int(params["total"])
    things = ngettext("%(count)s thing awaits you", "%(count)s things await you", total) % {"count": total}
    return {"day": params["day"], "things": things, "list": "\n\n".join(map(_paragraph, params["parts"]))}


def _paragraph(part: Mapping[str, Any]) -> str:
    return "\n".join([f"{title_of(part['code'])}: {part['total']}", *_lines(part)])


def _lines(part: Mapping[str, Any]) -> Iterator[str]:
    for number, title, day in part["lines"]:
        said = f" ({say_day(date.fromisoformat(day))})" if day else ""
        yield f"- {number} {title}{said}"
    rest = part["total"] - len(part["lines"])
    if part["lines"] and rest > 0:
        yield ngettext("- and %(count)s more", "- and %(count)s more", rest) % {"count": rest}


def _decision(params: Mapping[str, Any]) -> dict[str, Any]:
    """The decision as a word."""
    words = {"confirmed": gettext("confirmed"), "rejected": gettext("rejected")}
    return {**params, "decision": words.get(params["decision"], params["decision"])}


register(KIND, subject=_("%(day)s: %(things)s"), body=_("%(list)s"), fill=_summary)
register(
    "alerts.test",
    subject=_("A test of the efficiency portal"),
    body=_("If you read this, %(name)s is set up rightly. Nothing else follows from it."),
)
register(
    "change.proposed",
    subject=_("A change awaits a second person: %(title)s"),
    body=_("%(by)s proposed: %(title)s. Look at its effect, then confirm or reject it."),
)
register(
    "change.decided",
    subject=_("Your proposal was %(decision)s: %(title)s"),
    body=_("%(by)s decided on your proposal: %(decision)s. The page of the change shows the note."),
    fill=_decision,
)
