"""Pinyin initials of item names."""

from approvals.initials import initials


def test_initials_are_the_first_letters_of_the_readings() -> None:
    assert initials("食品经营许可") == "spjyxk"
    assert initials("排水许可证核发") == "psxkzhf"


def test_letters_and_digits_stay_and_punctuation_goes() -> None:
    assert initials("12345热线（KS-1）") == "12345rxks1"
