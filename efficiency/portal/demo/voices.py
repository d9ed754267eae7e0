"""What the citizens of the demo city say (voices.csv). Places are Kunshan's, persons and events are invented."""

import csv
from pathlib import Path
from typing import NamedTuple

ANSWER = "已到现场核实并当场处理：{place}的问题由我单位负责，已整改到位，并安排一个月内每周复查两次。感谢您的监督。"
CONTACT = "电话回访，市民表示知晓"


class Voice(NamedTuple):
    """One complaint: kind, unit that it belongs to, place, words."""

    kind: str
    unit: str
    place: str
    words: str


def read_voices() -> list[Voice]:
    """All of them; the first thirteen belong to the unit of the demo accounts `handler` and `head`."""
    with Path(__file__).with_name("voices.csv").open(encoding="utf-8", newline="") as file:
        return [Voice(**row) for row in csv.DictReader(file)]
