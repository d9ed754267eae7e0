"""Checkpoints outside the database, the witnesses that co-sign them, and what health says of both."""

import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from efficiency.audit import checkpoints, proofs, verifier, watch, witness
from efficiency.audit.models import Seal
from efficiency.audit.sealing import seal
from efficiency.audit.tasks import run_seal, run_verify
from efficiency.audit.verifier import Checkpoint
from efficiency.common.moments import database_now
from tests.audit import superuser
from tests.audit.log import note, notes

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.CHECKPOINT_DIR = tmp_path / "checkpoints"
    return tmp_path / "checkpoints"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The auditor's own folder."""
    return tmp_path / "own"


def publish(number: int = 5) -> Checkpoint:
    notes(number)
    seal()
    checkpoints.publish()
    last = checkpoints.latest()
    assert last is not None
    return last


def confirm(folder: Path, own: Path, name: str = "auditor") -> str:
    return witness.confirm(name, own / "key", folder, own)


def test_a_checkpoint_is_signed_and_says_size_root_and_moment(folder: Path) -> None:
    last = publish(5)
    seal_ = Seal.objects.get()

    assert (last.size, last.root, last.upto) == (5, bytes(seal_.root), seal_.upto)
    assert last.moment.endswith("Z")
    assert last.signed_by(checkpoints.verification_key())


@pytest.mark.parametrize("line", [0, 1, 2, 3, 4])
def test_no_line_of_a_checkpoint_can_be_changed(folder: Path, line: int) -> None:
    publish(5)
    text = (folder / "latest.txt").read_text(encoding="utf-8")
    lines = text.split("\n")
    lines[line] = {1: "6", 2: "A" * 43 + "="}.get(line, lines[line] + "0")

    assert not Checkpoint.read("\n".join(lines)).signed_by(checkpoints.verification_key())


def test_a_signature_with_another_key_is_refused(folder: Path, settings: Any) -> None:
    last = publish()
    settings.CHECKPOINT_KEY = "another one"

    assert not last.signed_by(checkpoints.verification_key())


@pytest.mark.parametrize("text", ["", "x", "a\nb\nc\n\n", "o\n1\nAAAA\n\n", "o\n1\n\n— x\n"])
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Checkpoint.read(text)


def test_nothing_new_publishes_nothing(folder: Path) -> None:
    publish()

    assert checkpoints.publish() == 0


def test_every_seal_after_the_first_gets_its_file_and_the_hashes_grow(folder: Path) -> None:
    publish(3)
    for _twice in range(2):
        note()
        seal()

    assert checkpoints.publish() == 2
    assert len(checkpoints.hashes()) == 5 * 32
    assert sorted(path.name for path in folder.glob("*/0*.txt")) == [
        "000000000003.txt",
        "000000000004.txt",
        "000000000005.txt",
    ]


def test_lost_hashes_are_written_anew(folder: Path) -> None:
    publish(3)
    before = checkpoints.hashes()
    (folder / "hashes").unlink()
    note()
    seal()
    checkpoints.publish()

    assert checkpoints.hashes()[:96] == before


def test_checkpoints_of_many_days_prove_each_other(folder: Path) -> None:
    """THREATS.md 2.5: consistency between all daily checkpoints."""
    days = [publish(number) for number in (3, 1, 7, 20, 2, 90, 300)]

    for number, old in enumerate(days):
        for new in days[number:]:
            path = proofs.consistency(old.size, new.size)
            assert witness.consistent(old.size, old.root, new.size, new.root, path)


def test_a_restored_backup_gets_no_signature_and_is_told_in_words(folder: Path) -> None:
    publish(5)
    publish(5)
    superuser.switch_off_triggers()
    superuser.put_back(5)

    with pytest.raises(checkpoints.UnableToPublish, match="older state of the database"):
        checkpoints.publish()
    assert "older state" in watch.trouble_of_checkpoints()


def test_a_rewritten_log_gets_no_signature(folder: Path) -> None:
    publish(5)
    superuser.switch_off_triggers()
    superuser.run("UPDATE audit_entry SET demo = NOT demo WHERE id = %s", superuser.entry_at(2))
    superuser.rewrite()
    note()
    seal()

    with pytest.raises(checkpoints.UnableToPublish, match="rewritten"):
        checkpoints.publish()


def test_after_a_restore_the_log_goes_on_and_the_old_checkpoints_are_kept(folder: Path) -> None:
    publish(5)
    publish(5)
    superuser.switch_off_triggers()
    superuser.put_back(5)

    call_command("audit", "seal", "--after-restore", stdout=StringIO())

    last = checkpoints.latest()
    assert last is not None
    assert last.size == 5
    kept = next(folder.parent.glob("checkpoints-until-*"))
    assert Checkpoint.read((kept / "latest.txt").read_text(encoding="utf-8")).size == 10


