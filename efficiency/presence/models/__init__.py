"""Leaves, ways out of the house, absences without leave, duty rosters, enquiries."""

from efficiency.presence.models.enquiries import Enquiry, Handover
from efficiency.presence.models.leaves import Leave, Unexcused
from efficiency.presence.models.outings import Outing
from efficiency.presence.models.rosters import Duty

__all__ = ["Duty", "Enquiry", "Handover", "Leave", "Outing", "Unexcused"]
