"""What a person would find wrong with a page that is open: measured in the browser."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import axe_playwright_python.base
from playwright.sync_api import Page

WIDTHS = (1280, 390)
_AXE = Path(axe_playwright_python.base.AXE_FILE_PATH)
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN_AXE = """async (rules) => {
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return found.violations.map((each) => [each.id, each.help, each.nodes.map((node) => node.html.slice(0, 160))]);
}"""
_TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide <= 0) return "";
  const last = [...document.body.querySelectorAll("*")].filter((each) =>
    each.getBoundingClientRect().right > window.innerWidth + 1 && !each.closest(".table-frame"));
  return `${wide} px too wide: ` + (last.length ? last[0].outerHTML.slice(0, 160) : "?");
}"""
# All that the interface says, hidden parts too, but for what is marked as English or as code.
_SAID = """() => {
  const apart = '[lang="en"], code, kbd, script, style, noscript, [translate="no"]';
  const said = [document.title];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.data.trim() && !text.parentElement.closest(apart)) said.push(text.data.trim());
  }
  for (const each of document.querySelectorAll("[alt], [title], [placeholder], [aria-label], [aria-description]"))
    if (!each.closest(apart))
      for (const name of ["alt", "title", "placeholder", "aria-label", "aria-description"])
        if (each.getAttribute(name)) said.push(each.getAttribute(name));
  return said;
}"""


@dataclass
class Seen:
    """A page looked at in one language: what was found, sorted by who asks."""

    status: int = 0
    lang: str = ""
    headings: list[str] = field(default_factory=list)
    unclean: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    inaccessible: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def look(page: Page, path: str, *, with_axe: bool) -> Seen:
    """Open a path and measure it at both widths."""
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    answer = page.goto(path)
    assert answer is not None
    seen = Seen(
        status=answer.status,
        lang=page.evaluate("document.documentElement.lang"),
        headings=page.locator("h1").all_inner_texts(),
        said=page.evaluate(_SAID),
    )
    if with_axe:
        bring_axe(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        too_wide = page.evaluate(_TOO_WIDE)
        if too_wide:
            seen.too_wide.append(f"at {width} px: {too_wide}")
        if with_axe:
            seen.inaccessible += [f"at {width} px: {each}" for each in violations(page)]
    return seen


def bring_axe(page: Page) -> None:
    """Put axe into the open page."""
    page.evaluate(_AXE.read_text())


def violations(page: Page) -> list[Any]:
    """What axe finds on the open page."""
    found: list[Any] = page.evaluate(_RUN_AXE, _RULES)
    return found
