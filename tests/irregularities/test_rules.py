"""The rules of supervision are whole: every code has its rule, every rule its sign or its clock, and its docs."""

import re
from pathlib import Path

import pytest

from efficiency.changes.settings import definitions
from efficiency.clocks.models import Policy
from efficiency.irregularities.registry import anomalies, rules

CODES = [f"E-{number:02d}" for number in range(1, 20)]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "anomalies.md"


def test_every_code_has_its_rule() -> None:
    assert [rule.code for rule in rules()] == CODES


def test_every_rule_shows_by_a_sign_or_by_a_clock() -> None:
    signed = {anomaly.code for anomaly in anomalies()}

    assert [rule.code for rule in rules() if rule.code not in signed and not rule.by_clock] == []


@pytest.mark.django_db
def test_what_the_clocks_bear_is_borne_by_a_policy_of_that_rule() -> None:
    borne = set(Policy.objects.values_list("rule", flat=True))

    by_clock = {rule.code for rule in rules() if rule.by_clock} - {"E-01"}  # a reminder comes of every clock
    assert by_clock - borne == set()


def test_what_follows_each_rule_with_signs_is_a_setting_of_the_city() -> None:
    signed = {f"irregularities.{anomaly.code}" for anomaly in anomalies()}

    defined = {known.key: known.default for known in definitions() if known.key.startswith("irregularities.")}
    assert set(defined) == signed
    assert set(defined.values()) == {"information"}


def test_signs_fit_their_column_and_are_named_once() -> None:
    signs = [anomaly.sign for anomaly in anomalies()]

    assert len(signs) == len(set(signs))
    assert [sign for sign in signs if len(sign) > 30] == []


def test_the_page_of_the_docs_holds_every_code_and_every_sign() -> None:
    page = PAGE.read_text()

    assert re.findall(r"^\| (E-\d\d) \|", page, re.MULTILINE) == CODES
    assert [anomaly.sign for anomaly in anomalies() if f"`{anomaly.sign}`" not in page] == []
