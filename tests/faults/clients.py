"""Citizens and an operator, as programs that know only pages, and remember what they were told."""

import http.client
import http.cookiejar
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from email.message import Message
from typing import Any, Self

_NUMBER = re.compile(r"TS-\d{6}-\d{6}")
_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
_FIELD = re.compile(r'<input[^>]*name="(csrfmiddlewaretoken|submission)"[^>]*value="([^"]*)"')


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing: where an answer leads is part of what is told."""


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    text: str = ""
    leads_to: str = ""


def _cookie(name: str, value: str) -> http.cookiejar.Cookie:
    """A cookie as if this machine's portal had set it."""
    return http.cookiejar.Cookie(
        0, name, value, None, False, "127.0.0.1", False, False, "/", True, False, None, True, None, None, {}
    )


class Browser:
    """Cookies and plain requests."""

    def __init__(self, url: str, session: str = "") -> None:
        self._url = url
        jar = http.cookiejar.CookieJar()
        if session:
            jar.set_cookie(_cookie("session", session))
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _Stay)
        self._opener.addheaders = [("Accept-Language", "en")]

    def ask(self, path: str, data: dict[str, str] | None = None, patience: float = 20) -> Answer:
        """GET, or POST where there are data."""
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        try:
            with self._opener.open(self._url + path, body, timeout=patience) as answer:
                return Answer(answer.status, answer.read().decode())
        except urllib.error.HTTPError as error:
            headers: Message = error.headers
            return Answer(error.code, error.read().decode(errors="replace"), headers.get("Location", ""))
        except (OSError, ValueError, http.client.HTTPException) as error:
            return Answer(0, f"{type(error).__name__}: {error}")

    def fields(self, path: str) -> dict[str, str]:
        """The hidden fields of a form; empty where it did not open."""
        return dict(_FIELD.findall(self.ask(path).text))


@dataclass
class Told:
    """One complaint as its sender knows it: his words, and after the receipt its number and code."""

    words: str
    number: str = ""
    code: str = ""
    numbers: set[str] = field(default_factory=set)
    sent: int = 0
    unit: str = ""  # where the operator was told that it is now

    @property
    def is_acknowledged(self) -> bool:
        """A receipt was seen."""
        return bool(self.number)


def send(browser: Browser, told: Told, fields: dict[str, str], path: str = "/complaints/new/") -> bool:
    """Send a form once and read the receipt; True where the receipt was seen."""
    told.sent += 1
    form = {"content": told.words, "kind": "repair", "place": "前进路100号", "identity": "anonymous", "proof": ""}
    answer = browser.ask(path, form | fields)
    if answer.status != 302:
        return False
    receipt = browser.ask(answer.leads_to)
    number, code = _NUMBER.search(receipt.text), _CODE.search(receipt.text)
    if receipt.status != 200 or number is None or code is None:
        return False
    told.number, told.code = number.group(), code.group()
    told.numbers.add(told.number)
    return True


def find(browser: Browser, told: Told) -> bool:
    """Ask with number and code, as the receipt says; True where the complaint is found."""
    fields = browser.fields("/track/")
    answer = browser.ask("/track/", {"number": told.number, "code": told.code.replace("-", "")} | fields)
    return answer.status == 302 and told.number in answer.leads_to


class Load:
    """Citizens who file until they are answered, and an operator who takes calls and dispatches them."""

    def __init__(self, url: str, session: str, units: list[int], rng: random.Random, citizens: int = 2) -> None:
        self.told: list[Told] = []
        self.refused = 0
        self._ended = threading.Event()
        self._mark = f"{rng.randrange(10**9):09d}"
        citizen = [threading.Thread(target=self._file, args=(Browser(url), n), daemon=True) for n in range(citizens)]
        operator = threading.Thread(target=self._operate, args=(Browser(url, session), units), daemon=True)
        self._threads = [*citizen, operator]

    def __enter__(self) -> Self:
        """Begin."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End; whoever still waits for an answer gives up."""
        self._ended.set()
        for thread in self._threads:
            thread.join(30)

    def _file(self, browser: Browser, name: int) -> None:
        serial = 0
        while not self._ended.is_set():
            serial += 1
            told = Told(f"路灯不亮 c{name}-{self._mark}-{serial}。")
            self._insist(browser, told, "/complaints/new/")
            time.sleep(0.3)

    def _insist(self, browser: Browser, told: Told, path: str) -> None:
        """Send the same form again until it is answered."""
        fields = browser.fields(path)
        while not fields and not self._ended.is_set():
            time.sleep(0.2)
            fields = browser.fields(path)
        self.told.append(told)
        while fields and not self._ended.is_set() and not send(browser, told, fields, path):
            self.refused += 1
            time.sleep(0.2)

    def _operate(self, browser: Browser, units: list[int]) -> None:
        serial = 0
        while not self._ended.is_set():
            serial += 1
            told = Told(f"路灯不亮 o-{self._mark}-{serial}。")
            self._insist(browser, told, "/complaints/call/")
            if told.is_acknowledged:
                self._dispatch(browser, told, str(units[serial % len(units)]))
            time.sleep(0.3)

    def _dispatch(self, browser: Browser, told: Told, unit: str) -> None:
        path = f"/complaints/{told.number}/dispatch/"
        while not self._ended.is_set() and not told.unit:
            fields = browser.fields(path)
            answer = browser.ask(path, {"unit": unit, "note": ""} | fields) if fields else Answer(0)
            if answer.status == 302 and answer.leads_to.endswith("/complaints/"):
                told.unit = unit
            elif answer.status == 409 or "does not wait for dispatch" in answer.text:
                told.unit = unit  # the first sending went through, its answer was lost
            else:
                self.refused += 1
                time.sleep(0.2)
