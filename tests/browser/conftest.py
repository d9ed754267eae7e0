"""The running portal and a real Chromium, which complains about anything that is not clean."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.looking import Seen, look
from tests.browser.people import People, Watch, sign_in, speak
from tests.browser.tour import DOORS, MAIN, Tour
from tests.portals import BROWSERS, Portal, portal_folder, running_portal

PageAs = Callable[..., Page]
LookAs = Callable[..., Seen]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as one for the browser."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """Start the portal with its demo city once for all browser tests."""
    with portal_folder() as folder, running_portal(folder, DEMO_CITY="1") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the machine's own Chromium."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.fail("No Chromium here: apt-get install chromium fonts-noto-cjk")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []  # as root Chromium starts in no other way
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def signed_in() -> dict[str, object]:
    """Keep the cookies of each role, so that a role signs in once."""
    return {}


@pytest.fixture
def page_as(portal: Portal, browser: Browser, signed_in: dict[str, object]) -> Iterator[PageAs]:
    """Open a page as a role ("" for a visitor): page_as("office", language="en", width=390).

    At the end of the test anything unclean that happened on any of its pages fails it.
    """
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def open_page(role: str = "", *, language: str = "zh-hans", width: int = 1280, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=portal.url,
            viewport={"width": width, "height": 900},
            locale="zh-CN",
            java_script_enabled=scripts,
            storage_state=signed_in.get(role),  # type: ignore[arg-type]
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "django_language", "value": language, "url": portal.url}])
        watches.append(Watch(portal, context))
        page = context.new_page()
        if role and role not in signed_in:
            sign_in(page, portal, role)
            signed_in[role] = context.storage_state()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.found] == []


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Check a page against the accessibility rules of WCAG 2.2 A and AA."""

    def check(page: Page) -> None:
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = Axe().run(page, options={"runOnly": tags})
        assert found.violations_count == 0, found.generate_report()

    return check


@pytest.fixture(scope="session")
def people(portal: Portal, browser: Browser, signed_in: dict[str, object]) -> Iterator[People]:
    """Whoever looks at pages without changing anything."""
    people = People(portal, browser, signed_in)
    yield people
    people.close()


@pytest.fixture(scope="session")
def tour(people: People) -> Tour:
    """Find a page behind every door."""
    return Tour(people)


@pytest.fixture(scope="session")
def look_as(people: People) -> LookAs:
    """Open a path as a role in a language and measure the page: look_as("office", "/desk/", "en")."""

    def look_at(role: str, path: str, language: str, *, with_axe: bool) -> Seen:
        page = people.page(role)
        speak(page, people.portal, language)
        people.watch(role).taken()
        found = look(page, path, with_axe=with_axe)
        found.unclean = people.watch(role).taken()
        return found

    return look_at


@pytest.fixture(scope="session")
def seen(tour: Tour, look_as: LookAs) -> Callable[[str, str, str], Seen]:
    """Look at a door's page once for each role and language, however many tests ask."""
    known: dict[tuple[str, str, str], Seen] = {}

    def seen_by(route: str, role: str, language: str) -> Seen:
        if (route, role, language) not in known:
            viewer = tour.somebody(route) if role == "*" else role
            path = tour.found[route, viewer].path
            with_axe = language == "zh-hans" or DOORS[route].name in MAIN
            known[route, role, language] = look_as(viewer, path, language, with_axe=with_axe)
        return known[route, role, language]

    return seen_by
