"""The judge's look: each irregularity once, quick and full, with entries, and never a fault that stops the rest."""

from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet

from approvals.models import Case, Irregularity
from efficiency.audit.models import Entry
from efficiency.cards.models import Card, Launch, SweepRun
from efficiency.cards.sweep import UnableToSweep
from efficiency.changes.models import Setting
from efficiency.changes.settings import definition_of
from efficiency.common.moments import database_now
from efficiency.irregularities import judging, registry
from efficiency.irregularities.judging import look
from efficiency.irregularities.models import Finding, Look
from efficiency.irregularities.tasks import run_look
from efficiency.notifications.models import Notice
from tests.cast import at, make_user
from tests.irregularities.builders import LATER, RECEIVED, found, make_case, make_staged, without_papers

pytestmark = pytest.mark.django_db


def follow(rule: str, consequence: str, since: str = "2026-01-05 00:00") -> None:
    """The city has set what follows a rule."""
    Setting.objects.create(
        key=f"irregularities.{rule}",
        version=Setting.objects.count() + 1,
        value=consequence,
        effective_from=at(since),
        ground="试行",
        made_by=make_user("office"),
        confirmed_by=make_user("office"),
        made_at=at(since),
        digest=token_hex(32),
    )


def test_a_finding_is_kept_once_with_its_entry_and_its_facts() -> None:
    twin = without_papers(make_case(accept=True))

    first, second = look(LATER), look(LATER + timedelta(minutes=5))

    assert (first.found, second.found, Finding.objects.count()) == (1, 0, 1)
    finding = Finding.objects.get()
    entry = Entry.objects.get(verb="irregularity-found")
    assert (entry.subject_id, entry.actor, entry.at) == (str(finding.pk), None, LATER)
    assert (entry.data["rule"], entry.data["sign"], entry.data["unit"]) == ("E-07", "no-receipt", finding.unit_id)
    assert (finding.matter, finding.at, finding.found_at) == (twin.matter, RECEIVED, LATER)
    assert (finding.state, finding.card) == ("found", None)


def test_facts_and_entries_name_nobody() -> None:
    without_papers(make_case(accept=True))
    look(LATER)

    told = f"{Finding.objects.get().facts} {Entry.objects.get(verb='irregularity-found').data}"
    assert "顾晓演" not in told
    assert "窗口小沈" not in told
    assert "32058318901230009X" not in told


def test_information_brings_no_card_and_no_notice() -> None:
    """By default nothing but a broken limit earns a card."""
    without_papers(make_case(accept=True))
    look(LATER)

    assert not Card.objects.exists()
    assert not Notice.objects.exists()


def test_where_the_city_has_set_a_card_the_judge_issues_one_card_once() -> None:
    follow("E-07", "card")
    twin = without_papers(make_case(accept=True))
    head = make_user("head", unit=twin.item.unit)

    assert look(LATER).cards == 1
    look(LATER + timedelta(minutes=5), full=True)

    card = Card.objects.get()
    assert Finding.objects.get().card == card
    assert (card.level, card.rule, card.unit, card.matter) == (1, "E-07", twin.item.unit, twin.matter)
    assert (card.breached_at, card.issued_at, card.issued_by, card.clock) == (RECEIVED, LATER, None, None)
    assert (card.serial, card.state, str(card.standing_points)) == (1, "issued", "5.00")
    assert Notice.objects.filter(kind="card.issued", recipient=head, channel="inbox").count() == 1
    assert Entry.objects.filter(verb="card-issued").count() == 1


def test_a_setting_never_counts_backwards() -> None:
    follow("E-07", "card", since="2026-10-01 00:00")
    without_papers(make_case(accept=True))

    assert look(LATER).cards == 0
    assert Finding.objects.count() == 1


def test_a_part_of_the_city_on_trial_gets_information_in_place_of_a_card() -> None:
    follow("E-07", "card")
    twin = without_papers(make_case(accept=True))
    Launch.objects.create(subsystem="approval", unit=twin.item.unit, begun_at=RECEIVED - timedelta(days=1))

    assert (look(LATER).cards, Finding.objects.count(), Card.objects.count()) == (0, 1, 0)


