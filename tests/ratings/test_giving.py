"""Who rates what, once, and what is kept of it."""

import pytest
from django.db import IntegrityError, transaction

from approvals.ratings.actions import UnableToRate, give_rating
from approvals.ratings.kinds import Channel, Stage
from approvals.ratings.models import Rating
from efficiency.audit.models import Entry
from efficiency.changes.adjusting import adjust
from efficiency.clocks.models import Clock
from efficiency.common.moments import local_date
from efficiency.notifications.models import Notice
from tests.approvals.builders import APPLICANT, make_case, make_item
from tests.cast import at
from tests.ratings.builders import EVE, Cast, ended_case, make_cast, rated

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_the_end_of_a_matter_is_rated_once(cast: Cast) -> None:
    """T-59."""
    case = ended_case(cast)
    give_rating(case=case, code=2, channel=Channel.RECEIPT, now=EVE)

    with pytest.raises(UnableToRate, match="already"):
        give_rating(case=case, code=1, channel=Channel.TABLET, now=EVE)
    assert list(Rating.objects.values_list("code", "stage")) == [(2, Stage.CLOSING)]


def test_acceptance_and_end_are_two_services_at_the_counter(cast: Cast) -> None:
    """T-59."""
    case = make_case(make_item(cast.unit), cast.clerk, now=EVE, accept=True)
    give_rating(case=case, code=3, channel=Channel.TABLET, now=EVE)
    case.state = "finished"
    case.save(update_fields=["state"])
    give_rating(case=case, code=1, channel=Channel.TABLET, now=EVE)

    assert sorted(case.ratings.values_list("stage", "code")) == [("acceptance", 3), ("closing", 1)]


def test_online_a_matter_is_rated_once_in_all(cast: Cast) -> None:
    """T-59."""
    case = make_case(make_item(cast.unit), cast.clerk, now=EVE, accept=True)
    give_rating(case=case, code=3, channel=Channel.ONLINE, now=EVE)
    case.state = "finished"
    case.save(update_fields=["state"])

    with pytest.raises(UnableToRate, match="already"):
        give_rating(case=case, code=1, channel=Channel.ONLINE, now=EVE)


def test_a_case_that_is_not_accepted_cannot_be_rated_yet(cast: Cast) -> None:
    with pytest.raises(UnableToRate, match="later"):
        give_rating(case=make_case(make_item(cast.unit), cast.clerk, now=EVE), code=1, channel=Channel.RECEIPT, now=EVE)


def test_where_the_city_says_so_nobody_rates_the_acceptance(cast: Cast) -> None:
    adjust(
        key="ratings.at-acceptance",
        value=False,
        effective_from=at("2025-09-01 00:00"),
        ground="只评办结",
        document="",
        actor=cast.office,
        confirmed_by=cast.office2,
        change=None,
        now=at("2025-09-01 00:00"),
    )

    with pytest.raises(UnableToRate, match="later"):
        give_rating(
            case=make_case(make_item(cast.unit), cast.clerk, now=EVE, accept=True),
            code=1,
            channel=Channel.TABLET,
            now=EVE,
        )


def test_one_is_the_best(cast: Cast) -> None:
    """T-57."""
    assert [str(rated(cast, code).get_code_display()) for code in (1, 2, 3, 4, 5)] == [
        "very satisfied",
        "satisfied",
        "fairly satisfied",
        "dissatisfied",
        "very dissatisfied",
    ]


def test_a_bad_rating_with_a_name_is_contacted_on_the_next_working_day(cast: Cast) -> None:
    """T-58, D29: left at 16:00 on the eve of the holiday, due on Thursday 9 October."""
    rating = rated(cast, 4, named=True)

    due = {
        clock.kind: local_date(clock.due_at - clock.due_at.resolution)
        for clock in Clock.objects.filter(matter=rating.matter)
    }
    assert str(due["contact"]) == "2025-10-09"
    assert str(due["fix"]) == "2025-10-28"
    assert {clock.unit for clock in Clock.objects.filter(matter=rating.matter)} == {cast.unit}


@pytest.mark.parametrize(("code", "named"), [(3, True), (4, False), (5, False)])
def test_no_clock_starts_without_a_name_or_for_a_rating_that_is_not_bad(cast: Cast, code: int, named: bool) -> None:
    """T-58."""
    assert rated(cast, code, named=named).matter is None


def test_the_heads_are_told_of_a_bad_rating_and_not_who_gave_it(cast: Cast) -> None:
    """T-58."""
    rating = rated(cast, 5, named=True, words="窗口态度差")

    notice = Notice.objects.get(kind="rating.came", recipient=cast.head, channel="inbox")
    assert notice.path == f"/ratings/{rating.pk}/"
    assert APPLICANT.name not in str(notice.params)


def test_names_and_numbers_are_taken_out_of_the_words_before_they_are_kept(cast: Cast) -> None:
    """T-58."""
    rating = rated(cast, 5, words="我是顾晓演,电话138-0000-0001,请回电。")

    assert rating.words == "我是○○,电话○○,请回电。"
    everywhere = str(list(Rating.objects.values())) + str(list(Entry.objects.values()))
    assert APPLICANT.name not in everywhere
    assert APPLICANT.phone not in everywhere


def test_what_somebody_said_never_changes(cast: Cast) -> None:
    rating = rated(cast, 5)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Rating.objects.filter(pk=rating.pk).update(code=1)


def test_the_entry_of_a_rating_names_nobody(cast: Cast) -> None:
    rating = rated(cast, 5)

    entry = Entry.objects.get(verb="rating-given")
    assert (entry.subject_id, entry.actor, entry.data["code"]) == (str(rating.pk), None, 5)
