"""The running portal and a real Chromium, which complains about anything that is not clean."""

import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.portals import BROWSERS, Portal, portal_folder, running_portal

PageAs = Callable[..., Page]
_PARTS = {"script", "stylesheet", "image", "font"}


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


class Watch:
    """What went wrong in a browser context: script and policy errors, lost parts, strangers asked."""

    def __init__(self, portal: Portal, context: BrowserContext) -> None:
        self.found: list[str] = []
        self._host = urlsplit(portal.url).netloc
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.found.append(f"script error: {error.error}"))
        context.on("request", self._on_request)
        context.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        # A refused form answers 422, which the console calls a failed load; parts are watched below.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.found.append(f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc != self._host:
            self.found.append(f"asked another host: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and response.request.resource_type in _PARTS):
            self.found.append(f"answered {response.status}: {response.url}")


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


def sign_in(page: Page, portal: Portal, role: str) -> None:
    """Sign in through the form, as a person does."""
    account = portal.accounts[role]
    page.goto("/login/")
    page.fill("input[name=username]", account.user)
    page.fill("input[name=password]", account.password)
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda url: "/login/" not in url)


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Check a page against the accessibility rules of WCAG 2.2 A and AA."""

    def check(page: Page) -> None:
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = Axe().run(page, options={"runOnly": tags})
        assert found.violations_count == 0, found.generate_report()

    return check
