"""What a password must be made of."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")


class ThreeKindsOfSigns:
    """Three of four: small letters, capitals, digits, other signs (GB/T 22239 practice)."""

    def validate(self, password: str, user: Any | None = None) -> None:
        """Refuse a password of fewer kinds of signs."""
        if sum(bool(re.search(kind, password)) for kind in _KINDS) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_uniform")

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return _("Use at least three of these: small letters, capital letters, digits, other signs.")
