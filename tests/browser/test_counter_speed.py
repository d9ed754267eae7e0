"""A complete case at the counter, by somebody who types like a clerk: how long, and how many keys."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

PageAs = Callable[..., Page]
_A_SIGN = 150  # milliseconds: eighty words a minute, the pace of a practised clerk
_SECONDS, _KEYS = 60, 15


def test_a_complete_case_takes_less_than_a_minute_and_fifteen_keys(page_as: PageAs) -> None:
    """Beyond what the applicant tells: three letters of the item, and the keys that lead on."""
    page = page_as("window")
    page.goto("/cases/new/")
    expect(page.locator("#find")).to_be_focused()
    pressed: list[str] = []

    def press(key: str) -> None:
        pressed.append(key)
        page.keyboard.press(key)

    begun = time.monotonic()
    for letter in "dzb":
        press(letter)
    press("Enter")
    for name, told in (("number", "E12345679"), ("name", "周晓演"), ("phone", "13800000009")):
        expect(page.locator(f"[name={name}]")).to_be_focused()
        page.keyboard.type(told, delay=_A_SIGN)
        press("Enter")
    expect(page.locator("[name=materials]").first).to_be_focused()
    press("a")
    press("Control+Enter")
    page.wait_for_url("**/receipt/**")
    expect(page.locator("[data-print]")).to_be_focused()
    press("Enter")
    taken = time.monotonic() - begun

    assert taken < _SECONDS, taken
    assert len(pressed) <= _KEYS, pressed
