"""Putting notices into words."""

import re

import pytest
from django.conf import settings
from django.utils import translation

from efficiency.notifications.texts import UnknownText, Words, _texts, compose, kinds, register, words_of

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def test_placeholders_are_filled() -> None:
    register("test.filled", subject="Card %(number)s", body="Unit %(unit)s.")

    assert compose("test.filled", {"number": "3", "unit": "城管局"}) == Words("Card 3", "Unit 城管局.")


@pytest.mark.parametrize(
    ("stored", "spoken"),
    [
        ("2026-10-10", "Oct. 10, 2026"),
        ("2026-10-09T16:30:00+00:00", "Oct. 10, 2026, 12:30 a.m."),
        ("2026-10-09 16:30:00.5", "Oct. 10, 2026, 12:30 a.m."),
        ("20261010", "20261010"),
    ],
)
def test_days_and_moments_are_said_in_the_readers_language(stored: str, spoken: str) -> None:
    register("test.day", subject="-", body="%(due)s")

    with translation.override("en"):
        assert compose("test.day", {"due": stored}).body == spoken


def test_a_line_break_cannot_enter_a_subject() -> None:
    register("test.subject", subject="About %(matter)s", body="-")

    assert compose("test.subject", {"matter": "a\r\nBcc: b@c.d"}).subject == "About a Bcc: b@c.d"


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownText):
        compose("test.nobody-registered-this", {})


def test_an_open_placeholder_is_refused() -> None:
    register("test.open", subject="Card %(number)s", body="-")

    with pytest.raises(UnknownText):
        compose("test.open", {})


def test_a_stored_notice_whose_text_is_gone_can_still_be_shown() -> None:
    with translation.override("en"):
        assert words_of("test.nobody-registered-this", {}).subject == "A notice of the efficiency portal"


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_every_text_of_the_house_asks_for_the_same_in_every_language(language: str, kind: str) -> None:
    """A translation with another placeholder than its source would fail at night, in a worker."""
    text = _texts[kind]
    with translation.override("en"):
        source = set(PLACEHOLDER.findall(f"{text.subject} {text.body}"))

    with translation.override(language):
        subject, body = str(text.subject), str(text.body)

    assert set(PLACEHOLDER.findall(f"{subject} {body}")) <= source
    assert "{" not in subject + body
    assert subject % dict.fromkeys(source, "1")
    assert body % dict.fromkeys(source, "1")
