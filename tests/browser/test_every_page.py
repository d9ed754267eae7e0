"""Every page of the portal, by somebody it is for: three languages, two widths."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.browser.looking import Seen, bring_axe, violations
from tests.browser.people import People
from tests.browser.tour import DOORS, FILES, MAIN, Tour

Look = Callable[[str, str, str], Seen]

CHINESE = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
LANGUAGES = {**CHINESE, "en": "en"}
# Doors that answer GET with something else than a page.
SENT_ONLY = {
    "alert-switch", "alert-test", "appointment_act", "errand_act", "apply_close", "complete",
    "cards_seen", "case_act", "case_applicant", "case_paper_named", "change-withdraw", "complaint_act",
    "complaint_identity", "inbox-read", "logout", "notice-again", "set_language", "sweep_look",
    "data-request-answer", "data-request-copy", "data-request-correct", "data-request-erase", "data-request-keep",
    "data-request-seek", "audit-chain-verify", "reconciliation_run", "roster-remove", "outing-back",
    "enquiry-take", "enquiry-offer", "enquiry-finish", "enquiry-decline", "enquiry-contact",
    "leave-return", "leave-decide", "leave-cancel",
    "rating_act", "rating_reveal", "rating_offer", "verdict_answer", "verdict_settle",
    "adjustment_decide", "adjustment_pay_back", "adjustment_withdraw", "bill_cancel", "bill_pay", "payments_confirm",
    "bulletin-acknowledge", "bulletin-decide", "consultation-act", "item_import_drop",
    "project-firm", "project-leader", "project-step-act", "project-withdraw", "replay-cases",
    "round-open", "round-proposal-drop", "round-proposal-keep", "round-put-forward", "round-withdraw",
    "integrator-revoke", "integrator-secret", "recovery-codes", "sessions-end", "user-switch",
}  # fmt: skip
DATA = {door.name for door in DOORS.values() if door.name.startswith("api-")} - {"api-docs"} | {"healthz", "readyz"}
PARTS_OF_PAGES = {"errand_materials", "case_items", "case_known", "case_materials"}
WAYS_ON = {"card_settings", "case_find", "notice", "policies", "search"}
# The demo city's own accounts have no second factor, and none of its guarded accounts is disabled.
NOT_IN_THE_DEMO = {"login-code", "user-enable", "user-factor-reset"}
NO_PAGES = NOT_IN_THE_DEMO | SENT_ONLY | FILES | DATA | PARTS_OF_PAGES | WAYS_ON
# Doors whose page differs with who stands before it: each role looks for itself.
BY_ROLE = {"desk", "cards", "card", "complaint", "case"}
# A Chinese official document, whoever reads it; and the builders' page of samples, which are English.
ALWAYS_CHINESE = {"card_notice", "case_paper"}
SAMPLES = {"components"}
# What stays Latin on a Chinese page: techniques, prefixes of numbers, a key, the A and B of a post, another language.
LATIN = {
    "API", "Excel", "PDF", "JSON", "QR", "HTTP", "WCAG", "AA", "AAA", "Web", "JavaScript", "Cookie",
    "MB", "KB", "BJ", "TS", "YY", "DB", "PNG", "Enter", "Ctrl", "AB", "English", "CSV", "JSONL", "OpenAPI",
    "Chrome", "Linux",
}  # fmt: skip

_CODES = re.compile(
    r"\S+@\S+|https?://\S+|[\w.]*/[\w./]+"  # addresses
    r"|\b[A-Z]+(-\w+)+|\b[A-Z]{2}\d{4}-\d+"  # numbers of matters, bills
    r"|\b[A-Z0-9]{4}(-[A-Z0-9]{4}){2}\b|\b[A-Z0-9]{12}\b"  # query codes
    r"|\b[0-9A-F]{4}( [0-9A-F]{4}){3}\b|[\w-]+\.json\b|\b\d{4}-\d+-demo|\b[0-9a-f]{12,64}\b",  # proofs of cards
    re.ASCII,
)


def _visits() -> Iterator[tuple[str, str]]:
    """Each page's door with a role, or with any role ("*") where all see the same."""
    for door in DOORS.values():
        assert door.who is not None
        if door.name in NO_PAGES:
            continue
        if door.name in BY_ROLE:
            roles = door.who.roles or frozenset().union(*(each.who.roles for each in DOORS.values() if each.who))
            yield from ((door.route, role) for role in sorted(roles))
        else:
            yield door.route, "*"


def _name(value: str) -> str:
    return DOORS[value].name if value in DOORS else {"*": ""}.get(value, value)


VISITS = list(_visits())
every_page = pytest.mark.parametrize(("route", "role"), VISITS, ids=_name)


@every_page
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_is_clean(seen: Look, route: str, role: str, language: str) -> None:
    page = seen(route, role, language)

    assert page.status == 200
    assert page.lang == ("zh-Hans" if DOORS[route].name in ALWAYS_CHINESE else LANGUAGES[language])
    assert len(page.headings) == 1
    assert page.unclean == []
    assert page.too_wide == []


@every_page
def test_page_is_accessible(seen: Look, route: str, role: str) -> None:
    languages = LANGUAGES if DOORS[route].name in MAIN else ["zh-hans"]

    assert [fault for language in languages for fault in seen(route, role, language).inaccessible] == []


@pytest.mark.parametrize(("route", "role"), [each for each in VISITS if DOORS[each[0]].name not in SAMPLES], ids=_name)
@pytest.mark.parametrize("language", CHINESE)
def test_no_word_is_left_in_english(seen: Look, route: str, role: str, language: str) -> None:
    said = seen(route, role, language).said

    assert [text for text in said if english(text)] == []


def english(text: str) -> set[str]:
    """The English words of a text, without addresses, codes and the few words that stay Latin."""
    text = _CODES.sub(" ", text)
    return set(re.findall(r"[A-Za-z]{2,}", text)) - LATIN


@pytest.mark.parametrize("name", sorted(MAIN | {"case_receipt"}))
def test_main_page_is_accessible_in_the_dark(tour: Tour, people: People, name: str) -> None:
    route = next(route for route, door in DOORS.items() if door.name == name)
    viewer = tour.somebody(route)
    page = people.page(viewer)
    page.emulate_media(color_scheme="dark")
    try:
        page.goto(tour.found[route, viewer].path)
        bring_axe(page)
        assert violations(page) == []
    finally:
        page.emulate_media(color_scheme="light")


def test_a_door_without_a_page_is_named_here(tour: Tour) -> None:
    """A new page is looked at from its first day on; what is named as no page is none."""
    with_page = {DOORS[route].name for route, _role in tour.found}

    assert with_page == {door.name for door in DOORS.values()} - NO_PAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("role", "path", "status"), [("", "/nowhere/", 404), ("window", "/units/", 403)])
def test_error_pages_are_clean(look_as: Callable[..., Seen], role: str, path: str, status: int, language: str) -> None:
    page = look_as(role, path, language, with_axe=True)

    assert page.status == status
    assert page.lang == LANGUAGES[language]
    assert len(page.headings) == 1
    assert page.unclean == []
    assert page.too_wide == []
    assert page.inaccessible == []
    assert language == "en" or [text for text in page.said if english(text)] == []
