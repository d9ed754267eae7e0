"""Units, users, roles and posts; who answers for a unit, who is away."""

from efficiency.organization.models.absences import Absence
from efficiency.organization.models.people import RecoveryCode, RoleGrant, SecondFactor, User, UserManager, Visit
from efficiency.organization.models.posts import Post
from efficiency.organization.models.responsibilities import Responsibility, ResponsibilityKind
from efficiency.organization.models.units import Unit, UnitKind

__all__ = [
    "Absence",
    "Post",
    "RecoveryCode",
    "Responsibility",
    "ResponsibilityKind",
    "RoleGrant",
    "SecondFactor",
    "Unit",
    "UnitKind",
    "User",
    "UserManager",
    "Visit",
]
