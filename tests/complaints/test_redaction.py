"""Names and numbers leave the text before a unit reads it."""

import pytest

from complaints.redaction import title_of
from efficiency.vault.redaction import redact


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("请打13912345678联系", "请打○○联系"),
        ("电话139-1234-5678", "电话○○"),
        ("电话 139 1234 5678。", "电话 ○○。"),
        ("座机(0512)57301234", "座机(○○"),
        ("座机0512-57301234转8", "座机○○转8"),
        ("全角" + "".join(chr(0xFEE0 + ord(sign)) for sign in "13912345678"), "全角○○"),
        ("身份证32058319900101123X", "身份证○○"),
        ("信箱wang.wu@example.cn,谢谢", "信箱○○,谢谢"),
        ("+86 13912345678", "○○"),
        ("2026-09-28 晚上8点,100号5幢301室", "2026-09-28 晚上8点,100号5幢301室"),
        ("欠费12000元", "欠费12000元"),
    ],
)
def test_numbers_that_lead_to_a_person_are_hidden_and_others_stay(text: str, shown: str) -> None:
    assert redact(text) == shown


def test_the_name_that_was_given_is_hidden_wherever_it_stands() -> None:
    assert redact("我叫王小明,王小明住这里", "王小明", "") == "我叫○○,○○住这里"


def test_one_letter_is_no_name() -> None:
    assert redact("王字路口", "王") == "王字路口"


def test_a_title_is_the_kind_and_forty_signs() -> None:
    title = title_of("repair", "路" * 50)

    assert title.endswith("】" + "路" * 40 + "…")