def test_what_the_city_does_not_look_for_is_not_found() -> None:
    follow("E-07", "nothing")
    without_papers(make_case(accept=True))

    assert look(LATER).found == 0


def test_acts_after_hours_never_earn_a_card_whatever_is_set() -> None:
    """E-16, T-40."""
    follow("E-16", "card")  # no form takes it; somebody wrote it beside the forms
    make_case(now=at("2026-12-12 10:00"))

    run = look(LATER)

    assert (run.found, run.cards, Card.objects.count()) == (1, 0, 0)
    with pytest.raises(ValidationError):
        definition_of("irregularities.E-16").read("card")


def test_a_quick_look_asks_only_for_what_happened_since_shortly_before_the_last() -> None:
    look(LATER)
    old = without_papers(make_case(accept=True))
    assert look(LATER + timedelta(minutes=5)).found == 0

    Case.objects.filter(pk=old.pk).update(accepted_at=LATER - timedelta(hours=30))
    assert look(LATER + timedelta(minutes=10)).found == 1


def test_a_full_look_finds_what_quick_ones_passed_by() -> None:
    look(LATER)
    without_papers(make_case(accept=True))

    assert look(LATER + timedelta(minutes=5), full=True).found == 1


def test_the_first_look_of_a_city_is_a_full_one() -> None:
    without_papers(make_case(accept=True))

    assert (look(LATER).full, Finding.objects.count()) == (True, 1)


def test_idle_looks_share_one_row() -> None:
    for minutes in range(0, 25, 5):
        look(LATER + timedelta(minutes=minutes))

    assert list(Look.objects.values_list("full", flat=True)) == [False, True]
    assert Look.objects.order_by("-pk")[0].started_at == LATER + timedelta(minutes=20)


class _Broken(registry.Anomaly[Case]):
    code, sign, words, moment = "E-05", "a-fault", "broken", "received_at"

    def violations(self, now: datetime) -> QuerySet[Case]:
        return Case.objects.filter(pk__in=[1 // 0])

    def matter(self, row: Case) -> Any:
        return row.matter

    def facts(self, row: Case) -> dict[str, str]:
        return {}


def test_a_rule_that_fails_is_named_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._anomalies, ("E-05", "a-fault"), _Broken())
    without_papers(make_case(accept=True))

    run = look(LATER)

    assert (run.failed, run.found) == (["E-05 a-fault"], 1)
    # What could not be looked for is looked for again from where the last good look was.
    assert look(LATER + timedelta(minutes=5)).full is True


def test_many_are_kept_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "BATCH", 2)
    case = make_staged("审查", "听证")
    for minutes in range(5):
        Irregularity.objects.create(
            case=case, rule="E-11", at=RECEIVED + timedelta(minutes=minutes), by=None, refused=True
        )

    assert found("E-11") == ["step-tried"] * 5


def test_a_machine_whose_clock_went_back_refuses_to_look() -> None:
    SweepRun.objects.create(started_at=database_now() + timedelta(days=1), finished_at=database_now())
    if connection.vendor == "sqlite":
        with pytest.raises(UnableToSweep):
            look()
        run_look()
        assert SweepRun.objects.exclude(refusal="").count() == 2
    assert not Finding.objects.exists()


def test_the_task_looks_by_the_clock_of_the_database() -> None:
    run_look(full=True)

    assert Look.objects.get().full is True


def test_the_second_person_reads_what_another_consequence_would_do() -> None:
    without_papers(make_case(accept=True))
    look(LATER, full=True)
    known = definition_of("irregularities.E-07")
    assert known.effect is not None

    effect = known.effect("information", "card", RECEIVED + timedelta(days=60))

    assert effect.sentences == [
        "1 irregularity of this rule happened in the 90 days before.",
        "What happens from then on becomes a card; what happened before stays information.",
    ]
    assert str(known.label) == "E-07 Accepted without a dated notice"
