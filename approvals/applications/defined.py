"""What the city sets about online applications. None of it is law."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.codes import Depth
from approvals.needs import ALWAYS, WORDS
from efficiency.changes.settings import define

TARGET = "applications.target"
DEPTH = "applications.depth"
DRAFT_DAYS = "applications.draft-days"
FIELDS = "applications.fields"
MOST_FILES = "applications.most-files"
AN_HOUR_DRAFTS = "applications.an-hour-drafts"
AN_HOUR_FILES = "applications.an-hour-files"
FAILURES = "applications.failures"
MOST_AN_HOUR = 100_000
_GROUP = _("Online applications")
_DOOR = _("Online applications: the door")
# What may be asked for beyond who it is.
CHOICES = [(name, words) for name, words in WORDS.items() if name not in ALWAYS]


def _say_fields(value: Any) -> str:
    return "、".join(str(WORDS[name]) for name in (*ALWAYS, *value) if name in WORDS)


define(
    TARGET,
    label=_("Target share of online applications, in per cent"),
    help=_("The city's own target, shown beside the share. No law sets it."),
    group=_GROUP,
    field=lambda: forms.IntegerField(min_value=0, max_value=100),
    default=45,
)
define(
    DEPTH,
    label=_("Online depth from which an item can be applied for online"),
    help=_("Each item of the catalogue says how far it goes online."),
    group=_GROUP,
    field=lambda: forms.ChoiceField(choices=Depth.choices[2:]),
    default=Depth.PAPERS.value,
    words=lambda value: str(Depth(value).label),
)
define(
    DRAFT_DAYS,
    label=_("Days for which a draft is kept after it was last saved"),
    help=_("Calendar days. Then it is erased with its files and with who began it."),
    group=_GROUP,
    field=lambda: forms.IntegerField(min_value=1, max_value=90),
    default=30,
)
define(
    FIELDS,
    label=_("Details of an applicant that departments may read"),
    help=_("Beside name and number. An item may have a list of its own; whatever is not on it is not asked for."),
    group=_GROUP,
    field=lambda: forms.MultipleChoiceField(choices=CHOICES, required=False),
    default=["phone"],
    words=_say_fields,
)
define(
    MOST_FILES,
    label=_("Most files of one application"),
    group=_DOOR,
    field=lambda: forms.IntegerField(min_value=5, max_value=200),
    default=30,
    technical=True,
)
define(
    AN_HOUR_DRAFTS,
    label=_("Drafts begun an hour from one address"),
    help=_("What is over it is asked to come back later, or to the counter."),
    group=_DOOR,
    field=lambda: forms.IntegerField(min_value=1, max_value=MOST_AN_HOUR),
    default=20,
    technical=True,
)
define(
    AN_HOUR_FILES,
    label=_("Files sent an hour from one address"),
    help=_("What is over it is asked to come back later, or to the counter."),
    group=_DOOR,
    field=lambda: forms.IntegerField(min_value=1, max_value=MOST_AN_HOUR),
    default=200,
    technical=True,
)
define(
    FAILURES,
    label=_("Failed looks at a draft or an earlier case an hour from one address"),
    help=_("What is over it is refused for the rest of the hour: nobody guesses query codes."),
    group=_DOOR,
    field=lambda: forms.IntegerField(min_value=1, max_value=MOST_AN_HOUR),
    default=20,
    technical=True,
)
