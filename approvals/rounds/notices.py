"""The texts of what this room tells people."""

from django.utils.translation import gettext_lazy as _

from efficiency.notifications.texts import register

register(
    "round.asked",
    subject=_("Shorter limits are proposed for your items: %(title)s"),
    body=_("The efficiency office proposes shorter promised limits for items of your unit. Answer by %(until)s."),
)
register(
    "round.approved",
    subject=_("Shorter limits hold from %(day)s: %(title)s"),
    body=_("From %(day)s new cases of your unit have the shorter limits. Cases accepted before keep theirs."),
)
