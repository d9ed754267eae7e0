"""Pages behind a number and its query code: whoever guesses is refused, at every one of them (T-31)."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
DOORS = {
    "/track/": {"number": "TS-200101-000000", "code": "A" * 12},
    "/track/case/": {"number": "BJ-200101-000000", "code": "A" * 12},
    "/track/bill/": {"number": "SF-200101-000000", "code": "A" * 12},
    "/rate/": {"number": "BJ-200101-000000", "code": "A" * 12},
}


@pytest.mark.parametrize("path", DOORS)
def test_whoever_was_wrong_too_often_is_refused_for_the_hour(path: str, settings: Any) -> None:
    settings.TRACKING_FAILURES_AN_HOUR = 3
    guesser, other = Client(REMOTE_ADDR="198.51.100.1"), Client(REMOTE_ADDR="198.51.100.2")

    statuses = [guesser.post(path, DOORS[path]).status_code for _ in range(4)]

    assert statuses == [422, 422, 422, 429]
    assert other.post(path, DOORS[path]).status_code == 422


def test_wrong_ones_at_one_door_count_at_the_others(settings: Any) -> None:
    settings.TRACKING_FAILURES_AN_HOUR = 4
    guesser = Client(REMOTE_ADDR="198.51.100.1")

    statuses = [guesser.post(path, DOORS[path]).status_code for path in [*DOORS, "/track/case/"]]

    assert statuses == [422, 422, 422, 422, 429]
