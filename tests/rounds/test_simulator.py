"""The simulator: what other limits would have meant."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from approvals.models import Item
from approvals.rounds.actions.replaying import UnableToReplay, take_replay, usual_span
from approvals.rounds.models import Bar, Replay
from approvals.rounds.replay import Share
from approvals.rounds.simulating import Simulation, simulate, subjects_of_items
from efficiency.changes.adjusting import adjust
from efficiency.organization.models import User
from tests.approvals.builders import make_clerk, make_item
from tests.cast import at, make_unit, make_user
from tests.common.queries import queries_of
from tests.rounds.builders import drafted, finished, opened

pytestmark = pytest.mark.django_db
NOW = at("2026-10-12 09:00")
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)


def replayed(now: Any = NOW) -> Replay:
    return take_replay(first=FIRST, last=LAST, actor=make_user("office"), now=now)


def ask(replay: Replay, limits: dict[Item, int], percent: int = 95) -> Simulation:
    tried = {item.pk: limit for item, limit in limits.items()}
    rows = Item.objects.select_related("unit").filter(pk__in=tried)
    return simulate(replay, subjects_of_items(rows, tried), percent=percent, at=NOW)


def few_suffice() -> None:
    adjust(key="rounds.fewest-cases", value=1, ground="测试", actor=None, now=at("2026-09-01 00:00"))


def twenty(item: Item) -> None:
    """Nineteen cases that needed 2 working days, and one that needed 4."""
    clerk = make_clerk()
    for _number in range(19):
        finished(item, "2026-09-14 10:00", "2026-09-16 10:00", clerk=clerk)
    finished(item, "2026-09-14 10:00", "2026-09-18 10:00", clerk=clerk)


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_shorter_limit_shows_who_would_have_been_late() -> None:
    item = make_item(promised_limit=5)
    twenty(item)

    found = ask(replayed(), {item: 3})

    line = found.items[0]
    assert (line.now, line.then) == (Share(0, 20), Share(1, 20))
    assert line.then.percent == Decimal("5.0")
    assert line.met == 2
    assert [(one.name, one.then) for one in found.units] == [(item.unit.short_name, Share(1, 20))]


def test_limit_that_more_should_meet_is_longer() -> None:
    item = make_item()
    twenty(item)

    assert ask(replayed(), {item: 3}, percent=99).items[0].met == 4


def test_too_few_cases_are_not_told_as_a_share() -> None:
    item = make_item()
    finished(item, "2026-09-14 10:00", "2026-09-18 10:00")

    line = ask(replayed(), {item: 3}).items[0]

    assert (line.then.percent, line.met, line.then.cases) == (None, None, 1)


def test_city_sets_how_many_are_enough() -> None:
    few_suffice()
    item = make_item()
    finished(item, "2026-09-14 10:00", "2026-09-18 10:00")

    assert ask(replayed(), {item: 3}).items[0].then.percent == Decimal("100.0")


def test_item_in_working_hours_is_named_apart() -> None:
    item = make_item(promised_limit=4, promised_unit="wh", statutory_limit=None)

    found = ask(replayed(), {item: 2})

    assert [one.name for one in found.not_replayed] == [item.name]
    assert found.items == []


def test_next_replay_takes_the_place_of_the_last() -> None:
    finished(make_item(), "2026-09-14 10:00", "2026-09-18 10:00")

    first, second = replayed(), replayed()

    assert list(Replay.objects.all()) == [second]
    assert not Bar.objects.filter(replay=first.pk).exists()


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (LAST, FIRST, "ends before it begins"),
        (FIRST, date(2026, 10, 12), "Only days that are over"),
        (date(2022, 1, 1), LAST, "at most three years"),
    ],
)
def test_span_that_cannot_be_replayed(first: date, last: date, text: str) -> None:
    with pytest.raises(UnableToReplay, match=text):
        take_replay(first=first, last=last, actor=make_user("office"), now=NOW)


def test_only_the_office_replays() -> None:
    with pytest.raises(UnableToReplay, match="Only the efficiency office"):
        take_replay(first=FIRST, last=LAST, actor=make_user("head"), now=NOW)


def test_usual_span_is_the_year_that_ended_yesterday() -> None:
    assert usual_span(NOW) == (date(2025, 10, 12), date(2026, 10, 11))


def test_page_answers_what_is_typed() -> None:
    item = make_item(promised_limit=5)
    twenty(item)
    replayed()
    client = signed_in(make_user("office"))

    page = client.get("/rounds/simulator/", {f"try-{item.pk}": "3", "unit": str(item.unit_id)}).content.decode()
    part = client.get("/rounds/simulator/", {f"try-{item.pk}": "1"}, headers={"HX-Request": "true"}).content.decode()

    assert "1 of 20 cases" in page
    assert "What the simulator cannot know" in page
    assert "20 of 20 cases" in part
    assert "<h1" not in part


def test_limit_that_is_none_is_passed_over() -> None:
    item = make_item(promised_limit=5)
    twenty(item)
    replayed()
    client = signed_in(make_user("office"))

    for typed in ("0", "-1", "soon", "9999", "٣"):
        page = client.get("/rounds/simulator/", {f"try-{item.pk}": typed, "unit": str(item.unit_id)}).content.decode()
        assert f'name="try-{item.pk}" value="5"' in page


def test_round_is_tried_as_it_is_proposed() -> None:
    item = make_item(promised_limit=5)
    twenty(item)
    replayed()
    round_ = opened((item, 3))

    page = signed_in(make_user("office")).get(f"/rounds/simulator/?round={round_.pk}").content.decode()

    assert f'name="try-{item.pk}" value="3"' in page
    assert "1 of 20 cases" in page


def test_limits_typed_over_another_round_are_not_carried_along() -> None:
    item = make_item(promised_limit=5)
    twenty(item)
    replayed()
    round_ = opened((item, 3))
    client = signed_in(make_user("office"))
    typed = {f"try-{item.pk}": "4", "round": str(round_.pk)}

    same = client.get("/rounds/simulator/", typed | {"of": str(round_.pk)}).content.decode()
    other = client.get("/rounds/simulator/", typed | {"of": "catalogue"}).content.decode()

    assert f'name="try-{item.pk}" value="4"' in same
    assert f'name="try-{item.pk}" value="3"' in other


def test_head_tries_the_items_of_his_own_unit_alone() -> None:
    own, other = make_item(name="自家许可"), make_item(make_unit("市水务局"), name="别家许可")
    twenty(own)
    twenty(other)
    replayed()

    page = signed_in(make_user("head", unit=own.unit)).get("/rounds/simulator/").content.decode()

    assert "自家许可" in page
    assert "别家许可" not in page
    assert "市水务局" not in page


def test_draft_of_the_office_is_no_choice_of_a_head() -> None:
    item = make_item()
    round_ = drafted((item, 3))
    replayed()

    assert signed_in(make_user("head", unit=item.unit)).get(f"/rounds/simulator/?round={round_.pk}").status_code == 422


def test_office_replays_from_the_page() -> None:
    client = signed_in(make_user("office"))

    taken = client.post("/rounds/simulator/replay/", {"first": "2026-01-01", "last": "2026-01-31"})
    wrong = client.post("/rounds/simulator/replay/", {"first": "2026-02-01", "last": "2026-01-31"})

    assert taken.status_code == 302
    assert wrong.status_code == 422
    assert "The span ends before it begins." in wrong.content.decode()


def test_percent_out_of_range_is_told() -> None:
    replayed()

    answer = signed_in(make_user("office")).get("/rounds/simulator/?percent=50")

    assert answer.status_code == 422
    assert "greater than or equal to 80" in answer.content.decode()


def test_queries_do_not_follow_the_items() -> None:
    unit, clerk = make_unit(), make_clerk()
    client = signed_in(make_user("office"))
    counts = []
    for items in (1, 30):
        for number in range(items):
            finished(make_item(unit, name=f"许可{number}"), "2026-09-14 10:00", "2026-09-18 10:00", clerk=clerk)
        replayed()
        counts.append(queries_of(client, f"/rounds/simulator/?unit={unit.pk}"))

    assert counts[0] == counts[1]
