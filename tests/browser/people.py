"""People at browsers: each role signs in once; a watch notes whatever is not clean on the way."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.portals import Portal

_PARTS = {"script", "stylesheet", "image", "font"}


class Watch:
    """What went wrong in a browser context: script and policy errors, lost parts, strangers asked."""

    def __init__(self, portal: Portal, context: BrowserContext) -> None:
        self.found: list[str] = []
        self._host = urlsplit(portal.url).netloc
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.found.append(f"script error: {error.error}"))
        context.on("request", self._on_request)
        context.on("response", self._on_response)

    def taken(self) -> list[str]:
        """What was found since the last asking."""
        found, self.found = self.found, []
        return found

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


class People:
    """One browser page for each role ("" is a visitor), kept for all tests that only look."""

    def __init__(self, portal: Portal, browser: Browser, signed_in: dict[str, object]) -> None:
        self.portal = portal
        self._browser = browser
        self._signed_in = signed_in
        self._pages: dict[str, Page] = {}
        self._watches: dict[str, Watch] = {}

    def page(self, role: str) -> Page:
        """The page of this role; whoever has an account is signed in."""
        if role not in self._pages:
            context = self._browser.new_context(
                base_url=self.portal.url,
                viewport={"width": 1280, "height": 900},
                locale="zh-CN",
                storage_state=self._signed_in.get(role),  # type: ignore[arg-type]
            )
            context.set_default_timeout(15_000)
            self._watches[role] = Watch(self.portal, context)
            self._pages[role] = page = context.new_page()
            if role in self.portal.accounts and role not in self._signed_in:
                sign_in(page, self.portal, role)
                self._signed_in[role] = context.storage_state()
        return self._pages[role]

    def watch(self, role: str) -> Watch:
        """What this role's browser complains about."""
        return self._watches[role]

    def close(self) -> None:
        """Close all browsers' windows."""
        for page in self._pages.values():
            page.context.close()


def speak(page: Page, portal: Portal, language: str) -> None:
    """Choose the language in which the next pages answer."""
    page.context.add_cookies([{"name": "django_language", "value": language, "url": portal.url}])


def sign_in(page: Page, portal: Portal, role: str) -> None:
    """Sign in through the form, as a person does."""
    account = portal.accounts[role]
    page.goto("/login/")
    page.fill("input[name=username]", account.user)
    page.fill("input[name=password]", account.password)
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda url: "/login/" not in url)
