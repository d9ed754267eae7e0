"""What a hall is told about its appointments."""

from django.utils.translation import gettext_lazy as _

from efficiency.notifications.texts import register

register(
    "appointments.today",
    subject=_("Appointments today at %(unit)s: %(number)s"),
    body=_("The first comes at %(first)s. The list of the day says who comes when and for what."),
)
