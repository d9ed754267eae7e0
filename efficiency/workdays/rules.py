"""Who may see and change the calendar."""

from efficiency.common.access import ANYONE, SIGNED_IN, holders_of

READERS = ANYONE  # everybody may check how a promise was counted
STAFF = SIGNED_IN
EDITORS = holders_of("office")
