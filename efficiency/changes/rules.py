"""Who may see the page of changes.

The roles are named here, since kinds become known only when the house has started; which
changes somebody sees and decides follows from their kinds.
"""

from efficiency.common.access import holders_of

READERS = holders_of("office", "sysadmin", "secadmin", "auditor", "head")
# Settings are read by those who propose or decide on them, and by the auditor.
SETTING_READERS = holders_of("office", "sysadmin", "secadmin", "auditor")
