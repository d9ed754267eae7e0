"""What the city sets about cards."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from efficiency.cards import term_changes
from efficiency.cards.escalation import LADDER
from efficiency.cards.ladder import Rung, read_ladder
from efficiency.changes import desk
from efficiency.changes.kinds import register
from efficiency.changes.settings import define


class LadderField(forms.CharField):
    """Rungs, separated by commas or lines; a list of their codes."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        """One rung a line."""
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> list[str]:
        """Refuse a rung that cannot be read, naming it."""
        texts = value if isinstance(value, (list, tuple)) else str(value or "").replace(",", "\n").splitlines()
        codes = []
        for text in filter(None, (one.strip() for one in texts)):
            try:
                codes.append(Rung.parsed(text).code)
            except ValueError as error:
                wrong = gettext("“%(rung)s” is no rung. The office's guide shows how rungs are written.")
                raise ValidationError(wrong % {"rung": text}) from error
        return list(dict.fromkeys(codes))


def say_rung(rung: Rung) -> str:
    """A rung as people say it."""
    who = {"handler": gettext("the handler"), "head": gettext("the head of the unit"), "leader": gettext("the leader")}
    if rung.unit == "d":
        time = ngettext("%(count)s working day", "%(count)s working days", rung.amount) % {"count": rung.amount}
    else:
        time = ngettext("%(count)s working hour", "%(count)s working hours", rung.amount) % {"count": rung.amount}
    said = gettext("%(time)s before the limit: %(who)s") if rung.before else gettext("%(time)s after it: %(who)s")
    return said % {"time": time, "who": who[rung.to]}


def _say(value: Any) -> str:
    return "; ".join(say_rung(rung) for rung in read_ladder(value)) or gettext("nobody")


define(
    LADDER,
    label=_("Ladder of escalation"),
    help=_(
        "Who is told when a matter is about to be late or stays late. One rung a line; the office's guide shows how."
    ),
    group=_("Alerts"),
    field=lambda: LadderField(required=False),
    default=lambda: settings.ESCALATION,
    words=_say,
)

register(term_changes.LEVEL)
register(term_changes.TERMS)
desk.register("2-cards", term_changes.rows)
