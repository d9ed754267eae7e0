"""The way to every page of the portal: links followed from the desks, with the city's real objects."""

import html
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from django.urls import Resolver404, resolve
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page

from efficiency.common.moments import local_date
from efficiency.portal.doors import Door, doors
from tests.browser.approving import approve, press
from tests.browser.people import People

DOORS = {door.route: door for door in doors()}
# The ten at which most people look most of the time: axe judges them in every language.
MAIN = {"front", "complaint_new", "progress", "items", "case_new", "desk", "cards", "card", "complaint", "cases"}
# Excel sheets take long and are noted as exports: the tour asks for none.
FILES = {
    "appointment_calendar",
    "appointments_export",
    "errands_export",
    "audit-chain-hashes",
    "audit-chain-log",
    "audit-checkpoint",
    "audit-export",
    "audit-program",
    "backlog_template",
    "bills_export",
    "card_proof",
    "card_public_proof",
    "card_reminders_export",
    "cards_export",
    "case_file",
    "case_paper_pdf",
    "cases_export",
    "complaint_file",
    "complaints_export",
    "fee_income_export",
    "fee_mismatches_export",
    "fees_export",
    "fees_template",
    "items_export",
    "items_template",
    "irregularities_export",
    "past_income_template",
    "payments_export",
    "payments_template",
    "projects-export",
    "ratings_export",
    "ratings_template",
    "round-export",
    "round-sheet",
    "setting-versions",
    "settings-export",
    "online_share_export",
    "shadows_export",
    "speed-up-export",
}
_ROLES = {"office2": "office", "agent": "window"}  # accounts that are not called by their role
NEWCOMER = "newcomer"  # somebody with an initial password, who is asked for one of his own
_PASSWORD = "Erste-Schritte-2026"
# So many objects of one kind show all that can be done to them; of public ones a few do for whoever is signed in.
_MOST_OF_ONE_DOOR = 25
_MOST_OF_A_PUBLIC_DOOR = 4
_LINK = re.compile(r'(?:href|action)="(/[^"#]*)')


@dataclass(frozen=True)
class Found:
    """A page with its path and how much stands on it."""

    path: str
    length: int


class Tour:
    """Where the doors' pages are: for each door and role the fullest page that was found."""

    def __init__(self, people: People) -> None:
        self.found: dict[tuple[str, str], Found] = {}
        self._people = people
        _wait_for_cards(people.page("head"))
        _prepare(people)
        made = list(approve(people))
        for role in ("", *people.portal.accounts):
            self._walk(role)
        booked = _appointment_of_a_citizen(people.page(""))
        papers = (*made, *_papers_of_a_citizen(people.page("")), *_papers_of_an_applicant(people), *booked)
        for role, path in (*papers, (NEWCOMER, _first_password(people))):
            self.found[resolve(path).route, role] = Found(path, 0)

    def somebody(self, route: str) -> str:
        """Whoever finds the most on this page."""
        finders = [role for known, role in self.found if known == route]
        assert finders, f"Nobody found a page at {route}"
        return max(finders, key=lambda role: self.found[route, role].length)

    def _walk(self, role: str) -> None:
        request = self._people.page(role).context.request
        waiting = ["/desk/" if role else "/", *(f"/{route}" for route in DOORS if "<" not in route)]
        opened: set[str] = set()
        visits = dict.fromkeys(DOORS, 0)
        while waiting:
            path = waiting.pop(0)
            door = _door(path)
            if door is None or path in opened or not _is_for(door, role) or visits[door.route] >= _most(door, role):
                continue
            opened.add(path)
            visits[door.route] += 1
            answer = request.get(path, max_redirects=0)
            text = answer.text() if "text/html" in answer.headers.get("content-type", "") else ""
            if "<h1" in text and answer.status not in {403, 404, 405}:
                known = self.found.get((door.route, role))
                if known is None or known.length < len(text):
                    self.found[door.route, role] = Found(path, len(text))
            waiting += [html.unescape(link) for link in _LINK.findall(text)]


def _door(path: str) -> Door | None:
    try:
        return DOORS[resolve(path.split("?", maxsplit=1)[0]).route]
    except Resolver404:
        return None


def _is_for(door: Door, role: str) -> bool:
    assert door.who is not None
    if door.name in FILES or door.name == "logout":
        return False
    if door.who.public or not role:
        return door.who.public
    return not door.who.roles or _ROLES.get(role, role) in door.who.roles


def _most(door: Door, role: str) -> int:
    assert door.who is not None
    return _MOST_OF_A_PUBLIC_DOOR if door.who.public and role else _MOST_OF_ONE_DOOR


def _wait_for_cards(page: Page) -> None:
    """Cards that await a statement come from the city's worker, within its first minute."""
    end = time.monotonic() + 90
    while 'id="card-' not in page.context.request.get("/cards/?state=issued").text():
        assert time.monotonic() < end, "No card appeared within 90 seconds."
        page.wait_for_timeout(500)


def _prepare(people: People) -> None:
    """What the demo city leaves to its users: a report, a day that differs, a proposal that waits."""
    page = people.page("handler")
    _open_card(page, "rectify")
    page.fill("[name=text]", "已重新培训值班人员，并加装到期提醒。")
    press(page)
    page = people.page("office")
    page.goto("/calendar/exceptions/new/")
    page.fill("[name=day]", _a_wednesday())
    page.select_option("[name=kind]", "rest")
    page.fill("[name=name]", "防台风停工")
    page.fill("[name=document]", "昆政办发〔2026〕1号")
    page.fill("[name=ground]", "台风预警。")
    page.click("main form[method=post] button[type=submit]")
    page.click("[name=confirm]")
    page.wait_for_url("**/changes/*/")
    second = people.page("office2")
    second.goto(page.url)
    second.check("[name=confirm][value=yes]")
    press(second)
    _request_about_data(page)
    _let_a_system_in(people)
    _open_card(page, "propose")
    page.check("[name=kind][value=revoke]")
    page.fill("[name=ground]", "系统故障期间无法提交答复。")
    press(page)


