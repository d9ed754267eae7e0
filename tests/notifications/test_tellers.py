"""Changes that take two persons are told: the proposal to those who may decide, the decision to who proposed."""

from datetime import datetime
from typing import Any

import pytest

from efficiency.changes.actions import decide, propose
from efficiency.changes.kinds import ChangeKind, Effect, register
from efficiency.changes.models import Change
from efficiency.notifications.models import Notice
from tests.cast import at, make_user

pytestmark = pytest.mark.django_db


def _apply(change: Change, actor: Any, now: datetime) -> str:
    return ""


register(
    ChangeKind(
        code="tests-told",
        name="Change of the tests",
        proposers=("office",),
        deciders=("office",),
        describe=lambda payload: [],
        effect=lambda payload, now: Effect(),
        apply=_apply,
    )
)


def told(kind: str) -> set[int | None]:
    return set(Notice.objects.filter(kind=kind, channel="inbox").values_list("recipient_id", flat=True))


def proposed(by: Any) -> Change:
    return propose(kind="tests-told", title="答复期限", payload={}, ground="文件", actor=by, now=at("2026-09-28 10:00"))


def test_a_proposal_reaches_everybody_who_may_decide_but_the_proposer() -> None:
    proposer, second, third = make_user("office"), make_user("office"), make_user("office")
    make_user("head")

    change = proposed(proposer)

    assert told("change.proposed") == {second.pk, third.pk}
    notice = Notice.objects.filter(kind="change.proposed").first()
    assert notice is not None
    assert notice.path == f"/changes/{change.pk}/"
    assert notice.words.subject == "A change awaits a second person: 答复期限"


@pytest.mark.parametrize(("confirm", "word"), [(True, "confirmed"), (False, "rejected")])
def test_the_decision_reaches_who_proposed(confirm: bool, word: str) -> None:
    proposer, second = make_user("office"), make_user("office")

    decide(change=proposed(proposer), confirm=confirm, note="缺文件", actor=second, now=at("2026-09-28 11:00"))

    assert told("change.decided") == {proposer.pk}
    assert Notice.objects.get(kind="change.decided").words.subject == f"Your proposal was {word}: 答复期限"
