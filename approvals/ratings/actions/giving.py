"""Giving a rating."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError
from django.utils import translation
from django.utils.translation import gettext as _

from approvals.models import Case
from approvals.ratings import telling
from approvals.ratings.defined import AT_ACCEPTANCE
from approvals.ratings.kinds import BAD_CODES, Channel, Code
from approvals.ratings.models import Rating
from approvals.ratings.services import stage_of
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.settings import value_of
from efficiency.clocks.actions import open_matter, start_clock
from efficiency.clocks.kinds import ClockKind, Subsystem
from efficiency.common.moments import act
from efficiency.vault.actions import words_to_hide
from efficiency.vault.redaction import redact

MOST_WORDS = 500


class UnableToRate(Exception):
    """The rating was not taken; the text says why."""


def give_rating(
    *,
    case: Case,
    code: Code | int,
    channel: Channel,
    words: str = "",
    named: bool = False,
    now: datetime | None = None,
) -> Rating:
    """Keep the rating of the service that the applicant has just had, once (T-59).

    Names and numbers are taken out of the words before anything of them is kept. A bad rating with
    a name opens a matter for the unit, on which the clocks of contact and of putting right start
    (T-58). Raises UnableToRate.
    """
    try:
        with act(now) as now:
            return _give(case, Code(int(code)), channel, words, named, now)
    except IntegrityError:  # the same form, sent twice at once
        raise _rated_already() from None


def _give(case: Case, code: Code, channel: Channel, words: str, named: bool, now: datetime) -> Rating:
    case = Case.objects.select_for_update(of=("self",)).select_related("matter__unit", "item", "clerk").get(pk=case.pk)
    stage = stage_of(case, at_acceptance=value_of(AT_ACCEPTANCE, now))
    if stage is None:
        raise UnableToRate(_("This matter can be rated later: there is no service to rate yet."))
    earlier = case.ratings.all()
    if earlier.filter(stage=stage).exists() or (
        channel == Channel.ONLINE and earlier.filter(channel=Channel.ONLINE).exists()
    ):
        raise _rated_already()
    if named and case.applicant is None:
        raise UnableToRate(_("Nobody's name is kept with this matter any more. Rate it without a name."))
    known = words_to_hide(case.applicant, now=now) if words.strip() and case.applicant else ()
    rating = Rating.objects.create(
        case=case,
        unit=case.matter.unit,
        item=case.item,
        clerk=case.clerk,
        stage=stage,
        channel=channel,
        code=code,
        words=redact(words.strip(), *known)[:MOST_WORDS],
        named=named,
        rated_at=now,
        demo=case.matter.demo,
    )
    data = {"code": int(code), "stage": stage, "channel": channel, "named": named}
    record(Verb.RATING_GIVEN, at=now, actor=None, kind="rating", subject=rating.pk, data=data, demo=rating.demo)
    if named and code in BAD_CODES:
        _open_follow_up(rating, case, now)
    return rating


def _open_follow_up(rating: Rating, case: Case, now: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):  # stored text: one language for all readers
        title = _("Bad rating: %(item)s") % {"item": case.item.name}
    rating.matter = open_matter(
        prefix="PJ",
        title=title,
        subsystem=Subsystem.APPROVAL,
        unit=rating.unit,
        officer=None,
        path=f"/ratings/{rating.pk}/",
        actor=None,
        now=now,
        demo=rating.demo,
    )
    rating.save(update_fields=["matter"])
    start_follow_up(rating, now)


def start_follow_up(rating: Rating, now: datetime) -> None:
    """Start the clocks of what is still to be done for a bad rating, and tell the unit."""
    assert rating.matter is not None
    if rating.contacted_at is None:
        clock = start_clock(matter=rating.matter, kind=ClockKind.CONTACT, unit=rating.unit, actor=None, now=now)
        telling.came(rating, clock, now=now)
    if rating.rectified_at is None:
        start_clock(matter=rating.matter, kind=ClockKind.FIX, unit=rating.unit, actor=None, now=now)


def _rated_already() -> UnableToRate:
    return UnableToRate(_("This service has been rated already. Thank you."))
