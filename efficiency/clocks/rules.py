"""Who may read and change the limits."""

from efficiency.common.access import holders_of
from efficiency.organization.roles import Role

POLICY_READERS = holders_of(Role.OFFICE, Role.AUDITOR)
POLICY_MAKERS = holders_of(Role.OFFICE)