def test_a_witness_confirms_and_the_portal_shows_it(folder: Path, own: Path) -> None:
    publish(5)

    text = confirm(folder, own)

    key = (own / "key.pub").read_text(encoding="utf-8")
    assert Checkpoint.read(text).signed_by(key)
    assert [(each.name, each.size) for each in checkpoints.witnesses()] == [("auditor", 5), ("office", 0)]
    assert Checkpoint.read(checkpoints.published(5)).signed_by(key)


def test_a_witness_confirms_a_log_that_grew(folder: Path, own: Path) -> None:
    publish(5)
    confirm(folder, own)
    publish(300)

    assert Checkpoint.read(confirm(folder, own)).size == 305


def test_a_witness_refuses_a_log_that_was_rewritten_even_with_the_portals_key(folder: Path, own: Path) -> None:
    publish(5)
    confirm(folder, own)
    superuser.switch_off_triggers()
    superuser.run("UPDATE audit_entry SET demo = NOT demo WHERE id = %s", superuser.entry_at(2))
    superuser.rewrite()
    checkpoints.set_aside(database_now())
    publish(1)

    with pytest.raises(witness.Refused, match="no longer the one confirmed"):
        confirm(folder, own)


def test_a_witness_refuses_a_log_that_shrank(folder: Path, own: Path) -> None:
    publish(5)
    publish(5)
    confirm(folder, own)
    superuser.switch_off_triggers()
    superuser.put_back(5)
    checkpoints.set_aside(database_now())
    checkpoints.publish()

    with pytest.raises(witness.Refused, match="shrank"):
        confirm(folder, own)


def test_a_witness_refuses_another_portals_signature(folder: Path, own: Path, settings: Any) -> None:
    publish(5)
    confirm(folder, own)
    settings.CHECKPOINT_KEY = "another one"
    checkpoints.set_aside(database_now())
    publish(5)

    with pytest.raises(witness.Refused, match="not signed with the portal's key"):
        confirm(folder, own)


def test_a_witness_needs_only_two_programs_and_a_copy_of_the_folder(folder: Path, own: Path, tmp_path: Path) -> None:
    publish(5)
    for module in (verifier, witness):
        (tmp_path / Path(str(module.__file__)).name).write_bytes(Path(str(module.__file__)).read_bytes())

    run = subprocess.run(
        [sys.executable, "witness.py", "--name", "office", "--key", str(own / "key"), "--log", str(folder)]
        + ["--folder", str(own)],
        cwd=tmp_path,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert checkpoints.witnesses()[1].size == 5
    assert (own / "key").stat().st_mode & 0o777 == 0o600


def test_the_witness_command_says_why_it_refuses(folder: Path, own: Path) -> None:
    with pytest.raises(CommandError, match="there is no checkpoint"):
        call_command("audit", "witness", "--name", "auditor", "--key", own / "key", "--folder", own)


def test_verify_with_a_checkpoint_kept_outside_fails_on_a_restored_backup(folder: Path, tmp_path: Path) -> None:
    publish(5)
    publish(5)
    outside = tmp_path / "kept.txt"
    outside.write_text((folder / "latest.txt").read_text(encoding="utf-8"), encoding="utf-8")
    superuser.switch_off_triggers()
    superuser.put_back(5)

    with pytest.raises(CommandError, match="restored backup"):
        call_command("audit", "verify", "--checkpoint", outside, stdout=StringIO())


def test_the_minutes_task_seals_and_publishes_and_the_nights_task_examines(folder: Path) -> None:
    notes(3)

    run_seal()
    run_verify()

    assert len(checkpoints.hashes()) == 96
    assert watch.trouble_of_seals() == ""
    assert watch.trouble_of_checkpoints() == ""


def test_health_names_witnesses_that_never_confirmed(folder: Path, own: Path) -> None:
    publish(5)
    confirm(folder, own)

    assert watch.trouble_of_witnesses() == "no confirmation lately by: efficiency office"


def test_health_names_a_witness_that_has_not_looked_for_long(folder: Path, own: Path) -> None:
    publish(5)
    confirm(folder, own)
    confirm(folder, own / "office", "office")
    publish(1)

    assert watch.trouble_of_witnesses() == ""
    assert "auditor, efficiency office" in watch.trouble_of_witnesses(database_now() + timedelta(days=8))


def test_health_tells_that_entries_wait_for_their_seal(folder: Path) -> None:
    note(moment=database_now())

    assert watch.trouble_of_seals() == ""
    assert "have waited" in watch.trouble_of_seals(database_now() + timedelta(minutes=4))


def test_health_tells_that_a_seal_was_not_published(folder: Path) -> None:
    note()
    seal()

    assert watch.trouble_of_checkpoints() == ""
    assert "no published checkpoint" in watch.trouble_of_checkpoints(database_now() + timedelta(minutes=4))


def test_health_tells_that_the_last_examination_found_something(folder: Path) -> None:
    publish(5)
    superuser.switch_off_triggers()
    superuser.delete(superuser.entry_at(2))
    run_verify()

    assert "the entry of record 2 is missing" in watch.trouble_of_seals()
