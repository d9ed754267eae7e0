"""Reading the notice of a year as it is published, sentence by sentence. No database.

    二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。

The result is lines as the office would type them (notice.py), so that they can be read and
mended before anything is proposed.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

_NUMBER = r"[一二三四五六七八九十]+[、.．]"
_ITEM = re.compile(rf"{_NUMBER}\s*(?P<name>[^：:。\s]{{2,10}})\s*[：:](?P<body>.*?)(?={_NUMBER}|\Z)", re.S)
_ASIDE = re.compile(r"[（(][^）)]*[）)]")
_DAY = r"(?:(?P<{0}year>\d{{4}})年)?(?:(?P<{0}month>\d{{1,2}})月)?(?P<{0}day>\d{{1,2}})日"
_SPAN = re.compile(_DAY.format("first_") + r"(?:\s*(?:至|到|—|–|-)\s*" + _DAY.format("last_") + ")?")
_DAY_LONG = timedelta(days=1)


def is_prose(text: str) -> bool:
    """Tell whether this is the notice itself, not a table of days."""
    return "放假" in text and _ITEM.search(_ASIDE.sub("", text)) is not None


def lines_of(text: str, year: int) -> list[str]:
    """A line for each day that the notice names, in order. What it does not understand it leaves out."""
    found: dict[date, str] = {}
    for item in _ITEM.finditer(_ASIDE.sub("", text)):
        name = item["name"]
        for sentence in re.split(r"[。；;]", item["body"]):
            kind = "work" if "上班" in sentence else "rest" if "放假" in sentence else ""
            if kind:
                for day in _days(sentence, year):
                    found[day] = f"{day.isoformat()} {kind} {name}"
    return [found[day] for day in sorted(found)]


def _days(sentence: str, year: int) -> Iterator[date]:
    """Every day of every span; a month or a year that is not said is that of the day before."""
    month: int | None = None
    for span in _SPAN.finditer(sentence):
        month = int(span["first_month"]) if span["first_month"] else month
        if month is None:
            continue
        first = last = _date(int(span["first_year"] or year), month, int(span["first_day"]))
        if first is not None and span["last_day"]:
            month = int(span["last_month"] or month)
            said = span["last_year"] or (first.year + 1 if month < first.month else first.year)
            last = _date(int(said), month, int(span["last_day"]))
        while first is not None and last is not None and first <= last:
            yield first
            first += _DAY_LONG


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
