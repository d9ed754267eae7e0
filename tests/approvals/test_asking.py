"""More time and pauses: arts. 42 and 45 of the Administrative Licensing Law."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from approvals.actions import (
    UnableToAsk,
    UnableToResume,
    UnableToRule,
    ask_extension,
    ask_pause,
    effect_of,
    is_paused,
    resume_case,
    rule_on_ask,
)
from approvals.models import Ask, Case, Irregularity, Paper
from approvals.progress import steps_of
from efficiency.clocks.kinds import ClockKind, Ground
from efficiency.clocks.models import Clock
from efficiency.notifications.models import Notice
from efficiency.organization.models import User
from tests.approvals.builders import make_case, make_item
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    """Accepted on Monday 2025-09-15: promised 15 working days, by law 20, that is 17 October."""
    item = make_item(make_unit("市生态环境局"), promised_limit=15)
    return make_case(item, now=at("2025-09-15 10:00"), accept=True)


@pytest.fixture
def handler(case: Case) -> User:
    return make_user("handler", unit=case.matter.unit)


@pytest.fixture
def head(case: Case) -> User:
    return make_user("head", unit=case.matter.unit)


def last_day(case: Case, kind: ClockKind) -> str:
    return f"{Clock.objects.get(matter=case.matter, kind=kind).due_at:%F}"


def extension(case: Case, handler: User, **changed: Any) -> Ask:
    given: dict[str, Any] = {"days": 10, "reason": "案情复杂，需补充踏勘。", "now": at("2025-10-10 10:00")}
    return ask_extension(case=case, actor=handler, **(given | changed))


def pause(case: Case, handler: User, **changed: Any) -> Ask:
    given: dict[str, Any] = {
        "ground": Ground.EXPERT_REVIEW,
        "planned_until": date(2025, 10, 20),
        "reason": "组织专家评审。",
        "now": at("2025-09-22 10:00"),
    }
    return ask_pause(case=case, actor=handler, **(given | changed))


def test_an_extension_moves_the_limit_of_the_law_by_its_days(case: Case, handler: User, head: User) -> None:
    """T-18, D16: new due = due(old, n)."""
    rule_on_ask(ask=extension(case, handler), granted=True, actor=head, now=at("2025-10-11 10:00"))

    assert last_day(case, ClockKind.STATUTORY) == "2025-10-31"
    assert last_day(case, ClockKind.PROMISED) == "2025-10-11"  # the promise stands


def test_the_page_names_the_pressing_limit_and_offers_no_second_extension(
    case: Case, handler: User, head: User
) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(handler, backend="django.contrib.auth.backends.ModelBackend")
    path, ask = f"/cases/{case.matter.reference}/", "/ask/extension/"
    before = client.get(path).content.decode()
    rule_on_ask(ask=extension(case, handler), granted=True, actor=head, now=at("2025-10-11 10:00"))

    after = client.get(path).content.decode()

    assert before.index("Time left") < before.index("promised limit ") < before.index("Documents")
    assert (ask in before, ask in after) == (True, False)


def test_a_promise_that_only_repeats_the_law_goes_along(handler: User) -> None:
    """T-18; decision 0016."""
    case = make_case(make_item(handler.unit, promised_limit=20), now=at("2025-09-15 10:00"), accept=True)
    chief = make_user("head", unit=handler.unit)

    rule_on_ask(ask=extension(case, handler), granted=True, actor=chief, now=at("2025-10-11 10:00"))

    assert last_day(case, ClockKind.PROMISED) == last_day(case, ClockKind.STATUTORY) == "2025-10-31"


def test_the_applicants_notice_is_issued_in_the_same_act(case: Case, handler: User, head: User) -> None:
    """T-18: the reason is told to the applicant."""
    rule_on_ask(ask=extension(case, handler), granted=True, actor=head, now=at("2025-10-11 10:00"))

    body = Paper.objects.get(matter=case.matter, kind="extension").body
    assert "延长理由：案情复杂，需补充踏勘。" in body
    assert "2025年10月31日" in body


@pytest.mark.parametrize("changed", [{"days": 11}, {"days": 0}, {"reason": "  "}, {"now": at("2025-10-17 17:00")}])
def test_too_much_too_late_or_without_reason_is_not_asked_for(
    case: Case, handler: User, changed: dict[str, Any]
) -> None:
    """T-18."""
    with pytest.raises(UnableToAsk):
        extension(case, handler, **changed)


def test_an_extension_that_is_ruled_on_after_the_limit_is_refused(case: Case, handler: User, head: User) -> None:
    """T-18: approved on or before the due date."""
    ask = extension(case, handler)

    with pytest.raises(UnableToRule):
        rule_on_ask(ask=ask, granted=True, actor=head, now=at("2025-10-17 17:00"))


def test_a_limit_is_extended_once(case: Case, handler: User, head: User) -> None:
    """T-18."""
    rule_on_ask(ask=extension(case, handler, days=2), granted=True, actor=head, now=at("2025-10-11 10:00"))

    with pytest.raises(UnableToAsk):
        extension(case, handler, days=2, now=at("2025-10-12 10:00"))


def test_a_case_without_a_limit_of_law_is_not_extended(handler: User) -> None:
    case = make_case(make_item(handler.unit, statutory_limit=None), now=at("2025-10-10 09:00"), accept=True)

    with pytest.raises(UnableToAsk):
        extension(case, handler)


def test_only_the_head_rules(case: Case, handler: User) -> None:
    """T-18: approver role = agency head."""
    ask = extension(case, handler)
    colleague = make_user("handler", unit=case.matter.unit)
    stranger = make_user("head", unit=make_unit("市民政局"))

    for person in (colleague, stranger):
        with pytest.raises(UnableToRule):
            rule_on_ask(ask=ask, granted=True, actor=person, now=at("2025-10-11 10:00"))


def test_nobody_rules_on_what_he_asked_for(case: Case, head: User) -> None:
    ask = extension(case, head)

    with pytest.raises(UnableToRule):
        rule_on_ask(ask=ask, granted=True, actor=head, now=at("2025-10-11 10:00"))


def test_a_refusal_says_why_and_moves_nothing(case: Case, handler: User, head: User) -> None:
    ask = extension(case, handler)
    with pytest.raises(UnableToRule):
        rule_on_ask(ask=ask, granted=False, actor=head, now=at("2025-10-11 10:00"))

    rule_on_ask(ask=ask, granted=False, ruling_note="时间足够。", actor=head, now=at("2025-10-11 10:00"))

    assert last_day(case, ClockKind.STATUTORY) == "2025-10-17"
    with pytest.raises(UnableToRule):
        rule_on_ask(ask=ask, granted=True, actor=head, now=at("2025-10-11 11:00"))


def test_a_pause_on_a_ground_of_the_law_stops_both_limits(case: Case, handler: User, head: User) -> None:
    """T-20, D24: expert review from 22 September to 20 October."""
    rule_on_ask(ask=pause(case, handler), granted=True, actor=head, now=at("2025-09-22 11:00"))

    assert last_day(case, ClockKind.STATUTORY) == "2025-11-10"
    assert is_paused(case, at("2025-10-20 12:00"))
    assert not is_paused(case, at("2025-10-21 00:00"))  # T-22: it ends by itself
    paper = Paper.objects.get(matter=case.matter, kind="procedure")
    clock = Clock.objects.get(matter=case.matter, kind=ClockKind.STATUTORY)
    assert clock.pauses.get().document == paper.number


def test_another_ground_stops_the_promise_alone_and_is_noted(case: Case, handler: User, head: User) -> None:
    """T-20, E-08."""
    rule_on_ask(ask=pause(case, handler, ground=Ground.OTHER), granted=True, actor=head, now=at("2025-09-22 11:00"))

    assert last_day(case, ClockKind.STATUTORY) == "2025-10-17"
    assert last_day(case, ClockKind.PROMISED) == "2025-11-03"
    assert [(one.rule, one.refused) for one in Irregularity.objects.all()] == [("E-08", False)]


@pytest.mark.parametrize(
    "changed",
    [
        {"planned_until": date(2025, 9, 22)},
        {"planned_until": date(2026, 1, 5)},  # longer than the city allows on one ground
        {"reason": ""},
        {"now": at("2025-10-17 17:00")},
    ],
)
def test_a_pause_without_end_reason_or_sense_is_not_asked_for(
    case: Case, handler: User, changed: dict[str, Any]
) -> None:
    """T-20, T-21: a pause opened after the limit helps nothing."""
    with pytest.raises(UnableToAsk):
        pause(case, handler, **changed)


def test_a_second_pause_inside_the_first_is_refused(case: Case, handler: User, head: User) -> None:
    """T-21."""
    rule_on_ask(ask=pause(case, handler), granted=True, actor=head, now=at("2025-09-22 11:00"))

    with pytest.raises(UnableToAsk):
        pause(case, handler, ground=Ground.HEARING, now=at("2025-09-24 10:00"))


def test_the_pauses_on_one_ground_share_their_days(case: Case, handler: User, head: User) -> None:
    """THREATS 1.5 row 5: a cap for each ground."""
    rule_on_ask(ask=pause(case, handler), granted=True, actor=head, now=at("2025-09-22 11:00"))

    with pytest.raises(UnableToAsk):
        pause(case, handler, planned_until=date(2026, 1, 5), now=at("2025-10-22 10:00"))


def test_a_pause_ends_earlier_by_hand(case: Case, handler: User, head: User) -> None:
    rule_on_ask(ask=pause(case, handler), granted=True, actor=head, now=at("2025-09-22 11:00"))

    resume_case(case=case, actor=handler, now=at("2025-09-25 16:00"))

    assert last_day(case, ClockKind.STATUTORY) == "2025-10-22"  # three days paused


def test_the_applicant_reads_that_counting_goes_on(case: Case, handler: User, head: User) -> None:
    """T-31: once, although several clocks were paused together."""
    rule_on_ask(ask=pause(case, handler), granted=True, actor=head, now=at("2025-09-22 11:00"))
    resume_case(case=case, actor=handler, now=at("2025-09-25 16:00"))

    told = [(step.what, step.at) for step in steps_of(case)]

    assert told.count(("Counting goes on from the next day", at("2025-09-25 16:00"))) == 1


def test_what_is_not_paused_is_not_resumed(case: Case, handler: User) -> None:
    with pytest.raises(UnableToResume):
        resume_case(case=case, actor=handler, now=at("2025-09-25 16:00"))


def test_the_effect_is_known_before_it_is_granted(case: Case, handler: User) -> None:
    ask = extension(case, handler)

    moved = effect_of(case, ask, at("2025-10-11 10:00"))

    assert [(one.clock.kind, one.before, one.after) for one in moved] == [
        ("statutory", date(2025, 10, 17), date(2025, 10, 31))
    ]
    assert last_day(case, ClockKind.STATUTORY) == "2025-10-17"


def test_head_and_handler_are_told(case: Case, handler: User, head: User) -> None:
    ask = extension(case, handler)
    rule_on_ask(ask=ask, granted=True, actor=head, now=at("2025-10-11 10:00"))

    told = Notice.objects.filter(channel="inbox").values_list("recipient", "kind").order_by("pk")
    assert list(told) == [(head.pk, "case.asked"), (handler.pk, "case.granted")]
