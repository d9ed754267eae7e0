"""The page of a card, its notice, and the acts on it."""

from collections.abc import Iterator

import pytest
import time_machine
from django.utils.html import escape

from efficiency.cards.actions import answer
from efficiency.cards.kinds import LevelNumber, State
from efficiency.cards.models import Card, CardPolicy
from efficiency.cards.sweep import sweep
from efficiency.clocks.actions import stop_clock
from tests.cards.builders import head_of, make_hand_card, make_late_card, page_of, upheld, visitor
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter

pytestmark = pytest.mark.django_db

THEN = at("2026-10-13 10:00")


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(THEN, tick=False) as traveller:
        yield traveller


# -- the page ---------------------------------------------------------------------------------


def test_page_tells_rule_versions_and_remedy() -> None:
    """T-32"""
    card = make_late_card(make_unit("市城管局"))

    page = page_of(card, head_of(card))

    assert card.number in page
    assert "市城管局 did not keep its promise" in page
    assert "E-20, version 1" in page
    assert CardPolicy.objects.get().remedy in page
    assert "12345热线：承办单位5个工作日内反馈" in page


def test_page_of_another_unit_is_not_found() -> None:
    """T-38"""
    card = make_late_card()

    for address in ("", "notice/", "answer/", "receive/", "rectify/"):
        assert visitor(make_user("head", unit=make_unit())).get(f"/cards/{card.pk}/{address}").status_code == 404


def test_head_of_a_unit_above_sees_the_card() -> None:
    town = make_unit("花桥镇")
    card = make_late_card(make_unit("曹安村", parent=town))

    assert card.number in page_of(card, make_user("head", unit=town))


def test_points_do_not_count_before_the_period_has_passed() -> None:
    card = make_late_card()

    assert "which do not count yet" in page_of(card, head_of(card))


def test_points_count_once_the_period_has_passed(tuesday: time_machine.Traveller) -> None:
    card = make_late_card()
    tuesday.move_to(at("2026-10-16 00:00"))

    assert "5 points count against" in page_of(card, head_of(card))


def test_page_of_a_reminder_offers_nothing_to_answer() -> None:
    make_clock()
    sweep(at("2026-10-09 09:01"))
    card = Card.objects.get(level=LevelNumber.REMINDER)

    page = page_of(card, head_of(card))

    assert "This is a reminder." in page
    assert "/answer/" not in page


def test_page_of_a_card_by_hand_tells_its_ground() -> None:
    card = make_hand_card()

    assert "收件未出具回执" in page_of(card, head_of(card))


def test_card_page_shows_the_statement_escaped() -> None:
    card = make_late_card()
    answer(card=card, text="<script>x</script>", actor=head_of(card), now=THEN)

    assert escape("<script>x</script>") in page_of(card, make_user("office"))


def test_notice_bears_number_unit_and_remedy() -> None:
    card = make_late_card(make_unit("市城管局"))

    page = visitor(head_of(card)).get(f"/cards/{card.pk}/notice/").content.decode()

    assert card.number in page
    assert "市城管局" in page
    assert CardPolicy.objects.get().remedy in page
    assert "data:image/svg+xml" in page
    assert "2026年9月28日10:00" in page  # began
    assert "2026年10月10日24:00" in page  # due, at the end of a make-up Saturday
    assert "2026年10月12日" in page  # issued


def test_notice_tells_the_facts_of_the_moment_of_issue() -> None:
    card = make_late_card()
    assert card.clock is not None
    stop_clock(clock=card.clock, actor=None, now=at("2026-10-12 16:00"))

    page = visitor(head_of(card)).get(f"/cards/{card.pk}/notice/").content.decode()

    assert "2026年10月12日16:00" not in page


def test_officer_in_charge_is_shown_to_the_unit_and_the_office_alone() -> None:
    officer = make_user("handler", unit=make_unit(), name="赵经办")
    clock = make_clock(matter=make_matter(officer.unit, officer=officer))
    sweep(at("2026-10-12 09:00"))
    card = Card.objects.get(clock=clock, level=LevelNumber.FIRST)

    shown = {role: "赵经办" in page_of(card, make_user(role)) for role in ("office", "executive", "auditor")}

    assert shown == {"office": True, "executive": False, "auditor": False}
    assert "赵经办" in page_of(card, head_of(card))


