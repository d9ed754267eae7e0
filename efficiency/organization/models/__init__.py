"""Units, users, roles and posts."""

from efficiency.organization.models.people import RecoveryCode, RoleGrant, SecondFactor, User, UserManager, Visit
from efficiency.organization.models.posts import Post
from efficiency.organization.models.units import Unit, UnitKind

__all__ = [
    "Post",
    "RecoveryCode",
    "RoleGrant",
    "SecondFactor",
    "Unit",
    "UnitKind",
    "User",
    "UserManager",
    "Visit",
]
