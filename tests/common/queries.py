"""Counting the queries of a page."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(client: Client, path: str) -> int:
    """How many queries the page takes once the process is warm."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)
