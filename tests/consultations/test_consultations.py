"""Units convened on a case or a project: each its own reply clock, and no effect on what the law sets (S37)."""

import pytest
from django.test import Client
from django.urls import reverse

from approvals.consultations import actions
from approvals.consultations.actions import UnableToConsult
from approvals.consultations.kinds import Outcome, Stance
from approvals.consultations.models import Consultation
from efficiency.audit.models import Entry
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.notifications.models import Notice
from efficiency.organization.models import User
from tests.approvals.builders import make_case
from tests.cast import at, make_unit, make_user
from tests.projects.builders import Chain, make_chain, opened

pytestmark = pytest.mark.django_db
MONDAY = at("2026-09-14 10:00")


@pytest.fixture
def chain() -> Chain:
    return make_chain()


def convened(chain: Chain) -> Consultation:
    units = [chain.market, chain.fire]
    project = opened(chain, now=MONDAY)
    return actions.convene(about=project, question="消防车道能否借用？", units=units, actor=chain.head, now=MONDAY)


def browser(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_each_unit_invited_has_a_reply_clock_of_three_working_days(chain: Chain) -> None:
    consultation = convened(chain)
    clocks = Clock.objects.filter(matter=consultation.matter).order_by("pk")

    assert [(clock.kind, clock.unit, clock.due_at) for clock in clocks] == [
        (ClockKind.CONSULTED, chain.market, at("2026-09-17 17:00")),
        (ClockKind.CONSULTED, chain.fire, at("2026-09-17 17:00")),
    ]


def test_only_the_unit_that_has_the_matter_or_the_office_convenes(chain: Chain) -> None:
    project = opened(chain)
    stranger = make_user("head", unit=chain.market)

    with pytest.raises(UnableToConsult):
        actions.convene(about=project, question="？", units=[chain.fire], actor=stranger, now=MONDAY)
    assert actions.convene(about=project, question="？", units=[chain.fire], actor=chain.office, now=MONDAY).open


def test_waiting_for_other_units_never_moves_a_clock_of_the_case(chain: Chain) -> None:
    """RULES.md 1.1: waiting for another department is no ground of art. 45."""
    case = make_case(chain.item, chain.clerk, now=MONDAY, accept=True)
    before = list(case.matter.clocks.order_by("pk").values_list("kind", "due_at", "paused", "look_at"))
    head = make_user("head", unit=chain.market)
    actions.convene(about=case, question="经营场所性质？", units=[chain.fire], actor=head, now=at("2026-09-15 10:00"))

    assert list(case.matter.clocks.order_by("pk").values_list("kind", "due_at", "paused", "look_at")) == before


def test_an_opinion_stops_the_units_own_clock_alone(chain: Chain) -> None:
    consultation = convened(chain)
    first, second = consultation.invitations.order_by("pk")
    with pytest.raises(UnableToConsult, match="Another unit"):
        actions.answer(invitation=first, stance=Stance.AGREE, text="同意", actor=chain.handler, now=MONDAY)

    who = make_user("handler", unit=chain.market)
    actions.answer(invitation=first, stance=Stance.AGREE, text="同意", actor=who, now=at("2026-09-15 10:00"))
    first.clock.refresh_from_db()
    second.clock.refresh_from_db()
    assert (first.clock.stopped_at, second.clock.stopped_at) == (at("2026-09-15 10:00"), None)


def test_the_last_opinion_is_told_to_whoever_convened(chain: Chain) -> None:
    consultation = convened(chain)
    for invitation in consultation.invitations.select_related("unit"):
        who = make_user("handler", unit=invitation.unit)
        actions.answer(invitation=invitation, stance=Stance.AGREE, text="同意", actor=who, now=MONDAY)

    assert Notice.objects.filter(kind="consultation.complete", recipient=chain.head).count() == 1


def test_a_conclusion_needs_minutes_and_decision_and_keeps_a_late_opinion_late(chain: Chain) -> None:
    consultation = convened(chain)
    with pytest.raises(UnableToConsult, match="minutes"):
        actions.conclude(
            consultation=consultation, minutes="", outcome=Outcome.AGREED, decision="同意", actor=chain.head, now=MONDAY
        )
    actions.conclude(
        consultation=consultation,
        minutes="会议同意借用。",
        outcome=Outcome.AGREED,
        decision="同意借用",
        actor=chain.head,
        now=at("2026-09-21 10:00"),
    )

    clock = consultation.invitations.order_by("pk")[0].clock
    assert (clock.stopped_at, clock.cancelled_at) == (at("2026-09-21 10:00"), None)
    assert [entry.verb for entry in Entry.objects.about("consultation", consultation.pk)][
        -1
    ] == "consultation-concluded"


def test_the_leader_who_takes_it_concludes_it(chain: Chain) -> None:
    consultation = convened(chain)
    Consultation.objects.filter(pk=consultation.pk).update(leader=chain.mayor)
    consultation.refresh_from_db()
    done = actions.conclude(
        consultation=consultation,
        minutes="记录",
        decision="照办",
        outcome=Outcome.LEADER,
        actor=chain.mayor,
        now=MONDAY,
    )

    assert done.state == "concluded"


def test_a_unit_that_was_not_asked_finds_nothing(chain: Chain) -> None:
    address = reverse("consultation", args=[convened(chain).matter.reference])

    assert browser(make_user("head", unit=make_unit("市水务局"))).get(address).status_code == 404
    assert browser(make_user("head", unit=chain.fire)).get(address).status_code == 200


def test_units_are_convened_and_answer_on_pages(chain: Chain) -> None:
    project = opened(chain)
    sent = {"question": "能否借用？", "units": [chain.fire.pk]}
    response = browser(chain.head).post(reverse("consultation-convene", args=[project.matter.reference]), sent)
    reference = Consultation.objects.get().matter.reference

    assert response.headers["Location"] == reverse("consultation", args=[reference])
    fire = browser(make_user("head", unit=chain.fire))
    address = reverse("consultation-act", args=[reference, "answer"])
    assert fire.post(address, {"stance": "agree", "text": ""}).status_code == 422
    assert fire.post(address, {"stance": "agree", "text": "可以"}).status_code == 302
    assert "可以" in fire.get(reverse("consultation-minutes", args=[reference])).content.decode()