def test_red_card_tells_both_the_deadline_and_the_second_level(tuesday: time_machine.Traveller) -> None:
    make_late_card()
    tuesday.move_to(at("2026-10-20 10:00"))
    sweep(at("2026-10-20 09:00"))
    card = Card.objects.get(level=LevelNumber.GRAVE)

    page = page_of(card, head_of(card))

    assert "due by 10 Oct" in page
    assert "It was still not finished on 16 Oct (Fri) 24:00, when the second level begins." in page


def test_notice_of_a_card_by_hand_tells_its_ground() -> None:
    card = make_hand_card()

    assert "收件未出具回执" in visitor(head_of(card)).get(f"/cards/{card.pk}/notice/").content.decode()


def test_reminder_has_no_notice() -> None:
    make_clock()
    sweep(at("2026-10-09 09:01"))
    card = Card.objects.get(level=LevelNumber.REMINDER)

    assert visitor(head_of(card)).get(f"/cards/{card.pk}/notice/").status_code == 404


def test_clerk_whom_a_card_names_may_read_it_and_no_other() -> None:
    clerk, unit = make_user("window", unit=make_unit("市政务服务中心")), make_unit()
    make_clock(matter=make_matter(unit, officer=clerk))
    sweep(at("2026-10-12 09:00"))
    card = Card.objects.get(level=LevelNumber.FIRST)

    assert visitor(clerk).get(f"/cards/{card.pk}/").status_code == 200
    assert visitor(make_user("window", unit=clerk.unit)).get(f"/cards/{card.pk}/").status_code == 404


# -- the unit's acts ----------------------------------------------------------------------------


def test_handler_signs_for_the_card() -> None:
    card = make_late_card()
    handler = visitor(make_user("handler", unit=card.unit))

    assert handler.get(f"/cards/{card.pk}/receive/").status_code == 200
    response = handler.post(f"/cards/{card.pk}/receive/")

    card.refresh_from_db()
    assert response.status_code == 302
    assert card.served_at is not None


def test_card_is_signed_for_once() -> None:
    card = make_late_card()
    handler = visitor(make_user("handler", unit=card.unit))
    handler.post(f"/cards/{card.pk}/receive/")

    assert handler.post(f"/cards/{card.pk}/receive/").status_code == 422


def test_head_makes_the_statement() -> None:
    card = make_late_card()

    response = visitor(head_of(card)).post(f"/cards/{card.pk}/answer/", {"text": "系统故障"})

    card.refresh_from_db()
    assert response.status_code == 302
    assert card.state == State.ANSWERED
    assert card.acts.get(kind="statement").text == "系统故障"


def test_statement_after_its_period_is_still_taken(tuesday: time_machine.Traveller) -> None:
    card = make_late_card()
    tuesday.move_to(at("2026-10-20 09:00"))

    assert visitor(head_of(card)).post(f"/cards/{card.pk}/answer/", {"text": "晚了"}).status_code == 302


def test_empty_statement_is_sent_back() -> None:
    card = make_late_card()

    response = visitor(head_of(card)).post(f"/cards/{card.pk}/answer/", {"text": " "})

    assert response.status_code == 422
    assert "Write the statement." in response.content.decode()


def test_statement_after_the_decision_is_refused_and_kept_on_the_page() -> None:
    card = upheld(make_late_card())

    response = visitor(head_of(card)).post(f"/cards/{card.pk}/answer/", {"text": "请撤销"})

    assert response.status_code == 422
    assert "请撤销" in response.content.decode()


def test_handler_cannot_make_the_statement() -> None:
    card = make_late_card()

    handler = visitor(make_user("handler", unit=card.unit))

    assert handler.post(f"/cards/{card.pk}/answer/", {"text": "x"}).status_code == 403


def test_unit_reports_what_it_put_right() -> None:
    card = upheld(make_late_card())

    response = visitor(head_of(card)).post(f"/cards/{card.pk}/rectify/", {"text": "已修复路灯"})

    assert response.status_code == 302
    assert card.acts.get(kind="rectified").text == "已修复路灯"


def test_report_before_the_decision_is_refused() -> None:
    card = make_late_card()

    assert visitor(head_of(card)).post(f"/cards/{card.pk}/rectify/", {"text": "x"}).status_code == 422
