"""The closed lists of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a notice reaches its recipient. All but the inbox leave the house."""

    INBOX = "inbox", _("inbox")
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")
    ROBOT = "robot", _("robot or webhook")


class EndpointKind(models.TextChoices):
    """Whose language an endpoint speaks."""

    WECOM = "wecom", _("WeCom group robot")
    DINGTALK = "dingtalk", _("DingTalk group robot")
    FEISHU = "feishu", _("Feishu group robot")
    WEBHOOK = "webhook", _("webhook of another system")
    FILE = "file", _("file on this machine (for trying out)")


class EmailChoice(models.TextChoices):
    """How somebody wants his e-mails."""

    AT_ONCE = "at-once", _("each one at once")
    DIGEST = "digest", _("one summary every working morning")
    BOTH = "both", _("both")
