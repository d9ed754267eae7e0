"""What the demo city leaves to the users of the approval centre, done by hand before its pages are looked at."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit

from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page

from efficiency.common.moments import local_date
from tests.browser.people import People

_ITEM = "店招标牌设置备案"


def approve(people: People) -> Iterator[tuple[str, str]]:
    """Schedule a change, begin an import, convene units, rate by phone and tablet; yield who finds which page."""
    office, window, citizen = people.page("office"), people.page("window"), people.page("")
    _schedule_a_change(office)
    yield "office", _read_a_file(office)
    number, code = _take_a_case(window)
    yield "handler", _convene(people.page("handler"), number)
    yield "", _rate(citizen, number, code)
    yield "", _tablet(window)


def press(page: Page) -> None:
    """Send the page's main form and see that it was taken."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.locator("main form[method=post]").last.locator("button[type=submit]").last.click()
    page.wait_for_load_state()
    assert sent.value.status == 302, page.locator(".error-summary").all_inner_texts()


def _schedule_a_change(page: Page) -> None:
    page.goto("/items/")
    page.fill("main form [name=q]", _ITEM)
    page.press("main form [name=q]", "Enter")
    page.locator("main table a").first.click()
    page.locator("a[href$='/edit/']").click()
    page.fill("[name=promised_limit]", "2")
    page.fill("[name=effective_on]", (local_date(timezone.now()) + timedelta(days=30)).isoformat())
    page.fill("[name=ground]", "压缩承诺时限。")
    page.fill("[name=decided_on]", local_date(timezone.now()).isoformat())
    press(page)


def _read_a_file(page: Page) -> str:
    """The whole catalogue with one name changed: a preview that awaits its confirmation."""
    book = load_workbook(BytesIO(page.context.request.get("/items/export/").body()))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    place = heads.index("咨询电话") + 1
    sheet.cell(2, place).value = "0512-00000001"
    written = BytesIO()
    book.save(written)
    page.goto("/items/import/")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.set_input_files("[name=sheet]", {"name": "items.xlsx", "mimeType": kind, "buffer": written.getvalue()})
    press(page)
    return urlsplit(page.url).path


def _take_a_case(page: Page) -> tuple[str, str]:
    """A case at the counter, accepted at once: number and query code from its receipt."""
    page.goto("/cases/new/")
    page.fill("#find", _ITEM)
    page.press("#find", "Enter")
    page.locator("[name=materials]").first.wait_for()
    page.fill("[name=number]", "E12345680")
    page.fill("[name=name]", "周晓演")
    page.fill("[name=phone]", "13800000009")
    for material in page.locator("[name=materials]").all():
        material.check()
    page.click("button[value=accept]")
    page.wait_for_url("**/receipt/**")
    signs = page.locator(".notice-paper dd strong")
    return signs.nth(0).inner_text(), signs.nth(1).inner_text()


def _convene(page: Page, number: str) -> str:
    """Units convened on a case: whoever handles it may ask there for a pause of its promise."""
    page.goto(f"/consultations/on/{number}/")
    page.fill("[name=question]", "店招位置与绿化带冲突，能否调整？")
    page.select_option("[name=units]", index=3)
    press(page)
    return page.locator("main a[href*='/ask/pause/']").first.get_attribute("href") or ""


def _rate(page: Page, number: str, code: str) -> str:
    page.goto("/rate/")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    press(page)
    return urlsplit(page.url).path


def _tablet(page: Page) -> str:
    """A new tablet of the window: its address is shown once."""
    page.goto("/ratings/tablet/")
    page.locator("main form[method=post] button[type=submit]").click()
    page.wait_for_load_state()
    return urlsplit(page.locator("main code").inner_text()).path
