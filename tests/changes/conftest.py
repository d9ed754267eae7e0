"""Every test here knows one kind of change."""

from collections.abc import Iterator

import pytest

from tests.changes.builders import a_known_kind


@pytest.fixture(autouse=True)
def known_kind() -> Iterator[None]:
    """Register it for the length of a test."""
    with a_known_kind():
        yield
