"""Forms about people, units and posts."""

from efficiency.organization.forms.accounts import NewPersonForm, PeopleFilter, PersonForm, RoleForm, SignInForm
from efficiency.organization.forms.factors import CodeForm, FirstCodeForm, GroundForm
from efficiency.organization.forms.posts import PostFilter, PostForm
from efficiency.organization.forms.units import ResponsibleForm, UnitFilter, UnitForm

__all__ = [
    "CodeForm",
    "FirstCodeForm",
    "GroundForm",
    "NewPersonForm",
    "PeopleFilter",
    "PersonForm",
    "PostFilter",
    "PostForm",
    "ResponsibleForm",
    "RoleForm",
    "SignInForm",
    "UnitFilter",
    "UnitForm",
]
