"""What a city sets about its alerts: hours, exemptions, the summary's hour, what goes by text message."""

from datetime import time

from django.conf import settings

from efficiency.notifications.hours import Hours, QuietRules
from efficiency.notifications.kinds import Channel


def quiet_rules() -> QuietRules:
    """When each channel is quiet."""
    given = {
        Channel.EMAIL: Hours.parsed(settings.EMAIL_HOURS),
        Channel.SMS: Hours.parsed(settings.SMS_HOURS),
        Channel.ROBOT: Hours.parsed(settings.ROBOT_HOURS),
    }
    return QuietRules({channel: hours for channel, hours in given.items() if hours}, tuple(settings.QUIET_EXEMPT))


def digest_at() -> time:
    """When the summaries of a working day are written."""
    return time.fromisoformat(settings.DIGEST_AT)


def goes_by_sms(kind: str) -> bool:
    """Tell whether a kind of notice is worth a text message."""
    return kind in settings.SMS_KINDS or kind.partition(".")[0] in settings.SMS_KINDS
