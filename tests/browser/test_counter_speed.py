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


def scan(page: Page, text: str) -> None:
    """Type as a reader of cards and codes does: all at once, then Enter."""
    page.keyboard.type(text, delay=2)
    page.keyboard.press("Enter")


def test_a_card_reader_fills_the_number_wherever_the_cursor_stands_and_sends_nothing(page_as: PageAs) -> None:
    page = page_as("window")
    page.goto("/cases/new/")
    expect(page.locator("#find")).to_be_focused()

    scan(page, "32058318901230009X")

    expect(page.locator("[name=number]")).to_have_value("32058318901230009X")
    expect(page.locator("[name=document]")).to_have_value("identity")
    expect(page.locator("#find")).to_have_value("")
    expect(page.locator("[name=name]")).to_be_focused()

    scan(page, "A023")

    expect(page.locator("[name=queue_number]")).to_have_value("A023")
    expect(page.locator("[name=name]")).to_have_value("")
    page.locator("button[value=accept]").focus()
    scan(page, "91320583MA1DEM0XXP")
    expect(page.locator("[name=document]")).to_have_value("credit-code")
    assert page.url.endswith("/cases/new/")


def test_a_known_applicant_is_looked_up_and_the_cursor_goes_on_to_the_materials(page_as: PageAs) -> None:
    page = page_as("window")
    for _time in ("new", "known"):
        page.goto("/cases/new/")
        page.fill("#find", "店招")
        page.press("#find", "Enter")
        expect(page.locator("[name=number]")).to_be_focused()
        scan(page, "H99887766")
        if _time == "known":
            expect(page.locator("#known .panel")).to_be_visible()
            expect(page.locator("[name=materials]").first).to_be_focused()
        else:
            expect(page.locator("[name=name]")).to_be_focused()
            page.fill("[name=name]", "高演示")
            page.fill("[name=phone]", "13800000010")
        page.locator("[name=materials]").first.focus()
        page.keyboard.press("a")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/receipt/**")


def test_the_code_of_a_receipt_opens_its_case(page_as: PageAs) -> None:
    page = page_as("window")
    page.goto("/cases/")
    number = page.locator("a[href^='/cases/BJ-']").first.inner_text().split()[0]
    page.goto("/cases/new/")

    scan(page, f"https://portal.example/track/case/?number={number}")

    page.wait_for_url(f"**/cases/{number}/")


def test_without_scripts_enter_in_the_number_only_looks(page_as: PageAs) -> None:
    page = page_as("window", scripts=False)
    page.goto("/cases/new/")

    page.fill("[name=number]", "32058318901230009X")
    page.press("[name=number]", "Enter")

    expect(page.locator("[name=number]")).to_have_value("32058318901230009X")
    expect(page.locator(".error-summary")).to_have_count(0)
    assert page.url.endswith("/cases/new/")
