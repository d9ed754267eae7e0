"""What agents and windows tell each other."""

from django.utils.translation import gettext_lazy as _

from efficiency.notifications.texts import register

register(
    "errand.carried",
    subject=_("%(unit)s brings papers for %(item)s"),
    body=_("Errand %(number)s was carried to your window. Take the papers over, or say what is missing."),
)
register(
    "errand.sent-back",
    subject=_("Papers sent back: errand %(number)s"),
    body=_("The window did not take the papers for %(item)s. The page of the errand says why."),
)
register(
    "errand.taken",
    subject=_("The window has the papers: errand %(number)s"),
    body=_("%(item)s is a case of the window now. The page of the errand shows how it stands."),
)
