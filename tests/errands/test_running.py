"""An errand from the applicant's door to the end (S10)."""

from datetime import date

import pytest

from approvals.actions import decline_case, finish_case, tell_to_correct
from approvals.actions.correcting import Told
from approvals.errands.actions import UnableToRun, call_off, carry, deliver, fetch, send_back, take_in, take_papers
from approvals.errands.kinds import State, Step
from approvals.errands.models import Errand
from approvals.models import Case, DeclineGround, Outcome
from efficiency.audit.models import Entry
from efficiency.notifications.models import Notice
from efficiency.organization.models import User
from efficiency.vault.models import Person, Reading
from tests.approvals.builders import APPLICANT, make_item
from tests.cast import at, make_unit, make_user
from tests.errands.builders import NOW, make_agent, make_carried, make_errand, make_window

pytestmark = pytest.mark.django_db
AT_WINDOW = at("2026-09-14 14:10")


@pytest.fixture
def agent() -> User:
    return make_agent()


@pytest.fixture
def window() -> User:
    return make_window()


def test_an_errand_is_to_be_carried_within_two_working_days(agent: User, window: User) -> None:
    errand = make_errand(agent, window)

    assert (errand.state, errand.step, errand.carry_by) == (State.WITH_AGENT, Step.CARRY, date(2026, 9, 16))
    assert not errand.is_late(date(2026, 9, 16))
    assert errand.is_late(date(2026, 9, 17))


def test_who_it_is_for_is_in_the_vault_alone(agent: User, window: User) -> None:
    errand = make_errand(agent, window)

    assert Person.objects.get().pk == errand.person
    assert "顾" not in str(Entry.objects.get(verb="errand-taken-in").data)


def test_the_same_form_sent_twice_is_one_errand(agent: User, window: User) -> None:
    assert window.unit is not None
    item = make_item()

    for _time in "ab":
        take_in(
            item=item, applicant=APPLICANT, materials=[], to_unit=window.unit, submission="one", actor=agent, now=NOW
        )

    assert Errand.objects.count() == 1


def test_only_village_rooms_and_towns_run_errands(window: User) -> None:
    with pytest.raises(UnableToRun, match="village rooms"):
        make_errand(make_user("window", unit=make_unit("市民政局")), window)
    with pytest.raises(UnableToRun, match="village rooms"):
        make_errand(make_user("head", unit=make_agent().unit), window)


def test_the_window_takes_the_papers_over_and_nothing_is_typed_twice(agent: User, window: User) -> None:
    errand = make_carried(agent, window)

    case = take_papers(errand=errand, actor=window, now=AT_WINDOW)

    errand.refresh_from_db()
    assert (errand.state, errand.case, errand.taken_by, errand.step) == (State.UNDER_WAY, case, window, Step.WAIT)
    assert (case.state, case.clerk, case.received_at) == ("accepted", window, AT_WINDOW)
    assert Reading.objects.get().purpose == "全程代办：窗口据以收件"


def test_papers_that_are_not_all_there_are_received_only(agent: User, window: User) -> None:
    """The limit of 5 working days begins at the window, not at the agent's."""
    case = take_papers(errand=make_carried(agent, window, materials=[]), actor=window, now=AT_WINDOW)

    assert case.state == "received"


def test_papers_are_taken_once(agent: User, window: User) -> None:
    errand = make_carried(agent, window)
    take_papers(errand=errand, actor=window, now=AT_WINDOW)

    with pytest.raises(UnableToRun, match="already"):
        take_papers(errand=errand, actor=window, now=AT_WINDOW)
    assert Case.objects.count() == 1


def test_another_window_takes_nothing(agent: User, window: User) -> None:
    errand = make_carried(agent, window)

    with pytest.raises(UnableToRun, match="another window"):
        take_papers(errand=errand, actor=make_user("window", unit=make_unit("市民政局")), now=AT_WINDOW)
    assert Reading.objects.count() == 0


def test_papers_sent_back_tell_the_agent_why(agent: User, window: User) -> None:
    errand = send_back(errand=make_carried(agent, window), reason="缺照片", actor=window, now=AT_WINDOW)

    assert (errand.step, errand.sent_back, errand.carry_by) == (Step.MEND, "缺照片", date(2026, 9, 16))
    assert Notice.objects.filter(recipient=agent, kind="errand.sent-back", channel="inbox").exists()
    assert carry(errand=errand, actor=agent, now=at("2026-09-15 09:00")).sent_back == ""


def test_what_comes_next_follows_the_case(agent: User, window: User) -> None:
    errand = make_carried(agent, window)
    case = take_papers(errand=errand, actor=window, now=AT_WINDOW)
    finish_case(case=case, outcome=Outcome.GRANTED, result="1号", reasons="", actor=window, now=at("2026-09-16 10:00"))
    errand = Errand.objects.get(pk=errand.pk)
    assert errand.step == Step.FETCH

    errand = fetch(errand=errand, actor=agent, now=at("2026-09-17 09:00"))
    assert errand.step == Step.HAND_OVER
    errand = deliver(errand=errand, outcome="本人签收", actor=agent, now=at("2026-09-17 15:00"))

    assert (errand.state, errand.step, errand.ended_at) == (State.DELIVERED, Step.DONE, at("2026-09-17 15:00"))


def test_what_the_applicant_must_complete_is_fetched_by_the_agent(agent: User, window: User) -> None:
    errand = make_carried(agent, window, materials=["申请书"])
    case = take_papers(errand=errand, actor=window, now=AT_WINDOW)

    tell_to_correct(case=case, points=[Told("未提交", "营业执照复印件")], actor=window, now=AT_WINDOW)

    assert Errand.objects.get(pk=errand.pk).step == Step.BRING_MORE


def test_a_case_that_was_not_accepted_is_told(agent: User, window: User) -> None:
    errand = make_carried(agent, window, materials=[])
    case = take_papers(errand=errand, actor=window, now=AT_WINDOW)

    decline_case(
        case=case, ground=DeclineGround.NOT_NEEDED, agency="", reasons="不需要许可", actor=window, now=AT_WINDOW
    )

    assert Errand.objects.get(pk=errand.pk).step == Step.TELL


def test_nothing_is_delivered_before_there_is_something(agent: User, window: User) -> None:
    errand = make_errand(agent, window)

    with pytest.raises(UnableToRun):
        fetch(errand=errand, actor=agent, now=NOW)
    with pytest.raises(UnableToRun):
        deliver(errand=errand, outcome="本人签收", actor=agent, now=NOW)


def test_an_errand_is_called_off_only_while_the_agent_has_the_papers(agent: User, window: User) -> None:
    assert call_off(errand=make_errand(agent, window), outcome="不办了", actor=agent, now=NOW).state == "off"

    with pytest.raises(UnableToRun, match="withdraws"):
        call_off(errand=make_carried(agent, window), outcome="不办了", actor=agent, now=AT_WINDOW)


def test_a_colleague_of_the_room_goes_on_and_another_room_does_not(agent: User, window: User) -> None:
    errand = make_errand(agent, window)
    with pytest.raises(UnableToRun, match="another room"):
        carry(errand=errand, actor=make_agent(make_unit("市北村", "village")), now=NOW)

    assert carry(errand=errand, actor=make_user("window", unit=agent.unit), now=NOW).state == State.CARRIED
