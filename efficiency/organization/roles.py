"""The roles of the house."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody may do here. Codes are stable; names are translated."""

    WINDOW = "window", _("window staff")
    HANDLER = "handler", _("handler")
    HEAD = "head", _("head of unit")
    OPERATOR = "operator", _("hotline operator")
    OFFICE = "office", _("efficiency office")
    FEE = "fee", _("fee window")
    INSPECTOR = "inspector", _("inspector")
    SUPERVISOR = "supervisor", _("special supervisor")
    APPRAISER = "appraiser", _("appraiser")
    INVESTIGATOR = "investigator", _("investigator")
    EXECUTIVE = "executive", _("city leader")
    SYSADMIN = "sysadmin", _("system administrator")
    SECADMIN = "secadmin", _("security administrator")
    AUDITOR = "auditor", _("auditor")


# Graded protection (GB/T 22239): three duties, no account holds two of them, and none of them
# does business (RULES.md T-83).
ADMIN_ROLES = (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR)
# Those who see every unit's cards and matters.
CITY_ROLES = (Role.OFFICE, Role.EXECUTIVE, Role.AUDITOR)
# Whose account would open much: a second factor by default, and nobody sets their password alone.
GUARDED_ROLES = (Role.OFFICE, Role.INVESTIGATOR, *ADMIN_ROLES)
# Without an account of each of these nobody could keep accounts and roles any more.
KEPT_ROLES = (Role.SYSADMIN, Role.SECADMIN)
