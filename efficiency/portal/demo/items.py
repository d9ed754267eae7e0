"""Items of the demo catalogue (items.csv): names and bases as in real life, limits and codes invented."""

import csv
from pathlib import Path
from typing import Any, NamedTuple

PROCEDURE = "申请\n受理（5个工作日内一次告知补正）\n审查\n决定\n10个工作日内颁发、送达证件"
CONDITIONS = "申请材料齐全、符合法定形式；符合设定依据所列条件。"


class ItemData(NamedTuple):
    """One item. An empty `statutory` means that no law sets a limit; both limits in working days."""

    unit: str
    name: str
    type: str
    basis: str
    materials: str
    statutory: str
    promised: str
    fee: str

    def values(self, unit: Any, code: str) -> dict[str, Any]:
        """What the catalogue stores."""
        return {
            "code": code,
            "name": self.name,
            "unit": unit,
            "type": self.type,
            "basis": self.basis,
            "conditions": CONDITIONS,
            "materials": self.materials.replace("；", "\n"),
            "procedure": PROCEDURE,
            "statutory_limit": int(self.statutory) if self.statutory else None,
            "promised_limit": int(self.promised),
            "fee": self.fee,
        }


def read_items() -> list[ItemData]:
    """The catalogue, in its order."""
    with Path(__file__).with_name("items.csv").open(encoding="utf-8", newline="") as file:
        return [ItemData(**row) for row in csv.DictReader(file)]
