"""The doors that everybody may enter."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("path", ["/", "/login/", "/complaints/new/", "/track/", "/items/", "/accessibility/"])
def test_public_pages_are_clean_in_three_languages(
    page_as: Callable[..., Page], accessible: Callable[[Page], None], path: str, language: str, width: int
) -> None:
    page = page_as(language=language, width=width)

    answer = page.goto(path)

    assert answer is not None
    assert answer.status == 200
    expect(page.locator("h1")).to_have_count(1)
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_role_signs_in_and_reaches_its_desk(page_as: Callable[..., Page], accessible: Callable[[Page], None]) -> None:
    page = page_as("office")

    page.goto("/desk/")

    expect(page.locator("h1")).to_have_count(1)
    accessible(page)
