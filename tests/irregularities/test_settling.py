"""What people do about an irregularity: the unit explains, the office settles."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from efficiency.audit.models import Entry
from efficiency.audit.wording import words_of
from efficiency.irregularities.actions import UnableToSettle, explain, settle
from efficiency.irregularities.judging import look
from efficiency.irregularities.models import Finding, Remark
from tests.cast import at, make_unit, make_user
from tests.irregularities.builders import LATER, make_case, without_papers
from tests.irregularities.test_looking import follow

pytestmark = pytest.mark.django_db
NOW = at("2026-12-16 10:00")


def make_finding(now: object = LATER) -> Finding:
    """An accepted case without its dated notice (E-07)."""
    without_papers(make_case(accept=True))
    look(LATER, full=True)
    return Finding.objects.select_related("unit").get()


def test_the_head_explains_once_and_the_office_settles_with_a_ground() -> None:
    finding = make_finding()
    head, office = make_user("head", unit=finding.unit), make_user("office")

    finding = explain(finding=finding, text="纸质回执已当场出具", actor=head, now=NOW)
    assert finding.state == "answered"
    with pytest.raises(UnableToSettle):
        explain(finding=finding, text="补充", actor=head, now=NOW)
    finding = settle(finding=finding, upheld=False, ground="回执存根已查看", actor=office, now=NOW)

    assert finding.state == "explained"
    assert list(Remark.objects.values_list("kind", "text")) == [
        ("statement", "纸质回执已当场出具"),
        ("explained", "回执存根已查看"),
    ]


def test_the_office_upholds_without_waiting_for_a_statement() -> None:
    finding = settle(finding=make_finding(), upheld=True, ground="未出具", actor=make_user("office"), now=NOW)

    assert finding.state == "upheld"
    with pytest.raises(UnableToSettle):
        settle(finding=finding, upheld=False, ground="再议", actor=make_user("office"), now=NOW)


def test_entries_commit_to_the_words_and_hold_none() -> None:
    finding = settle(finding=make_finding(), upheld=True, ground="未出具回执", actor=make_user("office"), now=NOW)

    entry = Entry.objects.get(verb="irregularity-upheld")
    assert "未出具回执" not in str(entry.data)
    assert words_of([entry])[entry.pk].text == "未出具回执"
    assert words_of([entry])[entry.pk].is_as_recorded
    assert entry.subject_id == str(finding.pk)


@pytest.mark.parametrize("role", ["handler", "window", "head", "executive", "auditor", "supervisor"])
def test_nobody_else_settles(role: str) -> None:
    finding = make_finding()

    with pytest.raises(UnableToSettle):
        settle(finding=finding, upheld=True, ground="未出具", actor=make_user(role, unit=finding.unit), now=NOW)


def test_the_head_of_another_unit_does_not_explain() -> None:
    with pytest.raises(UnableToSettle):
        explain(finding=make_finding(), text="无", actor=make_user("head", unit=make_unit("市水务局")), now=NOW)


def test_without_words_nothing_is_said() -> None:
    finding = make_finding()

    with pytest.raises(UnableToSettle, match="reasons"):
        settle(finding=finding, upheld=True, ground="  ", actor=make_user("office"), now=NOW)
    assert not Remark.objects.exists()


def test_what_became_a_card_is_decided_on_the_card() -> None:
    follow("E-07", "card")
    finding = make_finding()
    assert finding.card is not None

    with pytest.raises(UnableToSettle, match="card"):
        settle(finding=finding, upheld=True, ground="未出具", actor=make_user("office"), now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Finding.objects.update(facts={}),
        lambda: Finding.objects.update(rule="E-08"),
        lambda: Finding.objects.update(unit=make_unit()),
        lambda: Finding.objects.all().delete(),
        lambda: Remark.objects.update(text="其他"),
        lambda: Remark.objects.all().delete(),
    ],
    ids=["facts", "rule", "unit", "finding", "words", "remark"],
)
def test_what_was_found_and_said_cannot_be_changed_beside_the_acts(change: Callable[[], object]) -> None:
    settle(finding=make_finding(), upheld=True, ground="未出具", actor=make_user("office"), now=NOW)

    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        change()
