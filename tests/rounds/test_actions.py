"""A round is prepared, answered and approved."""

from datetime import date
from typing import Any

import pytest

from approvals.actions import accept_case
from approvals.catalogue import schedule_change
from approvals.models import Item
from approvals.rounds.actions.answering import Said, UnableToAnswer, answer_proposals, keep_proposal
from approvals.rounds.actions.approving import propose_round
from approvals.rounds.actions.preparing import (
    UnableToPrepare,
    Wanted,
    change_round,
    drop_proposal,
    make_round,
    open_round,
    put_proposals,
    withdraw_round,
)
from approvals.rounds.kinds import Answer, RoundState
from approvals.rounds.models import Proposal, Round
from efficiency.audit.models import Entry
from efficiency.changes.actions import decide, withdraw
from efficiency.changes.kinds import UnableToChange
from efficiency.clocks.kinds import ClockKind
from efficiency.notifications.models import Notice
from efficiency.organization.models import User
from tests.approvals.builders import clerk_of, make_case, make_item
from tests.cast import at, make_unit, make_user
from tests.rounds.builders import ANSWER_BY, EFFECTIVE, NOW, drafted, opened

pytestmark = pytest.mark.django_db
LATER = at("2026-10-26 09:00")  # the departments' days are over


def head_of(item: Item) -> User:
    return make_user("head", unit=item.unit)


def say(round_: Round, actor: User, answer: Answer, reason: str = "", now: Any = NOW) -> int:
    said = {one.pk: Said(answer, reason, one.new_limit, one.new_unit) for one in round_.proposals.all()}
    return answer_proposals(round_=round_, said=said, actor=actor, now=now)


def test_proposal_copies_what_is_promised_now() -> None:
    item = make_item(promised_limit=5)

    proposal = drafted((item, 3)).proposals.get()

    assert (proposal.old_limit, proposal.old_unit, proposal.new_limit) == (5, "wd", 3)
    assert (proposal.item_name, proposal.unit) == (item.name, item.unit)


def test_only_the_office_begins_a_round() -> None:
    with pytest.raises(UnableToPrepare, match="Only the efficiency office"):
        make_round(
            title="轮", document="号", answer_by=ANSWER_BY, effective_on=EFFECTIVE, actor=make_user("head"), now=NOW
        )


@pytest.mark.parametrize(
    ("answer_by", "effective_on", "text"),
    [
        (date(2026, 10, 11), EFFECTIVE, "a day to answer by that is not over"),
        (date(2026, 11, 2), date(2026, 11, 2), "begin after the day"),
    ],
)
def test_days_of_a_round_stand_in_their_order(answer_by: date, effective_on: date, text: str) -> None:
    with pytest.raises(UnableToPrepare, match=text):
        make_round(
            title="轮",
            document="号",
            answer_by=answer_by,
            effective_on=effective_on,
            actor=make_user("office"),
            now=NOW,
        )


@pytest.mark.parametrize(
    ("given", "limit", "unit", "text"),
    [
        ({"promised_limit": 5}, 6, "wd", "A speed-up is not longer"),
        ({"promised_limit": 5, "statutory_limit": None}, 2, "mo", "cannot be compared"),
        ({"promised_limit": 5}, 0, "wd", "at least 1"),
        ({"promised_limit": 1, "handling": "1"}, 1, "wd", "done at once"),
        ({"promised_limit": 5, "active": False}, 3, "wd", "no longer in the catalogue"),
        (
            {"promised_limit": 8, "promised_unit": "wh", "statutory_limit": 20, "statutory_unit": "cd"},
            1,
            "wd",
            "cannot be compared",
        ),
    ],
)
def test_limit_that_is_no_speed_up_is_refused(given: dict[str, Any], limit: int, unit: str, text: str) -> None:
    """T-25: never longer than now, nor than the law."""
    office, round_ = make_user("office"), drafted()

    with pytest.raises(UnableToPrepare, match=text):
        put_proposals(round_=round_, wanted=[Wanted(make_item(**given), limit, unit)], actor=office, now=NOW)

    assert Proposal.objects.count() == 0


def test_one_bad_limit_takes_none_over() -> None:
    office, round_ = make_user("office"), drafted()
    wanted = [Wanted(make_item(), 3, "wd"), Wanted(make_item(), 9, "wd")]

    with pytest.raises(UnableToPrepare):
        put_proposals(round_=round_, wanted=wanted, actor=office, now=NOW)

    assert round_.proposals.count() == 0


def test_heads_are_told_when_the_round_is_opened() -> None:
    item = make_item()
    head = head_of(item)

    round_ = opened((item, 3))

    assert Notice.objects.filter(recipient=head, kind="round.asked", path=f"/rounds/{round_.pk}/").exists()
    assert round_.state == RoundState.OPEN


