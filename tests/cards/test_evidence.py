"""A printed card proved by the audit log: the code, the public page, the proof, and forgeries."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from efficiency.audit import checkpoints, verifier
from efficiency.audit.sealing import seal
from efficiency.cards.evidence import Evidence, evidence_of
from efficiency.cards.models import Card
from tests.audit import superuser
from tests.cards.builders import make_hand_card, make_late_card, visitor
from tests.cast import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.CHECKPOINT_DIR = tmp_path / "checkpoints"
    return tmp_path


def publish() -> None:
    seal()
    checkpoints.publish()


def proved(card: Card) -> Evidence:
    found = evidence_of(card)
    assert found is not None
    return found


def test_the_notice_bears_the_code_before_the_seal_and_says_that_the_proof_follows(client: Client) -> None:
    card = make_late_card()

    page = visitor(make_user("office")).get(f"/cards/{card.pk}/notice/").content.decode()

    assert proved(card).path in page
    assert proved(card).sign in page
    assert proved(card).seal is None


@pytest.mark.parametrize("make", [make_late_card, make_hand_card])
def test_whoever_holds_the_paper_sees_that_the_card_is_in_the_log(client: Client, make: Any) -> None:
    card = make(make_unit("市城管局"))
    publish()

    answer = client.get(proved(card).path, headers={"accept-language": "en"})

    assert answer.status_code == 200
    assert "is in the audit log" in answer.content.decode()
    assert "市城管局" not in answer.content.decode()


def test_before_the_seal_the_page_says_that_the_proof_follows(client: Client) -> None:
    card = make_late_card()

    page = client.get(proved(card).path, headers={"accept-language": "en"}).content.decode()

    assert "within a minute" in page


@pytest.mark.parametrize("number", ["2026-2", "2025-1", "2026-1-demo", "x-1", "2026-", "2026-99999999999999"])
def test_another_number_with_this_code_is_not_in_the_log(client: Client, number: str) -> None:
    leaf = proved(make_late_card()).leaf.hex()
    publish()

    assert client.get(f"/verify/{number}/{leaf}/").status_code == 404


def test_the_number_with_another_code_is_not_in_the_log(client: Client) -> None:
    make_late_card()
    publish()

    assert client.get(f"/verify/2026-1/{'0' * 64}/").status_code == 404


def test_a_card_that_no_longer_agrees_with_its_issue_is_told(client: Client) -> None:
    card = make_late_card()
    publish()
    superuser.switch_off_triggers(["cards_card"])
    superuser.run("UPDATE cards_card SET rule = 'E-99' WHERE id = %s", card.pk)

    answer = client.get(proved(card).path, headers={"accept-language": "en"})

    assert answer.status_code == 404
    assert "no longer the one that was recorded" in answer.content.decode()


def checked(proof: Path) -> "subprocess.CompletedProcess[str]":
    program = [sys.executable, verifier.__file__, "proof", str(proof), "--key", checkpoints.verification_key()]
    return subprocess.run(program, env={}, capture_output=True, text=True, check=False)


def test_the_proof_holds_without_the_portal(folder: Path) -> None:
    card = make_late_card()
    make_hand_card()
    publish()
    file = folder / "proof.json"

    file.write_bytes(visitor(make_user("office")).get(f"/cards/{card.pk}/proof/").content)

    assert checked(file).returncode == 0
    assert json.loads(json.loads(file.read_text(encoding="utf-8"))["entry"])["subject"] == str(card.pk)


def test_a_proof_with_another_entry_does_not_hold(folder: Path) -> None:
    card = make_late_card()
    publish()
    file = folder / "proof.json"
    made = visitor(make_user("office")).get(f"/cards/{card.pk}/proof/").json()

    file.write_text(json.dumps(made | {"entry": made["entry"].replace('"level": 1', '"level": 2')}), encoding="utf-8")

    assert "not the one that was sealed" in checked(file).stdout


def test_the_public_proof_holds_and_has_no_entry(client: Client, folder: Path) -> None:
    card = make_late_card()
    publish()
    file = folder / "proof.json"

    answer = client.get(f"{proved(card).path}proof/")
    file.write_bytes(answer.content)

    assert "entry" not in answer.json()
    assert checked(file).returncode == 0


def test_who_may_not_read_the_card_gets_no_proof_with_its_entry(client: Client) -> None:
    card = make_late_card(make_unit("市城管局"))
    publish()

    assert visitor(make_user("head", unit=make_unit("市水务局"))).get(f"/cards/{card.pk}/proof/").status_code == 404
