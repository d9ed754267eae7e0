"""What a token may be let to do: a closed list. An operation names the one it asks for."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """One kind of operation. A token holds some of them; what it does not hold is refused."""

    COMPLAINTS_READ = "complaints:read", _("read complaints, without the citizens")
    COMPLAINTS_FILE = "complaints:file", _("file complaints for citizens")
    COMPLAINTS_ACT = "complaints:act", _("sign for complaints and answer them")
    CLOCKS_READ = "clocks:read", _("read matters and their clocks")
    CARDS_READ = "cards:read", _("read cards")
    CARDS_ACT = "cards:act", _("sign for cards and answer them")
    BACKLOG_PROPOSE = "backlog:propose", _("propose to bring in the backlog of an older system")


# What an operation says that is open to everybody: any token will do, and none is needed.
OPEN: Final = "open"
