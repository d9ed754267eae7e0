"""Pictures of numbers: what a chart shows, once for the canvas and once for the table beside it.

    chart = Chart("income", _("Fee income"), labels=["1", "2"], series=[Series(_("this year"), [a, b])], unit=_("yuan"))
    {% include "components/chart.html" %}             in the page
    {% include "components/chart_scripts.html" %}     in its block of scripts

Everything that a picture says stands in the table too, which is what print, a screen reader and a browser without
JavaScript have. A label may lead to the rows behind it (`links`). Colours come from the tokens; patterns tell the
series apart in print and for whoever sees no colours. Numbers stay what they are (int, Decimal): the table is exact,
the canvas is told the same digits as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.utils.functional import Promise

Words = str | Promise
Number = int | Decimal | None


@dataclass(frozen=True)
class Series:
    """One row of values, one for each label of the chart; None where there is none."""

    name: Words
    values: Sequence[Number]


@dataclass(frozen=True)
class Cell:
    """A value of the table under the name of its series."""

    name: Words
    text: str


@dataclass(frozen=True)
class Line:
    """A row of the table: a label, where it leads, and its values."""

    label: Words
    link: str
    cells: list[Cell]


@dataclass(frozen=True)
class Chart:
    """Bars or lines over labels. `key` sets it apart from other charts of the page (letters and hyphens).

    `sideways` lays bars down, for labels that are long; `stacked` puts the series on top of each other; `marks` draws
    a line across at a value, with its words (a limit, a target). `head` names the labels in the table.
    """

    key: str
    title: Words
    labels: Sequence[Words]
    series: Sequence[Series]
    unit: Words = ""
    kind: Literal["bar", "line"] = "bar"
    head: Words = ""
    links: Sequence[str] = ()
    sideways: bool = False
    stacked: bool = False
    marks: Sequence[tuple[Words, Number]] = field(default_factory=tuple)

    @property
    def element(self) -> str:
        """The name under which the page keeps what the canvas draws."""
        return f"chart-{self.key}"

    @property
    def lines(self) -> list[Line]:
        """The same as a table."""
        links = [*self.links, *([""] * len(self.labels))]
        return [
            Line(label, links[place], [Cell(series.name, said(series.values[place])) for series in self.series])
            for place, label in enumerate(self.labels)
        ]

    @property
    def options(self) -> dict[str, Any]:
        """What the canvas is given, in the words of ECharts; colours, fonts and formats are the script's."""
        names = {"type": "category", "data": [str(label) for label in self.labels], "inverse": self.sideways}
        values = {"type": "value", "name": str(self.unit)}
        return {
            "xAxis": values if self.sideways else names,
            "yAxis": names if self.sideways else values,
            "series": [self._drawn(series, first=not place) for place, series in enumerate(self.series)],
            "legend": {"show": len(self.series) > 1},
        }

    def _drawn(self, series: Series, *, first: bool) -> dict[str, Any]:
        links = [*self.links, *([""] * len(self.labels))]
        drawn: dict[str, Any] = {
            "type": self.kind,
            "name": str(series.name),
            "data": [
                {"value": "-" if value is None else str(value), "link": link}
                for value, link in zip(series.values, links, strict=False)
            ],
        }
        if self.stacked:
            drawn["stack"] = self.key
        if first and self.marks:
            axis = "xAxis" if self.sideways else "yAxis"
            drawn["markLine"] = {"data": [{"name": str(name), axis: str(value)} for name, value in self.marks]}
        return drawn


def said(value: Number) -> str:
    """A number as the table says it: groups of three, and the digits it came with."""
    return "–" if value is None else f"{value:,}"
