"""Two looks at once, on both databases: each irregularity once, each card once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections

from approvals.models import Irregularity
from efficiency.audit.models import Entry
from efficiency.cards.models import Card
from efficiency.irregularities.judging import look
from efficiency.irregularities.models import Finding
from tests.irregularities.builders import LATER, RECEIVED, make_staged
from tests.irregularities.test_looking import follow


@pytest.mark.usefixtures("committed_db")
def test_four_looks_at_once_keep_each_irregularity_and_each_card_once() -> None:
    follow("E-11", "card")
    case = make_staged("审查", "听证")
    for minutes in range(60):
        Irregularity.objects.create(
            case=case, rule="E-11", at=RECEIVED + timedelta(minutes=minutes), by=None, refused=True
        )
    barrier = Barrier(4)

    def run(_number: int) -> int:
        try:
            connection.ensure_connection()
            barrier.wait()
            return look(LATER, full=True).found
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        found = sum(pool.map(run, range(4)))

    assert (found, Finding.objects.count(), Card.objects.count()) == (60, 60, 60)
    assert Entry.objects.filter(verb="irregularity-found").count() == 60
    assert sorted(Card.objects.values_list("serial", flat=True)) == list(range(1, 61))  # type: ignore[type-var]
    assert Finding.objects.filter(card=None).count() == 0
