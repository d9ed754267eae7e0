"""What stands in the database at the end, read by plain SQL without a line of the portal's own code."""

import contextlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg2


@dataclass(frozen=True)
class CardRow:
    """A card as it stands."""

    level: int
    breached_at: datetime
    issued_at: datetime


class Ledger:
    """Asks one question at a time over a connection of its own."""

    def __init__(self, address: str, engine: str) -> None:
        self.address, self.engine = address, engine

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Any]:
        if self.engine == "postgres":
            link: Any = psycopg2.connect(self.address, connect_timeout=3)
            link.autocommit = True
        else:
            link = sqlite3.connect(self.address, timeout=20, isolation_level=None)
        try:
            yield link
        finally:
            link.close()

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask, with %s for values."""
        with self._connected() as link:
            cursor = link.cursor()
            cursor.execute(query if self.engine == "postgres" else query.replace("%s", "?"), values)
            return cursor.fetchall() if cursor.description else []

    def number(self, query: str, *values: Any) -> int:
        """Ask for one number; -1 while the database does not answer."""
        try:
            return int(self.rows(query, *values)[0][0])
        except (psycopg2.Error, sqlite3.Error):
            return -1

    def cards(self, mark: str) -> dict[str, list[CardRow]]:
        """The cards and reminders on the matters of one round."""
        found: dict[str, list[CardRow]] = defaultdict(list)
        query = (
            "SELECT m.reference, k.level, k.breached_at, k.issued_at FROM cards_card k"
            " JOIN clocks_matter m ON m.id = k.matter_id WHERE m.reference LIKE %s"
        )
        for reference, level, breached_at, issued_at in self.rows(query, f"{mark}-%"):
            found[reference].append(CardRow(level, moment(breached_at), moment(issued_at)))
        return found

    def carded(self, mark: str) -> int:
        """How many cards there are on the matters of one round; -1 while the database does not answer."""
        return self.number(
            "SELECT COUNT(*) FROM cards_card k JOIN clocks_matter m ON m.id = k.matter_id WHERE m.reference LIKE %s",
            f"{mark}-%",
        )

    def number_gaps(self) -> int:
        """How many numbers are missing in the series of cards."""
        rows = self.rows("SELECT year, demo, COUNT(serial), MAX(serial) FROM cards_card WHERE serial > 0 GROUP BY 1, 2")
        return sum(last - given for _year, _demo, given, last in rows)

    def complaints_saying(self, text: str) -> int:
        """How many complaints have this text."""
        return self.number("SELECT COUNT(*) FROM complaints_complaint WHERE content LIKE %s", f"%{text}%")

    def let_time_pass(self) -> None:
        """Let the waiting time of notices that were claimed or failed be over now instead of in minutes."""
        now = "now()" if self.engine == "postgres" else "strftime('%Y-%m-%d %H:%M:%f', 'now')"
        self.rows(
            f"UPDATE notifications_notice SET send_at = {now} WHERE sent_at IS NULL AND send_at > {now}"  # noqa: S608
        )
        self.rows("UPDATE notifications_endpoint SET rests_until = NULL")


def moment(value: Any) -> datetime:
    """An aware moment of what the driver gives."""
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
