"""The auditor's page of the log, its files, and who may not see it."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from efficiency.audit import checkpoints, verifier
from efficiency.audit.models import Entry, Verification
from efficiency.audit.sealing import seal
from efficiency.audit.verbs import Verb
from tests.audit import superuser
from tests.audit.log import notes
from tests.cast import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(settings: Any, tmp_path: Path) -> Client:
    settings.CHECKPOINT_DIR = tmp_path / "checkpoints"
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user("auditor"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def published(number: int = 5) -> int:
    notes(number)
    size = seal().size
    checkpoints.publish()
    return size


def test_the_page_of_an_empty_log_says_so(auditor: Client) -> None:
    page = auditor.get("/audit/chain/").content.decode()

    assert "Nothing is sealed yet." in page


def test_the_page_shows_where_log_checkpoint_and_witnesses_stand(auditor: Client) -> None:
    published()

    page = auditor.get("/audit/chain/").content.decode()

    assert page.count("has confirmed nothing yet") == 2
    assert "/audit/chain/checkpoints/5/" in page


def test_an_examination_is_kept_with_its_outcome(auditor: Client) -> None:
    published()

    answer = auditor.post("/audit/chain/verify/", follow=True)

    assert "nothing wrong in 5 entries" in answer.content.decode()
    assert Verification.objects.get().checkpoint == 5


def test_an_examination_names_the_first_bad_record(auditor: Client) -> None:
    published()
    superuser.switch_off_triggers()
    third = superuser.entry_at(2)
    superuser.run("UPDATE audit_entry SET verb = 'card-revoked' WHERE id = %s", third)

    page = auditor.post("/audit/chain/verify/", follow=True).content.decode()

    assert f"entry {third} was changed after it was sealed" in page


def test_the_log_can_be_checked_without_the_portal(auditor: Client, tmp_path: Path) -> None:
    published()
    for name, address in {
        "log.jsonl": "log/",
        "checkpoint.txt": "checkpoints/5/",
        "hashes": "hashes/",
        "verifier.py": "programs/verifier.py/",
    }.items():
        answer = auditor.get(f"/audit/chain/{address}")
        (tmp_path / name).write_bytes(b"".join(answer) if answer.streaming else answer.content)

    run = subprocess.run(
        [sys.executable, "verifier.py", "log", "log.jsonl", "--checkpoint", "checkpoint.txt", "--hashes", "hashes"]
        + ["--key", checkpoints.verification_key()],
        cwd=tmp_path,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, run.stdout) == (0, "5 records sealed, 1 not yet\nall is well\n"), run.stderr


def test_taking_the_log_away_is_itself_an_entry(auditor: Client) -> None:
    """T-82."""
    published()

    b"".join(auditor.get("/audit/chain/log/"))

    assert Entry.objects.get(verb=Verb.ENTRIES_EXPORTED).subject_id == "log"


@pytest.mark.parametrize("address", ["checkpoints/4/", "programs/settings.py/", "hashes/"])
def test_what_was_never_published_is_not_there(auditor: Client, address: str) -> None:
    assert auditor.get(f"/audit/chain/{address}").status_code == 404


@pytest.mark.parametrize("role", ["sysadmin", "office", "executive"])
def test_the_page_is_the_auditors_alone(client: Client, role: str) -> None:
    client.force_login(make_user(role), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/audit/chain/").status_code == 403
    assert client.post("/audit/chain/verify/").status_code == 403


def test_the_verifier_needs_neither_the_portal_nor_300_lines() -> None:
    """THREATS.md 2.5."""
    text = Path(verifier.__file__).read_text(encoding="utf-8")

    assert len(text.splitlines()) < 300
    assert "django" not in text
    assert "efficiency" not in text
