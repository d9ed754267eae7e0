"""The main job, by hand: something is filed, its limit passes, the card arrives, is answered and upheld."""

import re
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from efficiency.common.moments import SHANGHAI
from tests.portals import Portal

PageAs = Callable[..., Page]
UNIT = "市城市管理局"
CONTENT = "人民路18号门前的路灯坏了一个星期，晚上老人走路看不见。"
ITEM = "店招标牌设置备案"
# The sweep comes every 30 seconds, and the board asks again every 30.
PATIENCE = 100_000


def write_complaint(page: Page) -> None:
    """Fill in the public form as somebody types it: what is sent within 3 seconds is held for a check."""
    page.goto("/complaints/new/")
    page.locator("[name=content]").press_sequentially(CONTENT, delay=110)
    page.check("[name=kind][value=repair]")
    page.fill("[name=place]", "人民路18号")
    page.check("[name=identity][value=confidential]")
    page.fill("[name=name]", "周桂芳")
    page.fill("[name=phone]", "138 0000 0000")


def send(page: Page) -> tuple[str, str]:
    """Send the complaint and return number and query code from the receipt."""
    page.click("main form[data-complaint] button[type=submit]")
    page.wait_for_url("**/complaints/receipt/**")
    number, code = page.locator(".receipt-sign").all_inner_texts()
    assert re.fullmatch(r"TS-\d{6}-\d{6}", number)
    return number, code


def track(page: Page, number: str, code: str) -> None:
    """Open the progress with what stands on the receipt."""
    page.goto("/track/")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.click("main form button[type=submit]")
    expect(page.locator("h1")).to_contain_text(number)


def open_act(page: Page, name: str) -> Locator:
    """Unfold an act on a complaint's page; the most pressing is open already."""
    part = page.locator("details.act").filter(has=page.locator(f"form[action$='/{name}/']"))
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    return part


def take_act(page: Page, name: str, **chosen: str) -> None:
    """Choose what the act asks for and press its button."""
    part = open_act(page, name)
    for field, label in chosen.items():
        part.locator(f"[name={field}]").select_option(label=label)
    part.locator("button[type=submit]").click()


def dispatch(page: Page, number: str) -> None:
    """As the hotline: find the unit and give the complaint to it."""
    page.goto(f"/complaints/{number}/")
    page.click("main a[href$='/dispatch/']")
    page.fill("[name=q]", UNIT)
    page.press("[name=q]", "Enter")
    page.select_option("[name=unit]", label=page.locator("[name=unit] option", has_text=UNIT).inner_text())
    page.click("main form[method=post] button[type=submit]")
    expect(page.locator(".messages")).to_contain_text(UNIT)


def let_limit_pass(portal: Portal, number: str, kind: str) -> None:
    """The documented command; where holidays lie in between it is run again, as the guide says."""
    for _ in range(4):
        printed = portal.manage("shift_demo", "--days", "9", "--reference", number)
        due = re.search(rf"{kind}: due .* -> (.*)", printed)
        assert due is not None, printed
        if datetime.strptime(due[1], "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI) < timezone.now():
            return
    raise AssertionError(f"The limit does not pass: {printed}")


def wait_for_card(board: Page, number: str) -> str:
    """The board is open and nobody touches it: the card comes, marked as new. Return the card's number."""
    row = board.locator("#board tr.is-unread", has_text=number)
    expect(row).to_be_visible(timeout=PATIENCE)
    expect(row.locator(".card-sign.is-yellow")).to_have_text("黄")
    return row.locator("a[id^=card-]").inner_text()


def take_step(page: Page, card: str, step: str, field: str, text: str) -> None:
    """From the desk to the card, from the card to the step; write and send."""
    page.goto("/desk/")
    page.locator("main a", has_text=card).first.click()
    page.click(f"main a[href$='/{step}/']")
    page.fill(f"[name={field}]", text)
    page.click("main form[method=post] button[type=submit]")
    expect(page.locator(".messages .alert-success")).to_be_visible()


def answer_and_uphold(head: Page, office: Page, card: str) -> None:
    """The unit says its side, the office decides."""
    take_step(head, card, "answer", "text", "材料缺货，值班人员未按时申请延期，已约谈并补货。")
    take_step(office, card, "uphold", "note", "缺货可以预见，申辩理由不成立。")
    expect(office.locator("h1")).to_contain_text(card)
    expect(office.locator("main .chip", has_text="已维持")).to_be_visible()


def test_complaint_is_carded_answered_and_upheld(portal: Portal, page_as: PageAs) -> None:
    citizen = page_as(width=390)
    write_complaint(citizen)
    number, code = send(citizen)
    expect(citizen.locator(".receipt-qr")).to_be_visible()
    assert citizen.evaluate("document.querySelector('.receipt-qr').naturalWidth") > 50
    expect(citizen.locator(".clock-face").first).to_be_visible()
    track(citizen, number, code)
    expect(citizen.locator("main")).not_to_contain_text("超期")

    board = page_as("office")
    board.goto("/cards/")
    dispatch(page_as("operator"), number)
    head = page_as("head")
    head.goto(f"/complaints/{number}/")
    take_act(head, "sign-for")
    handler = (head.locator("[name=handler] option").nth(1).text_content() or "").strip()
    take_act(head, "assign", handler=handler)
    expect(head.locator("main")).to_contain_text(handler)

    let_limit_pass(portal, number, "单位答复")
    card = wait_for_card(board, number)
    answer_and_uphold(head, board, card)

    track(citizen, number, code)
    expect(citizen.locator("main")).to_contain_text("超期")
    expect(citizen.locator("main")).to_contain_text(UNIT)


def test_case_of_the_counter_is_carded_answered_and_upheld(portal: Portal, page_as: PageAs) -> None:
    board = page_as("office")
    board.goto("/cards/")
    window = page_as("window")
    window.goto("/cases/new/")
    window.locator("#find").fill(ITEM)
    window.press("#find", "Enter")
    expect(window.locator("[name=number]")).to_be_focused()
    fill_counter(window)
    for material in window.locator("[name=materials]").all():
        material.check()
    window.click("button[value=accept]")
    window.wait_for_url("**/receipt/**")
    number = window.locator(".notice-paper dd strong").first.inner_text()
    expect(window.locator("[data-print]")).to_be_focused()
    expect(window.locator(".clock-face").first).to_be_visible()

    let_limit_pass(portal, number, "承诺时限")
    card = wait_for_card(board, number)
    answer_and_uphold(page_as("head"), board, card)


def fill_counter(page: Page) -> None:
    page.fill("[name=name]", "李明")
    page.select_option("[name=document]", "other")
    page.fill("[name=number]", "E12345678")
    page.fill("[name=phone]", "13900000000")


def test_complaint_without_scripts_is_taken_and_held_for_a_check(page_as: PageAs) -> None:
    citizen = page_as(width=390, scripts=False)
    write_complaint(citizen)
    number, code = send(citizen)
    track(citizen, number, code)

    operator = page_as("operator")
    operator.goto("/complaints/?state=quarantined")
    expect(operator.locator("main tr", has_text=number)).to_be_visible()
    operator.goto(f"/complaints/{number}/")
    take_act(operator, "release")
    expect(operator.locator("main a[href$='/dispatch/']")).to_be_visible()
