"""Who may do what with tokens."""

from efficiency.common.access import holders_of
from efficiency.organization.models import User
from efficiency.organization.roles import ADMIN_ROLES, Role

# A token works in the name of an account, as a role does: one office alone must not be able to make
# itself the other's rights. The security administrator proposes, the efficiency office confirms.
PROPOSERS = (Role.SECADMIN.value,)
DECIDERS = (Role.OFFICE.value,)
KEEPERS = holders_of(Role.SECADMIN)
READERS = holders_of(Role.SECADMIN, Role.OFFICE, Role.AUDITOR)
LONGEST_DAYS = 366


def may_act(account: User) -> bool:
    """Tell whether a token may work in the name of this account: in use, and no administrator (T-83)."""
    return account.is_active and not account.holds(*ADMIN_ROLES)
