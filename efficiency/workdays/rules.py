"""Who may see and change the calendar."""

from efficiency.common.access import SIGNED_IN, holders_of

STAFF = SIGNED_IN
EDITORS = holders_of("office")
