"""The two forms on which most depends, with Tab, Enter, Space and letters only; and bad input kept."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

PageAs = Callable[..., Page]
_AT = """() => {
  const { name, value, type } = document.activeElement;
  return [name ?? "", ["radio", "checkbox", "submit"].includes(type) ? value : ""];
}"""


def tab_to(page: Page, name: str, value: str = "") -> None:
    """Press Tab until the focus stands on a field of this name (and value)."""
    for _ in range(60):
        page.keyboard.press("Tab")
        found, at = page.evaluate(_AT)
        if found == name and value in {"", at}:
            return
    raise AssertionError(f"Tab does not lead to {name} {value}")


def choose(page: Page, name: str, value: str) -> None:
    """Reach a group of radio buttons by Tab, then the one that is meant."""
    tab_to(page, name)
    for _ in range(10):
        if page.evaluate(_AT) == [name, value]:
            break
        page.keyboard.press("ArrowDown")
    else:
        raise AssertionError(f"The arrows do not lead to {name} {value}")
    page.keyboard.press("Space")
    assert page.locator(f"[name={name}][value={value}]").is_checked()


def type_at(page: Page, name: str, text: str) -> None:
    """Reach a field by Tab and type."""
    tab_to(page, name)
    page.keyboard.type(text, delay=5)


def test_complaint_is_filed_by_keyboard(page_as: PageAs) -> None:
    page = page_as(width=390)
    page.goto("/complaints/new/")

    type_at(page, "content", "小区北门的垃圾三天没有清运。")
    choose(page, "kind", "complaint")
    type_at(page, "place", "前进西路100号北门")
    tab_to(page, "files")
    choose(page, "identity", "real")
    type_at(page, "name", "陈小明")
    type_at(page, "phone", "13900000001")
    tab_to(page, "email")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "submit"
    page.keyboard.press("Enter")

    page.wait_for_url("**/complaints/receipt/**")
    expect(page.locator(".receipt-sign").first).to_contain_text("TS-")


def test_case_is_taken_by_keyboard(page_as: PageAs) -> None:
    page = page_as("window")
    page.goto("/cases/new/")

    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("店招")
    page.keyboard.press("Enter")
    expect(page.locator("[name=number]")).to_be_focused()
    page.keyboard.type("E12345678")
    page.keyboard.press("Enter")
    expect(page.locator("[name=document]")).to_have_value("other")  # by what the number looks like
    expect(page.locator("[name=name]")).to_be_focused()
    page.keyboard.type("王小红")
    page.keyboard.press("Enter")
    page.keyboard.type("13900000002")
    for material in page.locator("[name=materials]").evaluate_all("all => all.map((each) => each.value)"):
        tab_to(page, "materials", material)
        page.keyboard.press("Space")
    tab_to(page, "do", "accept")
    page.keyboard.press("Enter")

    page.wait_for_url("**/receipt/**")
    expect(page.locator("[data-print]")).to_be_focused()


def faults_lead_to_fields(page: Page) -> None:
    """The summary has the focus; each of its links leads to something that can be filled in."""
    expect(page.locator(".error-summary")).to_be_focused()
    links = page.locator(".error-summary a")
    assert links.count() > 0
    for target in links.evaluate_all("all => all.map((each) => each.hash)"):
        assert page.locator(target).count() == 1, target


def test_bad_complaint_comes_back_as_it_was_typed(page_as: PageAs) -> None:
    page = page_as(width=390)
    page.goto("/complaints/new/")
    page.fill("[name=content]", "路灯不亮，请来修。")
    page.check("[name=kind][value=repair]")
    page.fill("[name=place]", "萧林路")
    page.check("[name=identity][value=real]")
    page.fill("[name=phone]", "一二三")
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.click("main form[data-complaint] button[type=submit]")
    page.wait_for_load_state()

    assert sent.value.status == 422
    faults_lead_to_fields(page)
    expect(page.locator("[name=content]")).to_have_value("路灯不亮，请来修。")
    expect(page.locator("[name=kind][value=repair]")).to_be_checked()
    expect(page.locator("[name=place]")).to_have_value("萧林路")
    expect(page.locator("[name=identity][value=real]")).to_be_checked()
    expect(page.locator("[name=phone]")).to_have_value("一二三")


def test_empty_complaint_says_what_is_missing(page_as: PageAs) -> None:
    page = page_as(width=390)
    page.goto("/complaints/new/")
    page.click("main form[data-complaint] button[type=submit]")

    expect(page.locator(".error-summary li")).to_have_count(3)
    faults_lead_to_fields(page)


def test_bad_case_comes_back_as_it_was_typed(page_as: PageAs) -> None:
    page = page_as("window")
    page.goto("/cases/new/")
    page.fill("#find", "店招")
    page.press("#find", "Enter")
    expect(page.locator("[name=number]")).to_be_focused()
    item = page.locator("[name=item]").input_value()
    page.fill("[name=name]", "赵小军")
    page.fill("[name=number]", "320583199001011234")
    page.fill("[name=phone]", "12")
    page.locator("[name=materials]").first.check()
    page.click("button[value=receive]")

    faults_lead_to_fields(page)
    expect(page.locator("[name=item]")).to_have_value(item)
    expect(page.locator("[name=name]")).to_have_value("赵小军")
    expect(page.locator("[name=number]")).to_have_value("320583199001011234")
    expect(page.locator("[name=phone]")).to_have_value("12")
    expect(page.locator("[name=materials]").first).to_be_checked()
