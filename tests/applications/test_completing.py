"""After a one-time notice: what the applicant hands in online (Administrative Licensing Law art. 32(4))."""

import pytest

from approvals.acceptance import accept_by_law
from approvals.actions import Told, accept_case, tell_to_correct
from approvals.applications import actions
from approvals.applications.actions.completing import open_points
from approvals.applications.models import Upload
from approvals.models import Case
from efficiency.audit.models import Entry
from efficiency.clocks.models import Clock
from tests.applications.builders import filed, photo
from tests.approvals.builders import make_case, make_clerk
from tests.cast import at

pytestmark = pytest.mark.django_db
TUESDAY, THURSDAY = at("2026-09-15 10:00"), at("2026-09-17 21:00")


def told(case: Case | None = None, *points: Told) -> Case:
    """A case whose applicant was told on Tuesday what is wrong."""
    points = points or (Told("照片不清", "申请书"), Told("第2页未签名"))
    case = case or filed()
    return tell_to_correct(case=case, points=points, actor=case.clerk or make_clerk(), now=TUESDAY)


def test_what_was_sent_waits_until_it_is_handed_in() -> None:
    case = told()
    first, _second = open_points(case)
    actions.add_to_point(case=case, files={first.pk: [photo()]}, now=THURSDAY)

    case.refresh_from_db()
    assert case.state == "correcting"
    assert not Upload.objects.handed_in().filter(point=first).exists()


def test_everything_handed_in_is_looked_at_anew_from_that_day() -> None:
    """T-15: the full correction arrives on Thursday; the five working days run from it."""
    case = told()
    actions.add_to_point(case=case, files={point.pk: [photo()] for point in open_points(case)}, now=THURSDAY)

    case = actions.hand_in(case=case, now=THURSDAY)

    assert (case.state, case.handed_in_at) == ("received", THURSDAY)
    assert Clock.objects.running().get(matter=case.matter).due_at == at("2026-09-23 17:00")
    assert Upload.objects.handed_in().filter(point__isnull=False).count() == 2


def test_where_nobody_looks_the_law_accepts_from_the_day_of_the_completion() -> None:
    """T-15."""
    case = told()
    actions.add_to_point(case=case, files={point.pk: [photo()] for point in open_points(case)}, now=THURSDAY)
    actions.hand_in(case=case, now=THURSDAY)

    accept_by_law(at("2026-09-24 00:05"))

    case.refresh_from_db()
    assert (case.state, case.accepted_from) == ("accepted", THURSDAY)


def test_a_part_handed_in_leaves_the_rest_open() -> None:
    case = told()
    first, second = open_points(case)
    actions.add_to_point(case=case, files={first.pk: [photo()]}, now=THURSDAY)

    case = actions.hand_in(case=case, now=THURSDAY)

    assert case.state == "correcting"
    assert open_points(case) == [second]


def test_nothing_sent_is_nothing_handed_in() -> None:
    with pytest.raises(actions.UnableToApply, match="at least one file"):
        actions.hand_in(case=told(), now=THURSDAY)


def test_a_point_of_another_case_is_refused() -> None:
    mine, other = told(), told()

    with pytest.raises(actions.UnableToApply, match="handed in already"):
        actions.add_to_point(case=mine, files={open_points(other)[0].pk: [photo()]}, now=THURSDAY)


def test_a_file_is_taken_back_until_it_is_handed_in_and_not_after() -> None:
    case = told()
    first, second = open_points(case)
    actions.add_to_point(case=case, files={first.pk: [photo()], second.pk: [photo()]}, now=THURSDAY)
    kept, gone = Upload.objects.get(point=first), Upload.objects.get(point=second)
    actions.take_back_from_point(case=case, upload=gone.pk, now=THURSDAY)
    actions.hand_in(case=case, now=THURSDAY)
    actions.take_back_from_point(case=case, upload=kept.pk, now=THURSDAY)

    assert list(Upload.objects.filter(point__isnull=False)) == [kept]


def test_once_the_case_is_accepted_nothing_more_is_taken() -> None:
    case = filed()
    accept_case(case=case, actor=make_clerk(), now=TUESDAY)

    with pytest.raises(actions.UnableToApply):
        actions.hand_in(case=case, now=THURSDAY)


def test_what_the_counter_took_can_be_completed_online_too() -> None:
    case = told(make_case(), Told("照片不清", "申请书"))
    actions.add_to_point(case=case, files={open_points(case)[0].pk: [photo()]}, now=THURSDAY)

    assert actions.hand_in(case=case, now=THURSDAY).state == "received"


def test_the_entry_says_that_nobody_of_the_house_handed_it_in() -> None:
    case = told()
    actions.add_to_point(case=case, files={point.pk: [photo()] for point in open_points(case)}, now=THURSDAY)
    actions.hand_in(case=case, now=THURSDAY)

    entry = Entry.objects.get(verb="case-completed")
    assert (entry.actor, entry.data["whole"]) == (None, True)
