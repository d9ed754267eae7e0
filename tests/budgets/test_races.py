"""Eight knocks at once: each of them is counted."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from efficiency.budgets.actions import spend
from efficiency.budgets.models import Budget
from tests.cast import at


@pytest.mark.usefixtures("committed_db")
def test_a_budget_counts_every_knock_of_eight_at_once() -> None:
    barrier = Barrier(8)

    def knock() -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            spend(what="address", value="a", limit=5, now=at("2026-09-29 12:00"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(knock) for _ in range(8)]:
            done.result()

    assert Budget.objects.get().used == 8