def test_round_without_a_proposal_is_not_opened() -> None:
    with pytest.raises(UnableToPrepare, match="asks nobody anything"):
        open_round(round_=drafted(), actor=make_user("office"), now=NOW)


def test_head_agrees_and_objects_with_a_reason() -> None:
    item = make_item()
    round_, head = opened((item, 3)), head_of(item)

    assert say(round_, head, Answer.OBJECTED, "现场核查需要两天。") == 1
    proposal = round_.proposals.get()

    assert (proposal.answer, proposal.reason, proposal.answered_by) == ("objected", "现场核查需要两天。", head)
    assert say(round_, head, Answer.AGREED) == 1
    assert round_.proposals.get().reason == ""


def test_objection_without_a_reason_is_refused() -> None:
    item = make_item()

    with pytest.raises(UnableToAnswer, match="Say why"):
        say(opened((item, 3)), head_of(item), Answer.OBJECTED)


def test_head_answers_for_his_own_items_alone() -> None:
    round_ = opened((make_item(), 3))

    with pytest.raises(UnableToAnswer, match="belongs to another department"):
        say(round_, make_user("head", unit=make_unit("市水务局")), Answer.AGREED)

    assert round_.proposals.get().answer == ""


def test_nobody_agrees_to_a_limit_that_he_has_not_seen() -> None:
    item, office = make_item(), make_user("office")
    round_ = opened((item, 3), office=office)
    seen = {round_.proposals.get().pk: Said(Answer.AGREED, "", 3, "wd")}
    put_proposals(round_=round_, wanted=[Wanted(item, 2, "wd")], actor=office, now=NOW)

    with pytest.raises(UnableToAnswer, match="has changed to 2 working days"):
        answer_proposals(round_=round_, said=seen, actor=head_of(item), now=NOW)


def test_changed_proposal_is_answered_anew() -> None:
    item, office = make_item(), make_user("office")
    round_ = opened((item, 3), office=office)
    say(round_, head_of(item), Answer.AGREED)

    put_proposals(round_=round_, wanted=[Wanted(item, 4, "wd")], actor=office, now=NOW)

    assert round_.proposals.get().answer == ""


def test_draft_takes_no_answers() -> None:
    item = make_item()

    with pytest.raises(UnableToAnswer, match="takes no answers"):
        say(drafted((item, 3)), head_of(item), Answer.AGREED)


def test_round_waits_for_answers_while_the_departments_have_time() -> None:
    office = make_user("office")
    round_ = opened((make_item(), 3), office=office)

    with pytest.raises(UnableToPrepare, match="still have time"):
        propose_round(round_=round_, ground="提速", actor=office, now=NOW)

    assert propose_round(round_=round_, ground="提速", actor=office, now=LATER).open


def test_objection_is_settled_before_the_round_goes_on() -> None:
    item, office = make_item(), make_user("office")
    round_ = opened((item, 3), office=office)
    say(round_, head_of(item), Answer.OBJECTED, "人手不足。")

    with pytest.raises(UnableToPrepare, match="1 objection is not settled"):
        propose_round(round_=round_, ground="提速", actor=office, now=NOW)
    keep_proposal(proposal=round_.proposals.get(), because="窗口已增派人员。", actor=office, now=NOW)

    assert propose_round(round_=round_, ground="提速", actor=office, now=NOW).open


def test_only_an_objection_is_kept() -> None:
    office = make_user("office")
    round_ = opened((make_item(), 3), office=office)

    with pytest.raises(UnableToAnswer, match="does not object"):
        keep_proposal(proposal=round_.proposals.get(), because="理由", actor=office, now=NOW)


def test_round_before_the_second_person_stands_still() -> None:
    item, office = make_item(), make_user("office")
    round_ = opened((item, 3), office=office)
    change = propose_round(round_=round_, ground="提速", actor=office, now=LATER)

    with pytest.raises(UnableToPrepare, match="before the second person"):
        drop_proposal(proposal=round_.proposals.get(), actor=office, now=LATER)
    with pytest.raises(UnableToAnswer, match="takes no answers"):
        say(round_, head_of(item), Answer.AGREED, now=LATER)
    withdraw(change=change, actor=office, now=LATER)
    drop_proposal(proposal=round_.proposals.get(), actor=office, now=LATER)

    assert round_.proposals.count() == 0


def test_whoever_proposed_a_round_does_not_approve_it() -> None:
    office = make_user("office")
    round_ = opened((make_item(), 3), office=office)
    change = propose_round(round_=round_, ground="提速", actor=office, now=LATER)

    with pytest.raises(UnableToChange, match="another person"):
        decide(change=change, confirm=True, actor=office, now=LATER)


