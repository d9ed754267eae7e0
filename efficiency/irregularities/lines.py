"""Irregularities as lists, pages and sheets show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from efficiency.irregularities.models import Finding
from efficiency.irregularities.registry import Words, rules, words_of


@dataclass(frozen=True)
class Line:
    """One irregularity with its words."""

    finding: Finding
    title: Words
    words: str


def lines_of(findings: Iterable[Finding]) -> list[Line]:
    """Each with its rule's title and with what exactly is irregular; no query."""
    titles = {rule.code: rule.title for rule in rules()}
    return [
        Line(finding, titles.get(finding.rule, finding.rule), words_of(finding.rule, finding.sign))
        for finding in findings
    ]
