"""Grounds that people type stand in their own rows: entries only commit to them (T-85)."""

import json
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from efficiency.audit import sealing
from efficiency.audit.exporting import export
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import committed, words_of
from efficiency.cards.actions import decide_ruling, issue_by_hand, propose_ruling
from efficiency.cards.kinds import LevelNumber, RulingKind
from efficiency.changes.actions import propose
from efficiency.workdays import proposals
from tests.cards.builders import ISSUED, make_hand_card, visitor
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db
WORDS = "居民金丝雀反映窗口未出具回执"


def entries_of(verb: Verb) -> Entry:
    return Entry.objects.get(verb=verb)


def all_acts() -> None:
    """Each act that is about a ground somebody typed."""
    issue_by_hand(
        unit=make_unit(),
        matter=None,
        level=LevelNumber.FIRST,
        rule="E-07",
        ground=WORDS,
        actor=make_user("office"),
        now=ISSUED,
    )
    card = make_hand_card()
    ruling = propose_ruling(card=card, kind=RulingKind.REVOKE, ground=WORDS, actor=make_user("office"), now=ISSUED)
    decide_ruling(ruling=ruling, confirm=True, note=WORDS, actor=make_user("office"), now=ISSUED)
    propose(
        kind=proposals.DAY,
        title="停电",
        payload=proposals.of_day(at("2026-11-03 00:00").date(), "rest", "停电"),
        ground=WORDS,
        document="昆政办",
        actor=make_user("office"),
        now=ISSUED,
    )


def test_no_entry_holds_a_typed_ground() -> None:
    all_acts()

    exported = b"".join(export()).decode()
    assert "金丝雀" not in exported
    assert "金丝雀" not in json.dumps(list(Entry.objects.values_list("data", flat=True)), ensure_ascii=False)


@pytest.mark.parametrize("verb", [Verb.CARD_RULING_PROPOSED, Verb.CARD_REVOKED, Verb.CHANGE_PROPOSED])
def test_an_entry_commits_to_the_words_and_they_are_read_from_their_row(verb: Verb) -> None:
    all_acts()
    entry = entries_of(verb)

    assert bytes(entry.commitment or b"") == committed(WORDS)
    assert words_of([entry])[entry.pk].text == WORDS
    assert words_of([entry])[entry.pk].is_as_recorded


def test_auditor_reads_the_words_on_the_page_and_in_the_sheet() -> None:
    all_acts()
    auditor = visitor(make_user("auditor"))

    page = auditor.get("/audit/?verb=card-ruling-proposed").content.decode()
    sheet = load_workbook(BytesIO(auditor.get("/audit/export/?verb=card-ruling-proposed").content)).active

    assert f"Ground: {WORDS}" in page
    assert WORDS in [cell.value for row in sheet.iter_rows() for cell in row]


def test_words_that_are_not_what_was_recorded_are_told() -> None:
    all_acts()
    entry = entries_of(Verb.CARD_RULING_PROPOSED)
    other = make_hand_card()
    propose_ruling(card=other, kind=RulingKind.REVOKE, ground="别的理由", actor=make_user("office"), now=ISSUED)
    newest = Entry.objects.filter(verb=Verb.CARD_RULING_PROPOSED).order_by("-pk")[0]
    entry.data = {**entry.data, "ruling": newest.data["ruling"]}  # as if the row had been exchanged

    assert not words_of([entry])[entry.pk].is_as_recorded


def test_a_card_of_the_judge_has_no_words_to_commit_to() -> None:
    entry = Entry(verb=Verb.CARD_ISSUED, subject_kind="card", subject_id="7")

    assert words_of([entry]) == {}


def test_the_log_is_sealed_and_the_words_are_found_in_constant_questions() -> None:
    all_acts()
    sealing.seal(now=ISSUED)
    entries = list(Entry.objects.filter(verb__in=[Verb.CARD_RULING_PROPOSED, Verb.CHANGE_PROPOSED]))

    with CaptureQueriesContext(connection) as asked:
        words_of(entries * 10)

    assert len(asked) == 2
