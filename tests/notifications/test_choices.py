"""What each person chose: e-mails at once or not, text messages; and who stands in for somebody away."""

import json
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from efficiency.audit.models import Entry
from efficiency.notifications.actions import UnableToSetUp, choose_alerts
from efficiency.notifications.channels.texting import Gateway
from efficiency.notifications.models import AlertChoice, Notice
from efficiency.notifications.sms import send_texts
from efficiency.organization.models import Absence, User
from tests.cast import at, make_user
from tests.notifications.builders import NOON, reachable, tell

pytestmark = pytest.mark.django_db


class Away:
    """A gateway that does not answer."""

    def send(self, *, phone: str, text: str, key: str) -> None:
        raise ConnectionRefusedError("nobody listens")


def chooses(user: User, email: str = "at-once", sms: bool = False) -> AlertChoice:
    return choose_alerts(user=user, email=email, sms=sms, phone="13800000000" if sms else "", now=NOON)


def channels_of(user: User) -> set[str]:
    return set(Notice.objects.filter(recipient=user).values_list("channel", flat=True))


@pytest.fixture
def by_sms(settings: Settings, tmp_path: Path) -> Path:
    """The tests' notices are worth a text message; files lie in a folder of the test."""
    settings.SMS_KINDS = ["test"]
    settings.DATA_DIR = tmp_path
    return tmp_path / "sms"


@pytest.mark.parametrize(
    ("email", "channels"),
    [("at-once", {"inbox", "email"}), ("both", {"inbox", "email"}), ("digest", {"inbox"})],
)
def test_who_chose_the_summary_gets_no_single_emails(email: str, channels: set[str]) -> None:
    user = reachable()
    chooses(user, email=email)

    tell(user)

    assert channels_of(user) == channels


def test_who_asked_for_text_messages_gets_one_line_with_a_link(by_sms: Path, settings: Settings) -> None:
    settings.SITE_URL, settings.CITY_NAME = "https://portal.example.cn", "昆山"
    user = make_user("handler")
    chooses(user, sms=True)
    tell(user)

    assert send_texts(NOON).sent == 1
    assert send_texts(NOON).sent == 0

    (file,) = by_sms.iterdir()
    (line,) = file.read_text().splitlines()
    assert json.loads(line) == {
        "key": f"card-17-issued:{user.pk}",
        "phone": "13800000000",
        "text": "【昆山】Matter TS-1 https://portal.example.cn/cards/17/",
    }


def test_nobody_gets_a_text_message_unasked(by_sms: Path) -> None:
    user = make_user("handler")
    tell(user)

    assert channels_of(user) == {"inbox"}


def test_the_number_stands_neither_in_the_outbox_nor_in_the_entry_nor_in_the_clear(by_sms: Path) -> None:
    user = make_user("handler")
    choice = chooses(user, sms=True)
    tell(user)

    rows = [*Notice.objects.values(), *Entry.objects.values()]
    assert all("13800000000" not in str(row) for row in rows)
    assert b"13800000000" not in bytes(choice.sealed_phone)
    assert AlertChoice.objects.get().phone == "13800000000"


def test_who_wants_no_text_messages_leaves_no_number() -> None:
    user = make_user("handler")
    chooses(user, sms=True)

    choose_alerts(user=user, email="at-once", sms=False, phone="13800000000", now=NOON)

    assert bytes(AlertChoice.objects.get().sealed_phone) == b""


def test_text_messages_without_a_number_are_refused_twice_over() -> None:
    user = make_user("handler")

    with pytest.raises(UnableToSetUp):
        choose_alerts(user=user, email="at-once", sms=True, phone="", now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        AlertChoice.objects.create(user=user, sms=True, changed_at=NOON)


def test_who_takes_no_text_messages_any_more_gets_none_of_those_that_wait(by_sms: Path) -> None:
    user = make_user("handler")
    chooses(user, sms=True)
    tell(user)
    chooses(user, sms=False)

    assert send_texts(NOON).failed == 1
    assert Notice.objects.failed().get().is_given_up
    assert not by_sms.exists()


def test_a_gateway_that_is_away_loses_nothing(by_sms: Path, settings: Settings) -> None:
    good: Gateway = Away()
    assert good is not None
    user = make_user("handler")
    chooses(user, sms=True)
    tell(user)
    named = settings.SMS_GATEWAY
    settings.SMS_GATEWAY = "tests.notifications.test_choices.Away"

    assert send_texts(NOON).failed == 1

    notice = Notice.objects.failed().get()
    assert (notice.channel, notice.error, notice.send_at) == (
        "sms", "ConnectionRefusedError: nobody listens", at("2026-09-28 12:01"),
    )  # fmt: skip
    settings.SMS_GATEWAY = named
    assert send_texts(at("2026-09-28 12:01")).sent == 1


def test_text_messages_keep_their_hours(by_sms: Path) -> None:
    user = make_user("handler")
    chooses(user, sms=True)
    tell(user, now=at("2026-10-01 10:00"))

    assert send_texts(at("2026-10-08 08:29")).sent == 0
    assert send_texts(at("2026-10-08 08:30")).sent == 1


def test_who_stands_in_for_somebody_away_is_told_too_and_why() -> None:
    """S12: A is away, B gets the notice, and the notice says so."""
    away, deputy = make_user("handler", name="王敏"), make_user("handler")
    Absence.objects.create(
        user=away, deputy=deputy, cause="leave", from_at=at("2026-09-28 08:00"), until_at=at("2026-09-30 18:00")
    )

    tell(away)

    assert Notice.objects.filter(recipient=away).count() == 1
    told = Notice.objects.get(recipient=deputy)
    assert told.words.body.endswith("You are told because you stand in for 王敏.")


def test_who_is_told_anyway_is_not_told_twice_for_standing_in() -> None:
    away, deputy = make_user("handler"), make_user("handler")
    Absence.objects.create(
        user=away, deputy=deputy, cause="leave", from_at=at("2026-09-28 08:00"), until_at=at("2026-09-30 18:00")
    )
    tell(deputy)
    tell(away)

    assert Notice.objects.filter(recipient=deputy, channel="inbox").count() == 1
