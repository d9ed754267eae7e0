"""Public commitments: published ahead, seen every month by what happened, answered, settled."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.commitments import actions
from approvals.commitments.actions import UnableToCommit
from approvals.commitments.kinds import Consequence, Finding, Measure, Outcome, Topic
from approvals.commitments.measuring import Month, against, behind, measure
from approvals.commitments.models import Check, Verdict, Version
from approvals.ratings.models import Rating
from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.changes.adjusting import adjust
from efficiency.organization.models import User
from tests.approvals.builders import make_case, make_item
from tests.cast import at, make_unit, make_user
from tests.ratings.builders import Cast, ended_case, make_cast, rated

pytestmark = pytest.mark.django_db
SEPTEMBER = Month(date(2025, 9, 1))
AUGUST_31 = at("2025-08-31 10:00")
OCTOBER = at("2025-10-10 09:00")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def published(cast: Cast, kind: Measure, threshold: int | None = 0, **more: Any) -> Version:
    given: dict[str, Any] = {
        "unit": cast.unit,
        "text": "不让一件事超期",
        "measure": kind,
        "threshold": None if threshold is None else Decimal(threshold),
        "published_from": date(2025, 9, 1),
        "actor": cast.head,
        "now": AUGUST_31,
    }
    return actions.publish(**(given | more))


def late_case(cast: Cast) -> None:
    """Accepted on Monday 8 September with 5 working days: due on the 15th, never finished."""
    make_case(make_item(cast.unit), cast.clerk, now=at("2025-09-08 10:00"), accept=True)


def test_a_month_without_a_late_promise_is_kept(cast: Cast) -> None:
    version = published(cast, Measure.NONE_LATE)
    ended_case(cast, now=at("2025-09-09 10:00"))

    assert actions.measure_month(month=SEPTEMBER, now=OCTOBER) == 1
    assert version.verdicts.get().outcome == Outcome.KEPT


def test_one_late_promise_breaks_it_with_the_row_behind(cast: Cast) -> None:
    version = published(cast, Measure.NONE_LATE)
    late_case(cast)
    actions.measure_month(month=SEPTEMBER, now=OCTOBER)

    verdict = version.verdicts.get()
    assert (verdict.outcome, verdict.part) == (Outcome.BROKEN, 1)
    assert [clock.kind for clock in against(Measure.NONE_LATE, cast.unit, SEPTEMBER)] == ["promised"]


def test_a_share_is_kept_at_its_threshold_and_broken_below(cast: Cast) -> None:
    for _number in range(4):
        ended_case(cast, now=at("2025-09-09 10:00"))
    late_case(cast)

    assert measure(Measure.IN_TIME, Decimal(80), cast.unit, SEPTEMBER).outcome == Outcome.KEPT
    found = measure(Measure.IN_TIME, Decimal("80.1"), cast.unit, SEPTEMBER)
    assert (found.outcome, found.part, found.whole) == (Outcome.BROKEN, 4, 5)


def test_a_share_of_nothing_is_neither_kept_nor_broken(cast: Cast) -> None:
    """T-55."""
    assert measure(Measure.SATISFIED, Decimal(90), cast.unit, SEPTEMBER).outcome == Outcome.NOTHING


def test_voided_ratings_do_not_break_a_commitment(cast: Cast) -> None:
    """T-58."""
    rated(cast, 1, now=at("2025-09-09 10:00"))
    bad = rated(cast, 5, now=at("2025-09-09 11:00"))
    assert measure(Measure.SATISFIED, Decimal(90), cast.unit, SEPTEMBER).outcome == Outcome.BROKEN

    Rating.objects.filter(pk=bad.pk).update(voided_at=OCTOBER)
    assert measure(Measure.SATISFIED, Decimal(90), cast.unit, SEPTEMBER).outcome == Outcome.KEPT


def test_a_card_counts_in_the_month_of_its_breach(cast: Cast) -> None:
    late_case(cast)
    sweep(now=at("2025-10-02 09:00"))

    assert measure(Measure.NO_CARD, Decimal(0), cast.unit, SEPTEMBER).outcome == Outcome.BROKEN
    assert measure(Measure.NO_CARD, Decimal(0), cast.unit, SEPTEMBER.following).outcome == Outcome.KEPT


def test_a_month_is_judged_once_and_only_when_it_is_over(cast: Cast) -> None:
    published(cast, Measure.NONE_LATE)

    assert actions.measure_month(month=SEPTEMBER, now=at("2025-09-30 23:59")) == 0
    assert actions.measure_month(month=SEPTEMBER, now=OCTOBER) == 1
    assert actions.measure_month(month=SEPTEMBER, now=OCTOBER) == 0


def test_nobody_is_measured_by_what_was_not_published_on_the_first(cast: Cast) -> None:
    published(cast, Measure.NONE_LATE, published_from=date(2025, 9, 2), now=at("2025-09-02 10:00"))

    assert actions.measure_month(month=SEPTEMBER, now=OCTOBER) == 0


def test_a_commitment_is_never_published_backwards(cast: Cast) -> None:
    with pytest.raises(UnableToCommit, match="today or a later day"):
        published(cast, Measure.NONE_LATE, published_from=date(2025, 8, 30))


def test_a_month_keeps_the_wording_of_its_first_day(cast: Cast) -> None:
    first = published(cast, Measure.NONE_LATE)
    published(
        cast,
        Measure.NONE_LATE,
        99,
        commitment=first.commitment,
        ground="事多",
        published_from=date(2025, 9, 10),
        now=at("2025-09-10 09:00"),
    )
    late_case(cast)
    actions.measure_month(month=SEPTEMBER, now=OCTOBER)

    assert first.verdicts.get().outcome == Outcome.BROKEN


def test_an_ended_commitment_is_not_measured(cast: Cast) -> None:
    first = published(cast, Measure.NONE_LATE)
    published(cast, Measure.NONE_LATE, commitment=first.commitment, ends=True, ground="机构改革")

    assert actions.measure_month(month=SEPTEMBER, now=OCTOBER) == 0


def test_versions_and_verdicts_never_change(cast: Cast) -> None:
    version = published(cast, Measure.NONE_LATE)
    actions.measure_month(month=SEPTEMBER, now=OCTOBER)

    for rows, change in ((Version.objects.filter(pk=version.pk), {"text": "x"}), (Verdict.objects.all(), {"part": 9})):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows.update(**change)


def test_only_the_head_of_the_unit_or_the_office_publishes(cast: Cast) -> None:
    with pytest.raises(UnableToCommit):
        published(cast, Measure.NONE_LATE, actor=make_user("head", unit=make_unit("市水务局")))
    assert published(cast, Measure.NONE_LATE, actor=cast.office).number == 1


def broken(cast: Cast) -> Verdict:
    published(cast, Measure.NONE_LATE)
    late_case(cast)
    actions.measure_month(month=SEPTEMBER, now=OCTOBER)
    return Verdict.objects.get()


def test_the_office_issues_a_card_by_hand_once(cast: Cast) -> None:
    """S36: what follows a broken commitment is decided by a person, with a ground."""
    verdict = broken(cast)
    settled = actions.settle(
        verdict=verdict, kind=Consequence.CARD, ground="承诺未兑现", actor=cast.office, now=OCTOBER
    )

    card = settled.card
    assert card is not None
    assert (card.unit, card.rule, card.ground, card.issued_by) == (cast.unit, "S36", "承诺未兑现", cast.office)
    with pytest.raises(UnableToCommit, match="already"):
        actions.settle(verdict=verdict, kind=Consequence.NONE, ground="算了", actor=cast.office2, now=OCTOBER)


def test_where_the_city_says_so_it_is_a_lead_and_no_card(cast: Cast) -> None:
    verdict = broken(cast)
    adjust(
        key="commitments.consequence",
        value="lead",
        ground="试行",
        actor=cast.office,
        confirmed_by=cast.office2,
        now=AUGUST_31,
    )

    with pytest.raises(UnableToCommit, match="another consequence"):
        actions.settle(verdict=verdict, kind=Consequence.CARD, ground="承诺未兑现", actor=cast.office, now=OCTOBER)
    settled = actions.settle(verdict=verdict, kind=Consequence.LEAD, ground="未兑现", actor=cast.office, now=OCTOBER)
    assert (settled.kind, settled.card) == ("lead", None)
    assert not Card.objects.numbered().exists()


def test_the_head_answers_once_and_everybody_reads_it(cast: Cast) -> None:
    verdict = broken(cast)
    actions.answer(verdict=verdict, text="系统故障，已修复。", actor=cast.head, now=OCTOBER)

    with pytest.raises(UnableToCommit):
        actions.answer(verdict=verdict, text="再说一次。", actor=cast.head, now=OCTOBER)
    assert verdict.unit_id == cast.unit.pk


def test_the_office_assesses_what_no_data_can_tell(cast: Cast) -> None:
    version = published(cast, Measure.ASSESSED, None)
    assert actions.measure_month(month=SEPTEMBER, now=OCTOBER) == 0

    with pytest.raises(UnableToCommit, match="evidence"):
        actions.assess(
            commitment=version.commitment, month=SEPTEMBER, kept=False, evidence=" ", actor=cast.office, now=OCTOBER
        )
    verdict = actions.assess(
        commitment=version.commitment,
        month=SEPTEMBER,
        kept=False,
        evidence="两次抽查无人",
        actor=cast.office,
        now=OCTOBER,
    )
    assert (verdict.outcome, verdict.evidence) == (Outcome.BROKEN, "两次抽查无人")
    page = signed_in(cast.head).get(f"/commitments/verdicts/{verdict.pk}/")
    assert (page.status_code, "两次抽查无人" in page.content.decode()) == (200, True)


def test_a_measure_is_told_with_its_threshold_in_its_place(cast: Cast) -> None:
    assert published(cast, Measure.IN_TIME, 98).measure_words == "share of promises kept in time, at least 98%"
    assert published(cast, Measure.NO_CARD, 0).measure_words == "cards that stand, at most 0"


def test_the_newest_check_of_publication_counts(cast: Cast) -> None:
    given: dict[str, Any] = {"unit": cast.unit, "topic": Topic.FEES, "note": "", "actor": cast.office}
    with pytest.raises(UnableToCommit, match="where"):
        actions.check_publication(finding=Finding.PUBLISHED, place="", **given)
    actions.check_publication(finding=Finding.MISSING, place="", now=AUGUST_31, **given)
    actions.check_publication(finding=Finding.PUBLISHED, place="门户网站收费专栏", now=OCTOBER, **given)

    page = Client(headers={"accept-language": "en"}).get(f"/commitments/units/{cast.unit.pk}/").content.decode()
    assert "门户网站收费专栏" in page
    assert Check.objects.count() == 2


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_commitment_is_published_on_the_page_and_read_by_everybody(cast: Cast) -> None:
    today = timezone.localdate()
    sent = {"unit": cast.unit.pk, "text": "午间不断档", "measure": "in-time", "threshold": "", "published_from": today}
    client = signed_in(cast.head)

    assert client.post("/commitments/new/", sent).status_code == 422
    assert client.post("/commitments/new/", sent | {"threshold": "101"}).status_code == 422
    assert client.post("/commitments/new/", sent | {"threshold": "98"}).status_code == 302
    assert "午间不断档" in Client().get("/commitments/").content.decode()


def test_the_public_page_asks_as_often_for_thirty_commitments_as_for_one(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    today = timezone.localdate()
    made: dict[str, Any] = {"published_from": today, "now": timezone.now() - timedelta(minutes=1)}
    published(cast, Measure.NONE_LATE, **made)
    with django_assert_num_queries(3):
        Client().get("/commitments/")
    for _number in range(29):
        published(cast, Measure.NONE_LATE, **made)

    with django_assert_num_queries(3):
        page = Client().get("/commitments/").content.decode()
    assert page.count("不让一件事超期") == 30


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(codes=st.lists(st.integers(1, 5), max_size=20), threshold=st.integers(0, 100))
def test_good_and_bad_rows_make_the_whole_and_decide(cast: Cast, codes: list[int], threshold: int) -> None:
    Rating.objects.all().delete()
    Rating.objects.bulk_create(
        Rating(
            unit=cast.unit,
            code=code,
            channel="imported",
            stage="closing",
            rated_at=at("2025-09-09 10:00"),
            source="s",
            number=str(place),
            demo=True,
        )
        for place, code in enumerate(codes)
    )
    found = measure(Measure.SATISFIED, Decimal(threshold), cast.unit, SEPTEMBER)
    bad = against(Measure.SATISFIED, cast.unit, SEPTEMBER).count()

    assert found.whole == behind(Measure.SATISFIED, cast.unit, SEPTEMBER).count() == len(codes)
    assert found.part + bad == found.whole
    good = [code for code in codes if code <= 3]
    kept = not codes or 100 * len(good) >= threshold * len(codes)
    assert (found.outcome == Outcome.BROKEN) is not kept
