"""The fixture `committed_db`, on which the tests of several threads and processes stand."""

import os
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from efficiency.organization.models import Unit
from tests.cast import make_unit

if TYPE_CHECKING:  # the fixture's type; conftest files are not imported
    from tests.conftest import CommittedDatabase


def test_what_a_thread_commits_is_seen_by_the_others(committed_db: "CommittedDatabase") -> None:
    def work() -> None:
        make_unit()
        connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Unit.objects.filter(code__startswith="u").count() == 4


def test_the_next_test_starts_from_an_empty_clone(committed_db: "CommittedDatabase") -> None:
    assert Unit.objects.filter(code__startswith="u").count() == 0


def test_a_process_sees_the_same_database_by_its_url(committed_db: "CommittedDatabase") -> None:
    make_unit(name="市水务局")

    code = "import django; django.setup(); from efficiency.organization.models import Unit; print(Unit.objects.last())"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": committed_db.url, "DJANGO_SETTINGS_MODULE": "efficiency.settings"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.strip() == "市水务局"
