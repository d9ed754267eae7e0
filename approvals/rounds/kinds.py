"""The closed lists of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(models.TextChoices):
    """Where a round stands."""

    DRAFT = "draft", _("being prepared")
    OPEN = "open", _("with the departments")
    APPROVED = "approved", _("approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("round", "given up")


class Answer(models.TextChoices):
    """What a department says to a proposal for one of its items."""

    AGREED = "agreed", _("agrees")
    OBJECTED = "objected", _("objects")
