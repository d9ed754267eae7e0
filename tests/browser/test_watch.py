"""The watch that fails unclean pages really sees what is unclean."""

from playwright.sync_api import Browser

from tests.browser.people import Watch
from tests.portals import Portal


def test_the_watch_sees_broken_policy_strangers_and_script_errors(portal: Portal, browser: Browser) -> None:
    context = browser.new_context(base_url=portal.url)
    watch = Watch(portal, context)
    page = context.new_page()
    page.goto("/healthz")
    page.goto("/")
    assert watch.found == []

    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("new Image().src = 'http://example.invalid/picture.png'")
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.wait_for_timeout(500)
    context.close()

    text = "\n".join(watch.found)
    assert "style-src" in text
    assert "example.invalid" in text
    assert "broken" in text
