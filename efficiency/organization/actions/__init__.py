"""Changes to units, people, roles and posts, each with its entry in the same transaction."""

from efficiency.organization.actions.posts import UnableToChangePost, add_post, change_post
from efficiency.organization.actions.roles import UnableToGrant, grant_role, revoke_role
from efficiency.organization.actions.signing_in import note_refusal, note_sign_in, note_sign_out
from efficiency.organization.actions.units import UnableToChangeUnit, add_unit, change_unit
from efficiency.organization.actions.users import (
    UnableToChangeUser,
    add_user,
    change_user,
    disable_user,
    enable_user,
    set_password,
)

__all__ = [
    "UnableToChangePost",
    "UnableToChangeUnit",
    "UnableToChangeUser",
    "UnableToGrant",
    "add_post",
    "add_unit",
    "add_user",
    "change_post",
    "change_unit",
    "change_user",
    "disable_user",
    "enable_user",
    "grant_role",
    "note_refusal",
    "note_sign_in",
    "note_sign_out",
    "revoke_role",
    "set_password",
]
