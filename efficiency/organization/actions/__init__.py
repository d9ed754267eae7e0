"""Changes to units, people, roles and posts, each with its entry in the same transaction."""

from efficiency.organization.actions.factors import (
    LOCKED_FOR,
    Proof,
    UnableToProve,
    make_recovery_codes,
    prove,
    reset_factor,
    set_factor,
)
from efficiency.organization.actions.posts import UnableToChangePost, add_post, change_post
from efficiency.organization.actions.roles import UnableToGrant, grant_role, revoke_role
from efficiency.organization.actions.signing_in import (
    end_other_sessions,
    note_presence,
    note_refusal,
    note_sign_in,
    note_sign_out,
)
from efficiency.organization.actions.units import UnableToChangeUnit, add_unit, change_unit
from efficiency.organization.actions.users import (
    UnableToChangeUser,
    add_user,
    change_user,
    disable_user,
    enable_user,
    open_password_reset,
    set_password,
)

__all__ = [
    "LOCKED_FOR",
    "Proof",
    "UnableToChangePost",
    "UnableToChangeUnit",
    "UnableToChangeUser",
    "UnableToGrant",
    "UnableToProve",
    "add_post",
    "add_unit",
    "add_user",
    "change_post",
    "change_unit",
    "change_user",
    "disable_user",
    "enable_user",
    "end_other_sessions",
    "grant_role",
    "make_recovery_codes",
    "note_presence",
    "note_refusal",
    "note_sign_in",
    "note_sign_out",
    "open_password_reset",
    "prove",
    "reset_factor",
    "revoke_role",
    "set_factor",
    "set_password",
]
