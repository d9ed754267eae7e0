"""What all tests share: databases that keep what is committed, and a clean process between tests."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

_serial = count(1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests that need PostgreSQL to the run on PostgreSQL."""
    if connection.vendor == "postgresql":
        return
    left = [item for item in items if item.get_closest_marker("postgres")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not item.get_closest_marker("postgres")]


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Let no test see what another one left in the process's cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Let what tests call directly speak the source's language; pages choose their own."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Migrate one test database for each worker process, or begin with a copy of one migrated already.

    In place of the plugin's own, which makes none where only `committed_db` asks for it.
    """
    migrated = os.environ.get("MIGRATED_DATABASE", "")
    if migrated:
        shutil.copy(migrated, settings.DATABASES["default"]["TEST"]["NAME"])
    with django_db_blocker.unblock():
        made = setup_databases(
            0, interactive=False, keepdb=bool(migrated), aliases={"default": None}, serialized_aliases=set()
        )
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@dataclass(frozen=True)
class CommittedDatabase:
    """A migrated database of one test alone, where commits are real."""

    name: str
    url: str


@pytest.fixture
def committed_db(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[CommittedDatabase]:
    """Give the test a database where several threads and processes really commit.

    The usual flush between such tests is forbidden by the append-only triggers, so the migrated
    test database is cloned and the clone dropped. Threads started by the test use the clone;
    processes get `url` as their DATABASE_URL. Not together with the mark `django_db`.
    """
    if request.node.get_closest_marker("django_db"):
        pytest.fail("A test with committed_db must not be marked django_db: the clone needs no rollback.")
    original = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connections.close_all()
        name = _clone(str(original))
        connection.settings_dict["NAME"] = name
        try:
            yield CommittedDatabase(name, _url(connection.settings_dict))
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = original
            _drop(name)


def _clone(original: str) -> str:
    if connection.vendor == "sqlite":
        name = f"{original}.clone{next(_serial)}"
        with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(name)) as target:
            source.backup(target)
        return name
    name = f"{original}_clone{next(_serial)}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [original])
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
    return name


def _drop(name: str) -> None:
    if connection.vendor == "sqlite":
        for ending in ("", "-wal", "-shm"):
            Path(name + ending).unlink(missing_ok=True)
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _url(settings: dict[str, Any]) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    who = quote(settings["USER"]) + (f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else "")
    where = settings["HOST"] + (f":{settings['PORT']}" if settings["PORT"] else "")
    socket = settings["OPTIONS"].get("host", "")
    return f"postgres://{who}@{where}/{settings['NAME']}" + (f"?host={socket}" if socket else "")
