"""What the judge looks for beside broken limits.

A rule has a code of RULES.md 2.3, a title and its law. The rooms that own the data register, in
their anomalies.py, one Anomaly for each sign by which a breach of a rule shows:

    class NoReceipt(Anomaly[Case]):
        code, sign = "E-07", "no-receipt"
        words = _("accepted, and no notice of acceptance was issued")
        moment = "accepted_at"

        def violations(self, now: datetime) -> QuerySet[Case]: ...
        ...

    register(NoReceipt())

A rule that the clocks bear (E-02: the promised limit has passed) is registered without a sign:
its cards come of the clocks, and the list of rules says so.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.db.models import CharField, Exists, Model, OuterRef, QuerySet, TextChoices, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from efficiency.changes.settings import define, value_of
from efficiency.clocks.models import Matter
from efficiency.common.moments import database_now
from efficiency.irregularities.effects import effect_of
from efficiency.irregularities.kinds import Consequence
from efficiency.irregularities.models import Finding
from efficiency.organization.models import Unit

Words = str | Promise
Row = TypeVar("Row", bound=Model)
CITY_SETTING = _("Setting of the city: no law was found.")


@dataclass(frozen=True)
class Rule:
    """A rule of supervision. `by_clock`: the clocks bear it, and the judge issues its reminders and cards from them.

    `never_carded`: it informs and never costs anything, whatever the city sets (T-40).
    """

    code: str
    title: Words
    law: Words
    by_clock: Words = ""
    never_carded: bool = False

    @property
    def key(self) -> str:
        """The setting that says what follows."""
        return f"irregularities.{self.code}"

    def consequence(self, at: datetime | None = None) -> Consequence:
        """What follows by the setting in force at a moment (default: now)."""
        return Consequence(value_of(self.key, at))


class Anomaly(ABC, Generic[Row]):
    """A sign of a breach: the rows that bear it, and what is kept of each.

    `moment` is the field that says when it happened: a look asks for what happened since shortly
    before the last one, and `lag` earlier where the sign shows later than that. `nightly` ones
    are asked for by full looks only, `most_back` says how far these look back. Facts that are codes
    of a closed list name it in `choices`.
    """

    code: ClassVar[str]
    sign: ClassVar[str]
    words: ClassVar[Words]
    moment: ClassVar[str]
    lag: ClassVar[timedelta] = timedelta(0)
    nightly: ClassVar[bool] = False
    most_back: ClassVar[timedelta | None] = None
    choices: ClassVar[Mapping[str, type[TextChoices]]] = {}

    @abstractmethod
    def violations(self, now: datetime) -> QuerySet[Row]:
        """Every row that bears the sign, found or not."""

    @abstractmethod
    def matter(self, row: Row) -> Matter | None:
        """The matter that it belongs to."""

    @abstractmethod
    def facts(self, row: Row) -> Mapping[str, str]:
        """What is kept of it: plain texts by the names of FACTS, never an identity."""

    def unit(self, row: Row) -> Unit:
        """The unit that answers for it."""
        matter = self.matter(row)
        assert matter is not None  # what has no matter says whose it is
        return matter.unit

    def at(self, row: Row) -> datetime:
        """When it happened."""
        moment: Any = row
        for part in self.moment.split("__"):
            moment = getattr(moment, part)
        assert isinstance(moment, datetime)
        return moment

    def demo(self, row: Row) -> bool:
        """Of the demo city."""
        matter = self.matter(row)
        return self.unit(row).demo if matter is None else matter.demo

    def gathered(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows of a batch with what the database could not join, without those that do not bear the sign."""
        return rows

    def own(self) -> Combinable:
        """What tells two findings of the sign apart; the row's number unless said otherwise."""
        return Cast("pk", CharField())

    def unrecorded(self, now: datetime, since: datetime | None) -> QuerySet[Row]:
        """Rows that bear the sign and have not been kept yet, with their `subject`, by number."""
        rows = self.violations(now)
        if since is None and self.most_back is not None:
            since = now - self.most_back
        if since is not None:
            rows = rows.filter(**{f"{self.moment}__gte": since - self.lag})
        subject = Concat(Value(f"{self.sign}:"), self.own(), output_field=CharField())
        known = Finding.objects.filter(rule=self.code, subject=OuterRef("subject"))
        new: QuerySet[Row] = rows.alias(subject=subject).filter(~Exists(known)).annotate(subject=subject)
        return new.order_by("pk")


_rules: dict[str, Rule] = {}
_anomalies: dict[tuple[str, str], Anomaly[Any]] = {}


def register_rule(rule: Rule) -> None:
    """Make a rule known."""
    _rules[rule.code] = rule


def register(*anomalies: Anomaly[Any]) -> None:
    """Make signs of breaches known to the judge."""
    for anomaly in anomalies:
        _anomalies[anomaly.code, anomaly.sign] = anomaly


def define_settings() -> None:
    """Let the city set what follows each rule that has signs; once every room has registered its own."""
    for code in sorted({code for code, _sign in _anomalies}):
        _define(_rules[code])


def _define(rule: Rule) -> None:
    choices = [one for one in Consequence if not (rule.never_carded and one is Consequence.CARD)]
    define(
        rule.key,
        label=format_lazy("{code} {title}", code=rule.code, title=rule.title),
        help=rule.law,
        group=_("Irregularities"),
        field=lambda: forms.ChoiceField(choices=[(one.value, one.label) for one in choices]),
        default=Consequence.INFORMATION.value,
        words=lambda value: str(Consequence(value).label),
        effect=lambda before, after, since: effect_of(rule.code, Consequence(after), since),
    )


def rules() -> list[Rule]:
    """All rules, by code."""
    return [_rules[code] for code in sorted(_rules)]


def rule_of(code: str) -> Rule:
    """The rule of this code. Raises KeyError."""
    return _rules[code]


def anomalies() -> list[Anomaly[Any]]:
    """All signs, by rule and in the order in which they were registered."""
    return sorted(_anomalies.values(), key=lambda anomaly: anomaly.code)


def signs_of(code: str) -> list[Words]:
    """By what a breach of a rule shows."""
    return [anomaly.words for anomaly in anomalies() if anomaly.code == code]


def anomaly_of(code: str, sign: str) -> Anomaly[Any] | None:
    """The anomaly of this sign; None where no room knows it any more."""
    return _anomalies.get((code, sign))


def words_of(code: str, sign: str) -> str:
    """What is irregular, in words; a sign that no room knows any more stands as it is."""
    known = anomaly_of(code, sign)
    return str(known.words) if known is not None else sign


def in_force(now: datetime | None = None) -> dict[str, Consequence]:
    """What follows each rule that has signs."""
    moment = now or database_now()
    return {code: _rules[code].consequence(moment) for code in sorted({code for code, _sign in _anomalies})}
