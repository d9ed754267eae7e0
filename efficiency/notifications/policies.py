"""What the city has set about its alerts (defined.py): hours, exemptions, the summary's hour, text messages."""

from datetime import datetime, time

from efficiency.changes.settings import asking_once, value_of
from efficiency.notifications.hours import Hours, QuietRules
from efficiency.notifications.kinds import Channel

EMAIL_HOURS = "alerts.email-hours"
SMS_HOURS = "alerts.sms-hours"
ROBOT_HOURS = "alerts.robot-hours"
QUIET_EXEMPT = "alerts.quiet-exempt"
SMS_KINDS = "alerts.sms-kinds"
DIGEST_AT = "alerts.digest-at"
_HOURS = {Channel.EMAIL: EMAIL_HOURS, Channel.SMS: SMS_HOURS, Channel.ROBOT: ROBOT_HOURS}


def quiet_rules(at: datetime | None = None) -> QuietRules:
    """When each channel is quiet, what does not wait, and what goes by text message."""
    with asking_once():
        given = {channel: Hours.parsed(value_of(key, at)) for channel, key in _HOURS.items()}
        hours = {channel.value: each for channel, each in given.items() if each is not None}
        return QuietRules(hours, tuple(value_of(QUIET_EXEMPT, at)), tuple(value_of(SMS_KINDS, at)))


def digest_at(at: datetime | None = None) -> time:
    """When the summaries of a working day are written."""
    value: time = value_of(DIGEST_AT, at)
    return value
