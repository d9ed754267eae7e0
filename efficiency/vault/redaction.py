"""Takes names, phones and numbers out of free text before a unit, a list or a notice shows it. No database here."""

import re

HIDDEN = "○○"

_MAIL = re.compile(r"[A-Za-z0-9_.+-]+[@\uff20][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# Identity card (18 signs, or 15 of the old form), then any run of 7 or more digits with the
# separators people type: mobile and land lines, bank cards, QQ and WeChat numbers.
_ID_NUMBER = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9xX]|[0-9]{15})(?![0-9])")
_DIGITS = re.compile(r"(?<![0-9])\+?[0-9](?:[\s\-\u2013\u00b7.()\uff08\uff09]{0,2}[0-9]){6,}")
_DATE = re.compile(r"^(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}$")
# Full-width digits, X and x, as Chinese keyboards type them.
_WIDE = {0xFEE0 + ord(sign): ord(sign) for sign in "0123456789Xx"}


def redact(text: str, *known: str) -> str:
    """Return the text with every mail address, long number and `known` name or number hidden."""
    plain = text.translate(_WIDE)
    for word in sorted({word.strip() for word in known}, key=len, reverse=True):
        if len(word) >= 2:
            plain = re.sub(re.escape(word), HIDDEN, plain, flags=re.IGNORECASE)
    plain = _MAIL.sub(HIDDEN, plain)
    plain = _ID_NUMBER.sub(HIDDEN, plain)
    return _DIGITS.sub(lambda found: found[0] if _DATE.match(found[0]) else HIDDEN, plain)