def test_approved_round_stays_as_it_is() -> None:
    office = make_user("office")
    round_ = opened((make_item(), 3), office=office)
    change = propose_round(round_=round_, ground="提速", actor=office, now=LATER)

    decide(change=change, confirm=True, actor=make_user("office"), now=LATER)
    round_.refresh_from_db()

    assert round_.state == RoundState.APPROVED
    assert not round_.is_in_force(date(2026, 11, 1))
    assert round_.is_in_force(date(2026, 11, 2))
    with pytest.raises(UnableToPrepare, match="has ended"):
        withdraw_round(round_=round_, reason="算了", actor=office, now=LATER)


def test_catalogue_that_went_on_meanwhile_stops_the_approval() -> None:
    item, office = make_item(promised_limit=5), make_user("office")
    round_ = opened((item, 3), office=office)
    change = propose_round(round_=round_, ground="提速", actor=office, now=LATER)
    Item.objects.filter(pk=item.pk).update(promised_limit=4)

    with pytest.raises(UnableToChange, match="promises 4 working days by now, no longer 5 working days"):
        decide(change=change, confirm=True, actor=make_user("office"), now=LATER)


def test_round_whose_day_has_come_is_not_approved() -> None:
    office = make_user("office")
    round_ = opened((make_item(), 3), office=office)
    change = propose_round(round_=round_, ground="提速", actor=office, now=LATER)

    with pytest.raises(UnableToChange, match="Choose a later one"):
        decide(change=change, confirm=True, actor=make_user("office"), now=at("2026-11-02 00:00"))


def test_frame_changes_until_the_end_and_a_round_can_be_given_up() -> None:
    office, round_ = make_user("office"), drafted((make_item(), 3))

    change_round(
        round_=round_,
        title="第九轮",
        document="昆效能〔2026〕9号",
        answer_by=ANSWER_BY,
        effective_on=date(2026, 11, 9),
        actor=office,
        now=NOW,
    )
    withdraw_round(round_=round_, reason="与国家目录调整合并进行。", actor=office, now=NOW)
    round_.refresh_from_db()

    assert (round_.title, round_.effective_on, round_.state) == ("第九轮", date(2026, 11, 9), RoundState.WITHDRAWN)


def test_each_act_leaves_an_entry() -> None:
    office = make_user("office")
    item = make_item()
    round_ = opened((item, 3), office=office)
    say(round_, head_of(item), Answer.AGREED)
    change = propose_round(round_=round_, ground="提速", actor=office, now=NOW)
    decide(change=change, confirm=True, actor=make_user("office"), now=NOW)

    verbs = list(Entry.objects.filter(subject_kind="round").order_by("pk").values_list("verb", flat=True))

    assert verbs == [
        *("round-made", "round-proposed", "round-opened", "round-answered", "round-put-forward", "round-approved"),
    ]


def test_case_accepted_before_keeps_its_limit() -> None:
    """T-25: the limit is copied; a round moves no case that is under way."""
    item = make_item(promised_limit=5)
    office = make_user("office")
    case = make_case(item, accept=True, now=at("2026-10-26 10:00"))
    received = make_case(item, now=at("2026-10-26 10:30"))
    round_ = opened((item, 3), office=office)
    change = propose_round(round_=round_, ground="提速", actor=office, now=LATER)
    decide(change=change, confirm=True, actor=make_user("office"), now=at("2026-10-26 11:00"))

    accept_case(case=received, actor=clerk_of(received), now=at("2026-10-26 12:00"))

    clocks = [one.matter.clocks.get(kind=ClockKind.PROMISED).limit for one in (case, received)]
    assert clocks == [5, 5]


def test_new_limits_hold_from_the_day_of_the_round() -> None:
    """THREATS row 8: the catalogue is dated; a case has the limit of the version valid at its receipt."""
    item = make_item(promised_limit=5)
    office = make_user("office")
    round_ = opened((item, 3), office=office)
    change = propose_round(round_=round_, ground="提速", actor=office, now=LATER)
    decide(change=change, confirm=True, actor=make_user("office"), now=LATER)

    before = make_case(item, now=at("2026-11-01 23:59"))
    after = make_case(item, now=at("2026-11-02 00:00"))

    assert (before.promised_limit, after.promised_limit) == (5, 3)


def test_change_that_is_scheduled_before_the_round_stops_the_approval() -> None:
    item, office = make_item(promised_limit=5), make_user("office")
    round_ = opened((item, 3), office=office)
    change = propose_round(round_=round_, ground="提速", actor=office, now=LATER)
    schedule_change(
        item=item,
        values={"promised_limit": 4},
        effective_from=at("2026-10-30 00:00"),
        ground="先行提速",
        actor=office,
        now=LATER,
    )

    with pytest.raises(UnableToChange, match="promises 4 working days by now"):
        decide(change=change, confirm=True, actor=make_user("office"), now=LATER)