def _request_about_data(page: Page) -> None:
    """A citizen's request about his own data, entered by the office."""
    page.goto("/data-requests/new/")
    page.fill("[name=checked]", "当面核对身份证")
    press(page)


def _let_a_system_in(people: People) -> None:
    """Another system's token: proposed by the security administrator, confirmed by the office."""
    page = people.page("secadmin")
    page.goto("/integrators/new/")
    page.fill("[name=name]", "住建局工单系统")
    page.select_option("[name=unit]", index=1)
    page.fill("[name=account]", "handler")
    page.locator("[name=scopes]").first.check()
    page.fill("[name=last_day]", (local_date(timezone.now()) + timedelta(days=90)).isoformat())
    page.fill("[name=ground]", "数据共享协议第3条")
    press(page)
    second = people.page("office2")
    second.goto(page.url)
    second.check("[name=confirm][value=yes]")
    press(second)


def _open_card(page: Page, step: str) -> None:
    """Go to a step of the first card that offers it."""
    page.goto("/cards/")
    for path in page.locator("a[id^=card-]").evaluate_all("links => links.map((each) => each.pathname)"):
        page.goto(path)
        offered = page.locator(f"a[href$='/{step}/']")
        if offered.count():
            offered.click()
            return
    raise AssertionError(f"No card offers {step}.")


def _a_wednesday() -> str:
    """One in next year's August, which no holiday reaches."""
    first = date(local_date(timezone.now()).year + 1, 8, 8)
    return (first + timedelta(days=(2 - first.weekday()) % 7)).isoformat()


def _papers_of_a_citizen(page: Page) -> Iterator[tuple[str, str]]:
    """A complaint filed now: its receipt, then its progress."""
    page.goto("/complaints/new/")
    page.fill("[name=content]", "小区门口的路灯坏了三天，晚上看不清路。")
    page.check("[name=kind]", force=True)
    page.check("[name=identity][value=anonymous]", force=True)
    press(page)
    signs = page.locator(".receipt-sign")
    number, code = signs.nth(0).inner_text(), signs.nth(1).inner_text()
    yield "", page.url.removeprefix(page.url.split("/complaints/")[0])
    page.goto("/track/")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    press(page)
    yield "", f"/track/{number}/"


def _papers_of_an_applicant(people: People) -> Iterator[tuple[str, str]]:
    """An application filed online with its receipt, a draft at each step, and what a notice asks for."""
    page = people.page("")
    filed = _draft(page)
    for field in page.locator("input[type=file]").all():
        field.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": _picture()})
    page.click("button[name=do][value=next]")
    page.check("[name=agree]")
    page.click("main form button.btn-primary")
    page.wait_for_url(f"**/apply/{filed}/filed/")
    yield "", f"/apply/{filed}/filed/"
    draft = _draft(page)
    for step in ("who", "materials", "review", "discard"):
        yield "", f"/apply/{draft}/{step}/"
    clerk = people.page("window")
    clerk.goto("/cases/?state=correcting&online=on")
    clerk.locator("main tbody a").first.click()
    clerk.goto(f"{clerk.url}receipt/")
    number, code = (clerk.locator("article dd strong").nth(place).inner_text() for place in range(2))
    page.goto(f"/track/case/?number={number}")
    page.fill("[name=code]", code)
    page.click("main form button[type=submit]")  # answered with the page itself
    page.click("form[action='/apply/complete/'] button")
    page.wait_for_url(f"**/apply/complete/{number}/")
    yield "", f"/apply/complete/{number}/"


def _draft(page: Page) -> str:
    """Begin an application; returns the number of its draft."""
    page.goto("/items/?q=店招标牌设置备案")
    page.locator("main a[href^='/items/']").filter(has_text="店招标牌设置备案").first.click()
    page.click("main a[href$='/apply/'].btn-primary")
    page.check("[name=document][value=identity]", force=True)
    for name, value in (("name", "顾晓演"), ("id_number", "32058318901230009X"), ("phone", "13800000001")):
        page.fill(f"[name={name}]", value)
    page.fill("[name=address]", "玉山镇前进中路1号")
    page.click("button[name=do][value=begin]")
    return page.url.split("/apply/")[1].split("/")[0]


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return out.getvalue()


def _appointment_of_a_citizen(page: Page) -> Iterator[tuple[str, str]]:
    """An appointment made now: its receipt, then the page on which it is moved."""
    page.goto("/appointments/?q=食品经营许可")
    page.locator(".item-choices a").first.click()
    page.locator(".hall-list a").first.click()
    page.locator("[name=slot]:enabled").last.check()
    page.fill("[name=name]", "演示市民")
    page.fill("[name=phone]", "13800000077")
    press(page)
    number = page.locator(".receipt-sign").first.inner_text()
    yield "", "/appointments/receipt/" + page.url.split("/appointments/receipt/")[1]
    yield "", f"/appointments/mine/{number}/"


def _first_password(people: People) -> str:
    """An account whose owner has not chosen a password, signed in with the initial one."""
    page = people.page("sysadmin")
    page.goto("/users/new/")
    page.fill("[name=username]", NEWCOMER)
    page.fill("[name=password]", _PASSWORD)
    page.fill("[name=display_name]", "新来的")
    press(page)
    page = people.page(NEWCOMER)
    page.goto("/login/")
    page.fill("[name=username]", NEWCOMER)
    page.fill("[name=password]", _PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/password/first/")
    return "/password/first/"
