"""What units and the office are told about commitments."""

from django.utils.translation import gettext_lazy as _

from efficiency.notifications.texts import register

register(
    "commitment.broken",
    subject=_("%(unit)s did not keep a commitment in %(month)s"),
    body=_("“%(text)s”. The head answers, then the office draws the consequence. The page shows what was counted."),
)
